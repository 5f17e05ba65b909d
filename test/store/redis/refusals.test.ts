// What Redis says while it cannot serve becomes a sentence, with status 503, and nothing was changed. Each is brought about for real.
import { Redis } from 'ioredis'
import { describe, expect, inject, test } from 'vitest'
import { Clock } from '../../../src/clock.ts'
import { openTaskStore, type TaskStore } from '../../../src/queue/index.ts'
import { freePort } from '../../helpers/free_port.ts'
import { optionsOf, startRedis, type RedisServer } from '../../helpers/redis_server.ts'
import { open as openResources } from '../../helpers/resource_stores.ts'
import { newQueue } from '../../helpers/stores.ts'
import { idsOf, lease, task } from '../../queue/requests.ts'
import { put, valueOf } from '../../resources/store/steps.ts'

const binary = inject('redisServer')
const open = (url: string) => openTaskStore(url, { clock: new Clock() })
const start = (settings: Readonly<Record<string, string | number>>) =>
  startRedis(binary ?? '', optionsOf(settings))

interface Refusal {
  readonly code: string
  readonly sentence: string
  readonly breakIt: (redis: Redis) => Promise<unknown>
  readonly mendIt: (redis: Redis) => Promise<unknown>
}

const nowhere = await freePort()

const refusals: readonly Refusal[] = [
  {
    code: 'READONLY',
    sentence: 'it is a replica, which takes no changes',
    breakIt: (redis) => redis.replicaof('127.0.0.1', nowhere),
    mendIt: (redis) => redis.replicaof('NO', 'ONE'),
  },
  {
    code: 'MASTERDOWN',
    sentence: 'it is a replica whose master is down',
    async breakIt(redis) {
      await redis.config('SET', 'replica-serve-stale-data', 'no')
      await redis.replicaof('127.0.0.1', nowhere)
    },
    mendIt: (redis) => redis.replicaof('NO', 'ONE'),
  },
  {
    code: 'NOREPLICAS',
    sentence: 'its master has fewer replicas than min-replicas-to-write',
    breakIt: (redis) => redis.config('SET', 'min-replicas-to-write', '1'),
    mendIt: (redis) => redis.config('SET', 'min-replicas-to-write', '0'),
  },
  {
    code: 'OOM',
    sentence: 'its memory is full',
    breakIt: (redis) => redis.config('SET', 'maxmemory', '1'),
    mendIt: (redis) => redis.config('SET', 'maxmemory', '0'),
  },
  {
    code: 'BUSY',
    sentence: 'it is busy with a script of somebody else',
    async breakIt(redis) {
      await redis.config('SET', 'busy-reply-threshold', '1')
      const other = redis.duplicate()
      other.on('error', () => {})
      other.eval('while true do end', 0).catch(() => other.disconnect())
      await expect.poll(() => redis.get('a').catch(String)).toContain('BUSY')
    },
    mendIt: (redis) => redis.script('KILL'),
  },
]

describe.skipIf(binary === null)('a Redis that refuses', () => {
  test.each(refusals)('$code', async ({ code, sentence, breakIt, mendIt }) => {
    await using server = await start({})
    await using tasks = await open(server.url)
    await using resources = await openResources(server.url)
    const queue = newQueue()
    await tasks.insert(queue, task('a'))
    await put(resources, { 'p/a': 'one' })
    const redis = new Redis(server.port)
    await breakIt(redis)
    const refusal = (store: string) => ({
      name: 'ApiError',
      status: 'UNAVAILABLE',
      code: 503,
      message: expect.stringMatching(
        new RegExp(
          `^${store} store: Redis at [^\\n]* cannot be used now \\(${code}: ${sentence}[^\\n]*\\)$`,
        ),
      ),
    })
    await expect(tasks.insert(queue, task('b'))).rejects.toMatchObject(refusal('task'))
    await expect(put(resources, { 'p/b': 'two' })).rejects.toMatchObject(refusal('resource'))
    await mendIt(redis)
    redis.disconnect()
    await worksAgain(tasks)
    // READONLY makes clients connect anew, each by itself.
    await expect
      .poll(() => valueOf(resources, 'p/a').catch(() => undefined), { timeout: 10_000 })
      .toBe('one')
    expect(idsOf(await tasks.list(queue, 100))).toEqual(['a'])
    expect(idsOf(await tasks.lease(queue, lease()))).toEqual(['a'])
    expect(await valueOf(resources, 'p/b')).toBeUndefined()
  })

  test('CLUSTERDOWN', async () => {
    await using server = await start(clusterSettings(await freePort()))
    const redis = await oneNodeCluster(server)
    await using store = await open(`redis-cluster://127.0.0.1:${server.port}`)
    const queue = newQueue()
    await store.insert(queue, task('a'))
    const slot = Number(await redis.call('CLUSTER', 'KEYSLOT', `{test_project/${queue.name}}`))
    const other = slot === 0 ? 1 : 0
    await redis.call('CLUSTER', 'DELSLOTS', other)
    await expect
      .poll(() => store.insert(queue, task('b')).then(String, String))
      .toContain('CLUSTERDOWN: a part of the cluster is down')
    await redis.call('CLUSTER', 'ADDSLOTS', other)
    redis.disconnect()
    await worksAgain(store)
    expect(idsOf(await store.list(queue, 100))).toEqual(['a'])
  })

  test('MOVED, from one node to the other and back', async () => {
    const [bus, otherBus] = [await freePort(), await freePort()]
    await using server = await start(clusterSettings(bus))
    await using other = await start(clusterSettings(otherBus))
    const redis = await oneNodeCluster(server)
    const second = new Redis(other.port)
    await redis.call('CLUSTER', 'MEET', '127.0.0.1', other.port, otherBus)
    await expect
      .poll(() => second.cluster('INFO'), { timeout: 20_000 })
      .toMatch(/cluster_state:ok[^]*cluster_slots_ok:16384/)
    await using store = await open(`redis-cluster://127.0.0.1:${server.port}`)
    const queue = newQueue()
    const slot = Number(await redis.call('CLUSTER', 'KEYSLOT', `{test_project/${queue.name}}`))
    // Each believes that the other has it.
    const ids = [await redis.call('CLUSTER', 'MYID'), await second.call('CLUSTER', 'MYID')]
    await redis.call('CLUSTER', 'SETSLOT', slot, 'NODE', String(ids[1]))
    await second.call('CLUSTER', 'SETSLOT', slot, 'NODE', String(ids[0]))
    await expect
      .poll(() => store.insert(queue, task('a')).then(String, String), { timeout: 20_000 })
      .toContain('MOVED: the cluster has moved these keys to another node')
    redis.disconnect()
    second.disconnect()
  })

  test('LOADING', async () => {
    await using server = await start({ appendonly: 'yes', 'enable-debug-command': 'local' })
    await using store = await open(server.url)
    const queue = newQueue()
    await Promise.all(Array.from({ length: 500 }, (_, i) => store.insert(queue, task(`t${i}`))))
    const redis = new Redis(server.port)
    // While it loads its own data again it takes no commands, as after a start.
    // Microseconds for each command of its log; after every 1024 of them it looks at its clients.
    await redis.config('SET', 'key-load-delay', '500')
    const loading = redis.call('DEBUG', 'LOADAOF')
    await expect
      .poll(() => store.stats(queue).then(String, String), { interval: 5, timeout: 20_000 })
      .toContain('LOADING: it has started and still loads its data')
    await loading
    redis.disconnect()
    expect(await store.stats(queue)).toMatchObject({ totalTasks: 500 })
  })
})

const clusterSettings = (bus: number) => ({
  'cluster-enabled': 'yes',
  'cluster-port': bus,
  'cluster-announce-ip': '127.0.0.1',
})

async function oneNodeCluster({ port }: RedisServer): Promise<Redis> {
  const redis = new Redis(port)
  await redis.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383')
  await expect.poll(() => redis.cluster('INFO'), { timeout: 20_000 }).toContain('cluster_state:ok')
  return redis
}

/** A replica that became a master may be found by a new connection only. */
async function worksAgain(store: TaskStore): Promise<void> {
  const queue = newQueue()
  await expect
    .poll(() => store.insert(queue, task('x')).catch(() => undefined), { timeout: 10_000 })
    .toBeDefined()
}
