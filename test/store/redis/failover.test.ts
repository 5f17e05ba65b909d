// Stores whose Redis gets another master, by hand and by a crash, find it by themselves.
import { Redis } from 'ioredis'
import { describe, expect, inject, test } from 'vitest'
import { Clock } from '../../../src/clock.ts'
import { openTaskStore, type Queue, type TaskStore } from '../../../src/queue/index.ts'
import { readAddress } from '../../../src/store/redis/address.ts'
import { connect } from '../../../src/store/redis/connection.ts'
import { startCluster } from '../../helpers/redis_cluster.ts'
import { startRedis } from '../../helpers/redis_server.ts'
import { startWatchedRedis } from '../../helpers/redis_sentinel.ts'
import { open as openResources } from '../../helpers/resource_stores.ts'
import { newQueue } from '../../helpers/stores.ts'
import { idsOf, lease, task } from '../../queue/requests.ts'
import { put, valueOf } from '../../resources/store/steps.ts'

const binary = inject('redisServer') ?? ''
const open = (url: string) => openTaskStore(url, { clock: new Clock() })
const unavailable = { name: 'ApiError', status: 'UNAVAILABLE', code: 503 }

/** Inserts a task as a client does that repeats what was refused; the refusals. */
async function insertPatiently(store: TaskStore, queue: Queue, id: string): Promise<unknown[]> {
  const refusals: unknown[] = []
  await expect
    .poll(
      () =>
        store.insert(queue, task(id)).catch((error: unknown) => {
          refusals.push(error)
          return undefined
        }),
      { timeout: 30_000 },
    )
    .toBeDefined()
  return refusals
}

describe.skipIf(inject('redisServer') === null)('another master', () => {
  test('that Sentinels have chosen is found, by hand and after a crash', async () => {
    await using redis = await startWatchedRedis({ binary, downAfter: 1000 })
    const [first, second] = redis.servers
    const url = `${redis.url}?wait=1`
    await using tasks = await open(url)
    await using resources = await openResources(url)
    const queue = newQueue()
    await tasks.insert(queue, task('a'))
    await put(resources, { 'p/a': 'one' })
    const sentinel = new Redis(Number(/127\.0\.0\.1:(\d+)/.exec(redis.url)?.[1]))
    await sentinel.call('SENTINEL', 'FAILOVER', 'mymaster')
    sentinel.disconnect()
    await expect.poll(() => redis.master(), { timeout: 30_000 }).toBe(second)
    for (const refusal of await insertPatiently(tasks, queue, 'b'))
      expect(refusal).toMatchObject(unavailable)
    expect(await valueOf(resources, 'p/a')).toBe('one')
    await expect.poll(() => replicasOf(second!.port), { timeout: 30_000 }).toBe(1)
    await second?.kill()
    await expect(tasks.stats(queue)).rejects.toMatchObject(unavailable)
    await expect.poll(() => redis.master(), { timeout: 30_000 }).toBe(first)
    await using alone = await open(redis.url)
    await insertPatiently(alone, queue, 'c')
    expect(idsOf(await alone.lease(queue, lease()))).toEqual(['a', 'b', 'c'])
    // The other store finds the new master as well; it wants a replica, and there is none.
    await expect
      .poll(() => tasks.stats(queue).catch(() => undefined), { timeout: 30_000 })
      .toBeDefined()
    await expect(tasks.insert(queue, task('d'))).rejects.toThrow(
      /this was done, but 0 of 1 replicas had it within 700 ms/,
    )
    await second?.start()
    await insertPatiently(tasks, queue, 'e')
  })

  test('is looked for even by a client of ioredis that has given up', async () => {
    await using redis = await startRedis(binary)
    const connection = await connect(readAddress(redis.url)!, 'store')
    const ping = () => connection.client.ping().catch(() => undefined)
    connection.client.disconnect()
    await expect.poll(() => connection.client.status).toBe('end')
    await expect.poll(ping, { timeout: 20_000 }).toBe('PONG')
    connection.close()
    expect(await ping()).toBeUndefined()
  })

  test('of a part of a cluster, and parts that move, are found', async () => {
    await using cluster = await startCluster({ binary, nodeTimeout: 1500 })
    await using store = await open(cluster.url)
    const queues = Array.from({ length: 20 }, () => newQueue())
    await Promise.all(queues.map((queue) => store.insert(queue, task('a'))))
    const [master, replica] = await cluster.having(`{${labelOf(queues[0]!)}}`)
    const client = new Redis(replica!.port)
    await client.call('CLUSTER', 'FAILOVER')
    client.disconnect()
    // All at once, to several nodes: no one of them waits for another.
    for (const refusals of await Promise.all(
      queues.map((queue) => insertPatiently(store, queue, 'b')),
    ))
      for (const refusal of refusals) expect(refusal).toMatchObject(unavailable)
    await expect
      .poll(async () => (await cluster.having(`{${labelOf(queues[0]!)}}`))[0], { timeout: 30_000 })
      .toBe(replica)
    await expect.poll(() => replicasOf(replica!.port), { timeout: 30_000 }).toBe(1)
    await replica?.kill()
    await Promise.all(queues.map((queue) => insertPatiently(store, queue, 'c')))
    expect((await cluster.having(`{${labelOf(queues[0]!)}}`))[0]).toBe(master)
    for (const queue of queues) expect(idsOf(await store.list(queue, 10))).toEqual(['a', 'b', 'c'])
    expect(await store.queues()).toHaveLength(queues.length)
  })
})

const labelOf = ({ project, name }: Queue): string => `${project}/${name}`

async function replicasOf(port: number): Promise<number> {
  const client = new Redis(port)
  const info = await client.info('replication')
  client.disconnect()
  return (info.match(/state=online/g) ?? []).length
}
