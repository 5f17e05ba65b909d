// What several servers lease at the same time is leased once.
import { describe, expect, test } from 'vitest'
import type { Task } from '../../api_data/types/taskqueue_v1beta2.ts'
import { idsOf, queueOf, type HttpQueue } from '../api_data/queue_over_http.ts'
import { stores } from '../helpers/resource_stores.ts'
import { startServer } from '../helpers/server_process.ts'

/** Those that processes can share. */
const shared = stores.filter(({ name }) => name !== 'memory')

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** Redis does nothing of what a busy server asks it too late, and a client asks again. */
function noneIfLate(error: Error): undefined {
  if (!error.message.includes('cannot be used now (LATE: ')) throw error
}

/** Each client leases until it gets nothing, three at a time. */
async function drain(queues: readonly HttpQueue[], clients: number): Promise<Task[]> {
  const taken: Task[] = []
  const client = async (queue: HttpQueue): Promise<void> => {
    for (;;) {
      const tasks = await queue.lease({ numTasks: 3, leaseSecs: 100_000 }).catch(noneIfLate)
      if (tasks === undefined) continue
      if (tasks.length === 0) return
      taken.push(...tasks)
    }
  }
  await Promise.all(numbers(clients).map((i) => client(queues[i % queues.length]!)))
  return taken
}

describe.each(shared)('several servers ($name)', ({ newUrl, isMissing }) => {
  test.skipIf(isMissing).each([
    ['one process', 1, '1'],
    ['two processes', 2, '1'],
    ['one with two workers', 1, '2'],
  ])('%s: 50 clients lease 400 tasks, none twice and none lost', async (_, count, workers) => {
    const env = { STORE_URL: newUrl(), WEB_CONCURRENCY: workers }
    await using stack = new AsyncDisposableStack()
    const servers = await Promise.all(numbers(count).map(() => startServer({ env })))
    for (const server of servers) stack.use(server)
    const queues = servers.map((server) => queueOf(server, 'shared'))
    const ids = numbers(400).map((i) => `t${i}`)
    await Promise.all(ids.map((id, i) => queues[i % count]!.insert({ id })))
    const taken = await drain(queues, 50)
    expect(taken).toHaveLength(400)
    expect(new Set(idsOf(taken))).toEqual(new Set(ids))
    expect(taken.every(({ retry_count }) => retry_count === 1)).toBe(true)
  })

  test.skipIf(isMissing)(
    'of many that insert, delete or renew the same, over two processes, one succeeds',
    async () => {
      const env = { STORE_URL: newUrl() }
      await using one = await startServer({ env })
      await using other = await startServer({ env })
      const queues = [queueOf(one, 'shared'), queueOf(other, 'shared')]
      const all = async (method: string, path: string, body?: unknown): Promise<number[]> => {
        const answers = numbers(20).map((i) => queues[i % 2]!.send(method, path, body))
        return (await Promise.all(answers)).map(({ status }) => status).toSorted((a, b) => a - b)
      }
      const task = { id: 'a', payloadBase64: '' }
      expect(await all('POST', '/tasks', task)).toEqual([200, ...Array(19).fill(400)])
      const [leased] = await queues[0]!.lease()
      const renewal = { id: 'a', leaseTimestamp: leased?.leaseTimestamp }
      const path = '/tasks/a?newLeaseSeconds=100'
      expect(await all('POST', path, renewal)).toEqual([200, ...Array(19).fill(400)])
      expect(await all('DELETE', '/tasks/a')).toEqual([204, ...Array(19).fill(404)])
    },
  )
})
