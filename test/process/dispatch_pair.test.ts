// Two servers of one store that dispatch the same queue, and one of them is killed.
import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { clientOf } from '../api_data/cloudtasks/client.ts'
import { startTarget } from '../api_data/cloudtasks/target.ts'
import { startServer, until } from '../helpers/server_process.ts'

const folder = await mkdtemp(join(tmpdir(), 'dispatch-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const redis = inject('redisUrl')
const stores = [
  { name: 'a SQLite file', url: `sqlite:${join(folder, 'tasks.db')}` },
  ...(redis === null
    ? []
    : [{ name: 'Redis', url: `${redis}?prefix=${inject('redisPrefix')}${randomUUID()}:` }]),
]

const TASKS = 300

describe.each(stores)('two servers of $name', ({ url: storeUrl }) => {
  const env = { STORE_URL: storeUrl, KEYS_DIR: join(folder, 'keys') }

  test('send each task once', async () => {
    await using target = await startTarget()
    await using one = await startServer({ env })
    await using two = await startServer({ env })
    const queue = await clientOf(one.url).queue()
    await fill([one.url, two.url], queue, `${target.url}/once`)
    await until('all were sent', () => target.received.length >= TASKS)
    await until('all are gone', async () => (await tasksOf(one.url, queue)) === 0)
    const names = target.received.map(({ headers }) => headers['x-cloudtasks-taskname'])
    expect(names).toHaveLength(TASKS)
    expect(new Set(names).size).toBe(TASKS)
  })

  test('attempt every task though one is killed; what it held is taken over, and nothing that ended is sent again', async () => {
    await using target = await startTarget()
    const one = await startServer({ env })
    await using two = await startServer({ env })
    const queue = await clientOf(two.url).queue()
    /** Names of tasks whose success was answered. */
    const answered: string[] = []
    const succeed = (response: ServerResponse) => {
      if (response.req.socket.destroyed) return
      answered.push(String(response.req.headers['x-cloudtasks-taskname']))
      response.end()
    }
    /** Until one is killed, nothing is answered. */
    let held: ServerResponse[] | undefined = []
    for (let i = 0; i < 5 * TASKS; i += 1)
      target.answers.push(
        (response) => void (held === undefined ? succeed(response) : held.push(response)),
      )
    // A server that takes a task in sends it at once.
    await fill([one.url, two.url], queue, `${target.url}/killed`)
    await until('all were sent', () => target.received.length === TASKS)
    one.signal('SIGKILL')
    await one.ended
    const underway = held
    held = undefined
    for (const response of underway) succeed(response)
    const lost = TASKS - answered.length
    expect(lost).toBeGreaterThan(0)
    await until('all were answered', () => answered.length >= TASKS)
    await until('all are gone', async () => (await tasksOf(two.url, queue)) === 0)
    expect(new Set(answered).size).toBe(TASKS)
    // Only what the killed server had under way was sent a second time.
    expect(target.received.length - TASKS).toBe(lost)
    await one[Symbol.asyncDispose]()
  })

  test('keep what is to come later over a restart, and send it once', async () => {
    await using target = await startTarget()
    let queue: string
    {
      await using server = await startServer({ env })
      const client = clientOf(server.url)
      queue = await client.queue()
      const scheduleTime = new Date(Date.now() + 4000).toISOString()
      await client.task(queue, { httpRequest: { url: target.url }, scheduleTime })
    }
    await using server = await startServer({ env })
    expect(target.received).toEqual([])
    await until('it was sent', async () => (await tasksOf(server.url, queue)) === 0)
    expect(target.received).toHaveLength(1)
  })
})

async function fill(urls: readonly string[], queue: string, url: string): Promise<void> {
  const clients = urls.map((each) => clientOf(each))
  await Promise.all(
    Array.from({ length: TASKS }, (_, i) =>
      clients[i % clients.length]!.task(queue, { httpRequest: { url } }),
    ),
  )
}

async function tasksOf(url: string, queue: string): Promise<number> {
  const { json } = await clientOf(url).call('GET', `${queue}/tasks`)
  return (json.tasks ?? []).length
}
