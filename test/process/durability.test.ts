// What was acknowledged is there after a crash; what several servers lease at the same time is leased once.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import type { Task } from '../../api_data/types/taskqueue_v1beta2.ts'
import { idsOf, queueOf, type HttpQueue } from '../api_data/queue_over_http.ts'
import { startRedis } from '../helpers/redis_server.ts'
import { startServer, until } from '../helpers/server_process.ts'

const binary = inject('redisServer')
const withLog = ['--appendonly', 'yes', '--appendfsync', 'always']

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durability-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** What a server has acknowledged. */
class Acknowledged {
  readonly inserted = new Set<string>()
  /** leaseTimestamp by id. */
  readonly leased = new Map<string, string>()
  readonly deleted = new Set<string>()
  /** Perhaps deleted: asked for, but maybe never answered. */
  readonly deleting = new Set<string>()
}

/** Eight clients insert, lease and delete until the server is gone. */
async function workUntilGone(queue: HttpQueue, done: Acknowledged): Promise<void> {
  const client = async (name: number): Promise<void> => {
    for (let i = 0; ; i += 1) {
      const id = `${name}-${i}`
      await queue.insert({ id })
      done.inserted.add(id)
      if (i % 3 === 0) continue
      const [task] = await queue.lease({ numTasks: 1, leaseSecs: 100_000 })
      const leased = task?.id ?? ''
      done.leased.set(leased, task?.leaseTimestamp ?? '')
      if (i % 3 === 1) continue
      done.deleting.add(leased)
      await queue.send('DELETE', `/tasks/${leased}`)
      done.deleted.add(leased)
    }
  }
  await Promise.allSettled(numbers(8).map(client))
}

/** What of it a server does not know any more. */
async function forgottenOf(done: Acknowledged, queue: HttpQueue): Promise<unknown[]> {
  const forgotten: unknown[] = []
  for (const id of done.inserted) {
    const { status, json } = await queue.send('GET', `/tasks/${id}`)
    const { leaseTimestamp, retry_count } = json as Task
    const lease = done.leased.get(id)
    const gone = done.deleted.has(id) || (done.deleting.has(id) && status === 404)
    const kept = lease === undefined || (leaseTimestamp === lease && retry_count === 1)
    if (gone ? status !== 404 : status !== 200 || !kept) forgotten.push({ id, lease, status, json })
  }
  for (const id of done.deleted) {
    const { status } = await queue.send('POST', '/tasks', { id, payloadBase64: '' })
    if (status !== 400)
      forgotten.push({ id, status, why: 'the name of a deleted task stays taken' })
  }
  const rest = await queue.lease({ numTasks: 1000 })
  return [...forgotten, ...rest.filter(({ id = '' }) => done.leased.has(id))]
}

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

describe.each(['SQLite', 'Redis'])('a crash (%s)', (store) => {
  const isRedis = store === 'Redis'

  test.skipIf(isRedis && binary === null)(
    'everything acknowledged is there after kill -9 and a restart',
    async () => {
      await using redis = isRedis ? await startRedis(binary ?? '', withLog) : undefined
      const env = { STORE_URL: redis?.url ?? `sqlite:${join(folder, 'tasks.sqlite')}` }
      for (const round of numbers(3)) {
        const queueName = `queue-${round}`
        const done = new Acknowledged()
        {
          await using server = await startServer({ env })
          const work = workUntilGone(queueOf(server, queueName), done)
          await until('much is done', () => done.deleted.size > 40)
          server.signal('SIGKILL')
          await redis?.kill()
          await work
        }
        await redis?.start()
        await using server = await startServer({ env })
        expect(await forgottenOf(done, queueOf(server, queueName))).toEqual([])
      }
    },
  )
})

describe.each(['SQLite', 'Redis'])('several servers (%s)', (store) => {
  const url = inject('redisUrl')
  const isRedis = store === 'Redis'
  const storeUrl = (): string =>
    isRedis
      ? `${url}?prefix=${inject('redisPrefix')}${randomUUID()}:`
      : `sqlite:${join(folder, 'tasks.sqlite')}`

  test.skipIf(isRedis && url === null).each([
    ['one process', 1, '1'],
    ['two processes', 2, '1'],
    ['one with two workers', 1, '2'],
  ])('%s: 50 clients lease 400 tasks, none twice and none lost', async (_, count, workers) => {
    const env = { STORE_URL: storeUrl(), WEB_CONCURRENCY: workers }
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

  test.skipIf(isRedis && url === null)(
    'of many that insert, delete or renew the same, over two processes, one succeeds',
    async () => {
      const env = { STORE_URL: storeUrl() }
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
