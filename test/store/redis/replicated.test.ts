// Stores that wait for replicas: what is answered is there, too, and what a replica does not have is no success.
import { Redis } from 'ioredis'
import { describe, expect, inject, test, vi } from 'vitest'
import { Clock } from '../../../src/clock.ts'
import { ApiError } from '../../../src/errors.ts'
import { openTaskStore } from '../../../src/queue/index.ts'
import { optionsOf, startRedis, type RedisServer } from '../../helpers/redis_server.ts'
import { open as openResources } from '../../helpers/resource_stores.ts'
import { newQueue } from '../../helpers/stores.ts'
import { idsOf, lease, task } from '../../queue/requests.ts'
import { put, valueOf } from '../../resources/store/steps.ts'

const binary = inject('redisServer') ?? ''
const open = (url: string) => openTaskStore(url, { clock: new Clock() })

async function startPair(): Promise<
  { readonly master: RedisServer; readonly replica: RedisServer } & AsyncDisposable
> {
  const master = await startRedis(binary, optionsOf({ 'repl-diskless-sync-delay': 0 }))
  const replica = await startRedis(binary, optionsOf({ replicaof: `127.0.0.1 ${master.port}` }))
  const redis = new Redis(master.port)
  await expect.poll(() => redis.info('replication'), { timeout: 20_000 }).toContain('state=online')
  redis.disconnect()
  return {
    master,
    replica,
    async [Symbol.asyncDispose]() {
      await replica[Symbol.asyncDispose]()
      await master[Symbol.asyncDispose]()
    },
  }
}

const tooFew = (store: string) => ({
  name: 'ApiError',
  status: 'UNAVAILABLE',
  code: 503,
  message: expect.stringMatching(
    new RegExp(`^${store} store: Redis at .*: this was done, but 0 of 1 replicas had it`),
  ),
})

const isLate = (error: unknown): boolean =>
  error instanceof ApiError && error.message.includes('this was done, but 0 of 1 replicas')

/** Does it again as long as the replica is late, which it may be on a busy machine. */
const untilKept = (work: () => Promise<unknown>): Promise<void> =>
  expect
    .poll(
      () =>
        work().then(
          () => 'kept',
          (error: unknown) => (isLate(error) ? 'late' : error),
        ),
      { timeout: 20_000 },
    )
    .toBe('kept')

describe.skipIf(inject('redisServer') === null)('a store that waits for a replica', () => {
  test('refuses what the replica does not have, says that it was done, and reads without it', async () => {
    await using pair = await startPair()
    const url = `${pair.master.url}?wait=1`
    await using tasks = await open(url)
    await using resources = await openResources(url)
    const queue = newQueue()
    await untilKept(() => tasks.insert(queue, task('a')))
    pair.replica.signal('SIGSTOP')
    await expect(tasks.insert(queue, task('b'))).rejects.toMatchObject(tooFew('task'))
    await expect(put(resources, { 'p/a': 'one' })).rejects.toMatchObject(tooFew('resource'))
    expect(idsOf(await tasks.list(queue, 10))).toEqual(['a', 'b'])
    await expect(tasks.insert(queue, task('b'))).rejects.toMatchObject(tooFew('task'))
    await expect(tasks.lease(queue, lease())).rejects.toMatchObject(tooFew('task'))
    pair.replica.signal('SIGCONT')
    await expect
      .poll(() => tasks.insert(queue, task('b')).catch(() => undefined), { timeout: 20_000 })
      .toBe('exists')
    expect(await valueOf(resources, 'p/a')).toBe('one')
    await untilKept(() => put(resources, { 'p/a': 'two' }))
    await pair.master.kill()
    const redis = new Redis(pair.replica.port)
    await redis.replicaof('NO', 'ONE')
    redis.disconnect()
    await using heir = await open(pair.replica.url)
    await using resourcesOfHeir = await openResources(pair.replica.url)
    const left = await heir.list(queue, 10)
    expect(left.map(({ id, retryCount }) => [id, retryCount])).toEqual([
      ['a', 1],
      ['b', 1],
    ])
    expect(await valueOf(resourcesOfHeir, 'p/a')).toBe('two')
  })

  test('sends scripts again that Redis has forgotten, amid many calls, each once', async () => {
    await using pair = await startPair()
    await using store = await open(`${pair.master.url}?wait=1`)
    const other = new Redis(pair.master.port)
    const onReplica = new Redis(pair.replica.port)
    const queue = newQueue()
    const rounds = Array.from({ length: 20 }, (_, round) => round)
    for (const round of rounds) {
      const inserted = rounds.map((index) => store.insert(queue, task(`t${round}-${index}`)))
      const flushed = other.script('FLUSH')
      const more = rounds.map((index) => store.insert(queue, task(`u${round}-${index}`)))
      const leased = rounds.map(() => store.lease(queue, lease({ count: 1 })))
      // On a busy machine a replica may be late, which is said of what was done all the same.
      for (const outcome of await Promise.allSettled([...inserted, flushed, ...more, ...leased]))
        expect(outcome.status === 'fulfilled' || isLate(outcome.reason)).toBe(true)
      const key = `tq:{test_project/${queue.name}}:line`
      await vi.waitFor(
        async () => expect(await onReplica.zcard(key)).toBe((round + 1) * 2 * rounds.length),
        { timeout: 20_000 },
      )
    }
    other.disconnect()
    onReplica.disconnect()
    const tasks = await store.list(queue, 1e6)
    const leases = tasks.reduce((sum, { retryCount }) => sum + retryCount, 0)
    expect(leases).toBe(rounds.length ** 2)
    expect(tasks.every(({ retryCount }) => retryCount <= 1)).toBe(true)
  })

  test('warns where there is none', async () => {
    await using redis = await startRedis(binary, optionsOf({ appendonly: 'yes' }))
    await using store = await open(`${redis.url}?wait=1`)
    expect(store.warnings).toEqual([
      'Redis has 0 replicas, so nothing can be changed in it while 1 are wanted (wait=1)',
    ])
  })
})
