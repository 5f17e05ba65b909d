// A real Redis cluster of one node, which refuses scripts whose keys are not in one slot.
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, inject } from 'vitest'
import { Clock } from '../../src/clock.ts'
import { openTaskStore } from '../../src/queue/index.ts'
import { startRedis, type RedisServer } from '../helpers/redis_server.ts'
import type { TestStore } from '../helpers/stores.ts'

/** To be called in a describe block: the cluster lives as long as its tests. */
export function clusterStore(): TestStore {
  let server: RedisServer | undefined
  beforeAll(async () => {
    // A node that has met no other does not know its own address.
    const settings = ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1']
    server = await startRedis(inject('redisServer') ?? '', settings)
    const redis = new Redis(server.port)
    await redis.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383')
    const deadline = Date.now() + 10_000
    while (!(await redis.cluster('INFO')).includes('cluster_state:ok')) {
      if (Date.now() > deadline) throw new Error('the cluster does not become ready')
      await pause(20)
    }
    redis.disconnect()
  })
  afterAll(() => server?.[Symbol.asyncDispose]())
  const url = (): string => `redis-cluster://127.0.0.1:${server?.port}`
  return {
    name: 'Redis cluster',
    get url() {
      return url()
    },
    open: (clock = new Clock(), space = '') => openTaskStore(url(), { clock, space }),
  }
}
