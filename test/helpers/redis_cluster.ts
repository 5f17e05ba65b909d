// A real Redis Cluster on ports of this machine: three masters, each with a replica.
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, inject } from 'vitest'
import { freePort } from './free_port.ts'
import { optionsOf, startRedis, type RedisServer } from './redis_server.ts'

export interface RedisCluster extends AsyncDisposable {
  readonly url: string
  readonly nodes: readonly RedisServer[]
  /** Those that have this key now, its master first. */
  having(key: string): Promise<readonly RedisServer[]>
}

const MASTERS = 3
/** Milliseconds, while they get to know each other: they talk the more, the shorter it is. */
const SHORT_TIMEOUT = 600

interface Node {
  readonly server: RedisServer
  /** Port at which nodes talk to each other. */
  readonly bus: number
}

interface ClusterOptions {
  readonly binary: string
  /** Of each node, besides what makes it one. */
  readonly settings?: readonly string[]
  /** Milliseconds of silence after which a node counts as gone. */
  readonly nodeTimeout?: number
}

export async function startCluster(options: ClusterOptions): Promise<RedisCluster> {
  const { binary, settings = [], nodeTimeout = 15_000 } = options
  await using stack = new AsyncDisposableStack()
  const start = async (): Promise<Node> => {
    const bus = await freePort()
    const own = optionsOf({
      'cluster-enabled': 'yes',
      'cluster-port': bus,
      'cluster-announce-ip': '127.0.0.1',
      'cluster-node-timeout': SHORT_TIMEOUT,
      // A replica asks to be master however long it was without one.
      'cluster-replica-validity-factor': 0,
      'repl-diskless-sync-delay': 0,
      // Seconds. A replica is told of once it has heard from its master, by default after ten.
      'repl-ping-replica-period': 1,
    })
    const server = await startRedis(binary, [...own, ...settings])
    return { server: stack.use(server), bus }
  }
  const started = await Promise.all(Array.from({ length: 2 * MASTERS }, start))
  await join(started, nodeTimeout)
  const nodes = started.map(({ server }) => server)
  const own = stack.move()
  return {
    url: `redis-cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    nodes,
    having: (key) => having(nodes, key),
    [Symbol.asyncDispose]: () => own.disposeAsync(),
  }
}

async function join(nodes: readonly Node[], nodeTimeout: number): Promise<void> {
  const clients = nodes.map(({ server }) => new Redis(server.port))
  try {
    for (const [i, client] of clients.slice(0, MASTERS).entries()) {
      const [from, to] = [i, i + 1].map((part) => Math.floor((part * 16_384) / MASTERS))
      await client.call('CLUSTER', 'ADDSLOTSRANGE', from!, to! - 1)
      await client.call('CLUSTER', 'SET-CONFIG-EPOCH', i + 1)
    }
    for (const [i, { server, bus }] of nodes.entries())
      for (const client of clients.slice(0, i))
        await client.call('CLUSTER', 'MEET', '127.0.0.1', server.port, bus)
    await untilAll(clients, async (client) => {
      const known = String(await client.call('CLUSTER', 'NODES')).trim()
      return known.split('\n').length === nodes.length && !known.includes('handshake')
    })
    for (const [i, client] of clients.slice(MASTERS).entries())
      await client.call('CLUSTER', 'REPLICATE', String(await clients[i]!.call('CLUSTER', 'MYID')))
    // Whom one took for gone meanwhile, as a busy machine was silent, is so for twice the timeout.
    for (let isReady = false; !isReady;) {
      await setTimeouts(clients, SHORT_TIMEOUT)
      await untilAll(clients, isWhole)
      await setTimeouts(clients, nodeTimeout)
      isReady = (await Promise.all(clients.map(isWhole))).every(Boolean)
    }
  } finally {
    for (const client of clients) client.disconnect()
  }
}

async function setTimeouts(clients: readonly Redis[], milliseconds: number): Promise<void> {
  for (const client of clients) await client.config('SET', 'cluster-node-timeout', milliseconds)
}

/**
 * Whether the node takes nobody for gone, has its replica or is one, and knows a replica of every master: what each knows, they tell
 * each other.
 */
async function isWhole(client: Redis): Promise<boolean> {
  const isOk = String(await client.call('CLUSTER', 'INFO')).includes('cluster_state:ok')
  const known = String(await client.call('CLUSTER', 'NODES'))
  const parts = (await client.call('CLUSTER', 'SLOTS')) as unknown[][]
  const hasReplicas = parts.length === MASTERS && parts.every((part) => part.length === 4)
  const isLinked = /state=online|master_link_status:up/.test(await client.info('replication'))
  return isOk && !known.includes('fail') && hasReplicas && isLinked
}

async function untilAll(
  clients: readonly Redis[],
  isSo: (client: Redis) => Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + 60_000
  for (const client of clients)
    while (!(await isSo(client))) {
      if (Date.now() > deadline) throw new Error('the cluster does not become ready')
      await pause(20)
    }
}

async function having(nodes: readonly RedisServer[], key: string): Promise<RedisServer[]> {
  for (const { port } of nodes) {
    const client = new Redis(port, { retryStrategy: () => null, lazyConnect: true })
    client.on('error', () => {})
    try {
      await client.connect()
      const slot = Number(await client.call('CLUSTER', 'KEYSLOT', key))
      const parts = (await client.call('CLUSTER', 'SLOTS')) as [
        number,
        number,
        ...[string, number][],
      ][]
      const [, , ...own] = parts.find(([from, to]) => from <= slot && slot <= to)!
      return own.map(([, at]) => nodes.find((node) => node.port === at)!)
    } catch {
      continue // that one is down
    } finally {
      client.disconnect()
    }
  }
  throw new Error('no node of the cluster answers')
}

/** For the tests of a describe block: the cluster lives as long as they do, and is there once they run. */
export function sharedCluster(): { readonly url: string } {
  let cluster: RedisCluster | undefined
  beforeAll(async () => {
    cluster = await startCluster({ binary: inject('redisServer') ?? '' })
  }, 90_000)
  afterAll(() => cluster?.[Symbol.asyncDispose]())
  return {
    get url() {
      if (cluster === undefined) throw new Error('the cluster is there only while tests run')
      return cluster.url
    },
  }
}
