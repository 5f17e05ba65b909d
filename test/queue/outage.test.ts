// What becomes of tasks and callers when Redis hangs, dies, forgets its scripts or is not there.
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { Clock } from '../../src/clock.ts'
import { openTaskStore, type Queue, type TaskStore } from '../../src/queue/index.ts'
import { slowProxy } from '../../worker/test/helpers/slow_proxy.ts'
import { freePort } from '../helpers/free_port.ts'
import { startRedis } from '../helpers/redis_server.ts'
import { newQueue } from '../helpers/stores.ts'
import { idsOf, lease, second, task } from './requests.ts'

const server = inject('redisServer')
const start = () => startRedis(server ?? '', ['--appendonly', 'yes', '--appendfsync', 'always'])
const open = (url: string) => openTaskStore(url, { clock: new Clock() })
const unavailable = { name: 'ApiError', status: 'UNAVAILABLE', code: 503 }

/** Milliseconds within which a call must end whatever Redis does. */
const bound = 3500

/** Rejects as a call does while Redis is away, and in time. */
async function expectUnavailable(call: () => Promise<unknown>): Promise<void> {
  const begun = performance.now()
  await expect(call()).rejects.toMatchObject(unavailable)
  expect(performance.now() - begun).toBeLessThan(bound)
}

/** Until the store works again. */
async function working(store: TaskStore, queue: Queue): Promise<void> {
  await expect.poll(() => store.stats(queue), { timeout: 10_000 }).toBeDefined()
}

describe.skipIf(server === null)('a Redis that goes away', () => {
  test('one whose answer is long under way is not one: what it leased reaches its caller', async () => {
    await using redis = await start()
    await using slow = await slowProxy('127.0.0.1', redis.port, 1000)
    await using store = await open(`redis://127.0.0.1:${slow.port}`)
    const queue = newQueue()
    const ids = ['a', 'b', 'c', 'd', 'e']
    for (const id of ids) await store.insert(queue, task(id, { payload: 'a'.repeat(2 ** 20) }))
    const begun = performance.now()
    expect(idsOf(await store.lease(queue, lease()))).toEqual(ids)
    // Longer than Redis may be silent.
    expect(performance.now() - begun).toBeGreaterThan(4000)
  })

  test('one that was busy, and is there again while the caller waits, is asked again', async () => {
    await using redis = await start()
    await using store = await open(redis.url)
    const other = new Redis(redis.port)
    const queue = newQueue()
    await store.insert(queue, task('a'))
    // Longer than a call may take to reach it, and less than it may be silent.
    await other.call('CLIENT', 'PAUSE', '1750', 'ALL')
    const [leased, inserted] = await Promise.all([
      store.lease(queue, lease()),
      store.insert(queue, task('b')),
    ])
    other.disconnect()
    expect(idsOf(leased)).toEqual(['a'])
    expect(inserted).toMatchObject({ id: 'b' })
    const tasks = await store.list(queue, 100)
    expect(tasks.map(({ id, retryCount }) => [id, retryCount])).toEqual([
      ['b', 0],
      ['a', 1],
    ])
  })

  test('while it hangs calls fail in time, none is done later, and then all works again', async () => {
    await using redis = await start()
    await using store = await open(redis.url)
    const queue = newQueue(1)
    for (const id of ['a', 'b', 'c']) await store.insert(queue, task(id))
    redis.signal('SIGSTOP')
    await Promise.all([
      expectUnavailable(() => store.lease(queue, lease({ count: 1 }))),
      expectUnavailable(() => store.remove(queue, 'b')),
      pause(100).then(() => expectUnavailable(() => store.lease(queue, lease({ count: 1 })))),
      expectUnavailable(() => store.insert(queue, task('d'))),
    ])
    await expectUnavailable(() => store.list(queue, 100))
    redis.signal('SIGCONT')
    await working(store, queue)
    const tasks = await store.list(queue, 100)
    expect(idsOf(tasks)).toEqual(['a', 'b', 'c'])
    expect(tasks.map(({ retryCount }) => retryCount)).toEqual([0, 0, 0])
    expect(await store.insert(queue, task('e'))).toMatchObject({ id: 'e' })
  })

  test('killed under load and started again, it has everything it acknowledged', async () => {
    await using redis = await start()
    await using store = await open(redis.url)
    const queue = newQueue()
    await store.insert(queue, task('held'))
    const [held] = await store.lease(queue, lease({ duration: 3600 * second }))
    const acknowledged: string[] = []
    const refusals: unknown[] = []
    const inserting = Array.from({ length: 8 }, async (_, client) => {
      for (let index = 0; refusals.length < 8; index += 1) {
        const id = `t${client}-${index}`
        await store.insert(queue, task(id)).then(
          () => acknowledged.push(id),
          (error: unknown) => refusals.push(error),
        )
      }
    })
    await expect.poll(() => acknowledged.length).toBeGreaterThan(200)
    await redis.kill()
    await Promise.all(inserting)
    for (const error of refusals) expect(error).toMatchObject(unavailable)
    await expectUnavailable(() => store.get(queue, 'held'))
    await redis.start()
    await working(store, queue)
    const stored = new Set(idsOf(await store.list(queue, 1e6)))
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
    expect(await store.get(queue, 'held')).toEqual(held)
  })

  test('scripts it has forgotten are sent again, amid many calls', async () => {
    await using redis = await start()
    await using store = await open(redis.url)
    const other = new Redis(redis.port)
    const queue = newQueue()
    const rounds = Array.from({ length: 20 }, (_, round) => round)
    for (const round of rounds) {
      const inserted = rounds.map((index) => store.insert(queue, task(`t${round}-${index}`)))
      const flushed = other.script('FLUSH')
      const more = rounds.map((index) => store.insert(queue, task(`u${round}-${index}`)))
      const leased = rounds.map(() => store.lease(queue, lease({ count: 1 })))
      await Promise.all([...inserted, flushed, ...more, ...leased])
    }
    other.disconnect()
    const total = 2 * rounds.length ** 2
    expect(await store.stats(queue)).toMatchObject({ totalTasks: total })
    const tasks = await store.list(queue, total)
    const leases = tasks.reduce((sum, { retryCount }) => sum + retryCount, 0)
    expect(leases).toBe(rounds.length ** 2)
    expect(tasks.every(({ retryCount }) => retryCount <= 1)).toBe(true)
  })

  test('an emptied database is a new one, and lists its queues again', async () => {
    await using redis = await start()
    await using store = await open(redis.url)
    const { project, name, maxLeases } = newQueue()
    await store.insert({ project, name, maxLeases }, task('a'))
    const other = new Redis(redis.port)
    await other.flushall()
    other.disconnect()
    expect(await store.queues()).toEqual([])
    expect(await store.insert({ project, name, maxLeases }, task('a'))).toMatchObject({ id: 'a' })
    expect(await store.queues()).toEqual([{ project, name }])
  })

  test('a queue that is no longer listed after a failover is listed again with its next task', async () => {
    await using redis = await start()
    await using store = await open(redis.url)
    const queue = newQueue()
    await store.insert(queue, task('a'))
    const other = new Redis(redis.port)
    await other.del('tq:queues')
    await other.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    other.disconnect()
    await working(store, queue)
    expect(await store.queues()).toEqual([])
    await store.insert(queue, task('b'))
    expect(await store.queues()).toEqual([{ project: queue.project, name: queue.name }])
  })

  test('a machine whose clock stood still while it slept goes on at once', async () => {
    await using redis = await start()
    await using store = await open(redis.url)
    const queue = newQueue()
    const now = performance.now.bind(performance)
    vi.spyOn(performance, 'now').mockImplementation(() => now() - 3_600_000)
    onTestFinished(() => {
      vi.restoreAllMocks()
    })
    expect(await store.insert(queue, task('a'))).toMatchObject({ id: 'a' })
    expect(idsOf(await store.lease(queue, lease()))).toEqual(['a'])
  })

  test('a full memory refuses new tasks, whole, and gives out those it has', async () => {
    await using redis = await start()
    await using store = await open(redis.url)
    const queue = newQueue()
    await store.insert(queue, task('a'))
    const other = new Redis(redis.port)
    await other.config('SET', 'maxmemory', '1')
    await expectUnavailable(() => store.insert(queue, task('b')))
    await expectUnavailable(() => store.lease(queue, lease()))
    expect(idsOf(await store.list(queue, 100))).toEqual(['a'])
    expect(await store.remove(queue, 'a')).toBe(true)
    await other.config('SET', 'maxmemory', '0')
    other.disconnect()
    expect(await store.insert(queue, task('b'))).toMatchObject({ id: 'b' })
  })

  test('settings that endanger tasks are warned of', async () => {
    await using safe = await start()
    await using safeStore = await open(safe.url)
    expect(safeStore.warnings).toEqual([])
    await using risky = await startRedis(server ?? '', ['--maxmemory-policy', 'allkeys-lru'])
    await using store = await open(risky.url)
    expect(store.warnings).toEqual([
      expect.stringContaining('maxmemory-policy allkeys-lru'),
      expect.stringContaining('appendonly'),
    ])
  })

  test('a wrong password is refused at the start, and shown to nobody', async () => {
    await using redis = await startRedis(server ?? '', ['--requirepass', 'right'])
    await using store = await open(`redis://:right@127.0.0.1:${redis.port}`)
    expect(store.description).not.toContain('right')
    const refusal = open(`redis://:wr0ng@127.0.0.1:${redis.port}`)
    await expect(refusal).rejects.toThrow(/WRONGPASS/)
    await expect(refusal).rejects.not.toThrow(/wr0ng/)
  })
})

test('with no Redis at the address, opening says so within a few seconds', async () => {
  const begun = performance.now()
  const port = await freePort()
  await Promise.all([
    expect(open(`redis://127.0.0.1:${port}`)).rejects.toThrow(
      new RegExp(`no Redis at 127\\.0\\.0\\.1:${port}.*ECONNREFUSED.*see that it runs`),
    ),
    expect(open(`redis-cluster://127.0.0.1:${port}`)).rejects.toThrow(/no Redis cluster at/),
  ])
  expect(performance.now() - begun).toBeLessThan(10_000)
})
