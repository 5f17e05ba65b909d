// Redises that outlive their master: a cluster, and a master and its replica that Sentinels watch.
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { startCluster } from '../helpers/redis_cluster.ts'
import { startWatchedRedis } from '../helpers/redis_sentinel.ts'
import type { RedisServer } from '../helpers/redis_server.ts'

export interface Deployment extends AsyncDisposable {
  readonly url: string
  readonly servers: readonly RedisServer[]
  /** The server that takes changes of this key now; undefined while none is known. */
  masterOf(key: string): Promise<RedisServer | undefined>
}

/** Milliseconds after which a silent master is gone. */
const GONE = 1500

export async function clusterDeployment(binary: string): Promise<Deployment> {
  const cluster = await startCluster({ binary, nodeTimeout: GONE })
  return {
    url: cluster.url,
    servers: cluster.nodes,
    masterOf: async (key) => (await cluster.having(key))[0],
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  }
}

export async function sentinelDeployment(binary: string): Promise<Deployment> {
  const watched = await startWatchedRedis({ binary, downAfter: GONE })
  return {
    url: watched.url,
    servers: watched.servers,
    masterOf: () => watched.master(),
    [Symbol.asyncDispose]: () => watched[Symbol.asyncDispose](),
  }
}

/** Waits for the replica of a master, and finds it. */
export async function replicaOf(
  { servers }: Deployment,
  master: RedisServer,
): Promise<RedisServer> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const info = await asked(master, (redis) => redis.info('replication'))
    const port = /^slave\d+:ip=[^,]*,port=(\d+),state=online/m.exec(info)?.[1]
    const replica = servers.find((server) => String(server.port) === port)
    if (replica !== undefined) return replica
    if (Date.now() > deadline) throw new Error('the master gets no replica')
    await pause(50)
  }
}

export async function configure(
  { servers }: Deployment,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  for (const server of servers)
    for (const [name, value] of Object.entries(settings))
      await asked(server, (redis) => redis.config('SET', name, value))
}

async function asked<T>(server: RedisServer, ask: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(server.port)
  try {
    return await ask(redis)
  } finally {
    redis.disconnect()
  }
}
