// The client of a Redis, such that nothing ever waits in line for it: what cannot be sent now fails now.
import { readFile } from 'node:fs/promises'
import { Cluster, Redis } from 'ioredis'
import type { Address, TlsFiles } from './address.ts'
import type { Client } from './scripts.ts'

/** Milliseconds Redis may stay silent before it counts as gone. */
export const silence = 2000
/** Milliseconds after which a cluster is asked which node has what, even if none was asked for what it has not. */
const REFRESH = 5000

type Tls = Partial<Record<'ca' | 'cert' | 'key', string>>

/** Connects by itself, and again when it is lost. Rejects with an Error of one sentence if a file cannot be read. */
export async function clientOf(address: Address): Promise<Client> {
  const { kind, nodes, database: db, master } = address
  const tls = address.tls && (await readTls(address.tls))
  const options = optionsOf(address, tls)
  if (kind === 'cluster') return new Cluster([...nodes], clusterOptionsOf(options))
  const single = { ...options, db, enableAutoPipelining: true }
  if (kind === 'server') return new Redis({ ...single, ...nodes[0] })
  return new Redis({ ...single, ...sentinelOptionsOf(nodes, tls), name: master! })
}

async function readTls({ cacert, cert, key }: TlsFiles): Promise<Tls> {
  const [ca, own, ownKey] = await Promise.all([cacert, cert, key].map(readPem))
  return {
    ...(ca !== undefined && { ca }),
    ...(own !== undefined && { cert: own }),
    ...(ownKey !== undefined && { key: ownKey }),
  }
}

async function readPem(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error
    throw new Error(`cannot read ${path} (${String(reason)})`, { cause: error })
  }
}

const backoff = (times: number): number => Math.min(50 * 2 ** Math.min(times, 5), 1000)

const optionsOf = ({ username, password }: Address, tls: Tls | undefined) => ({
  ...(username === undefined ? {} : { username }),
  ...(password === undefined ? {} : { password }),
  ...(tls === undefined ? {} : { tls }),
  connectionName: 'discovery-emulator',
  connectTimeout: silence,
  // Closes a connection that owes answers and is silent; all that wait for it then fail together.
  socketTimeout: silence,
  enableOfflineQueue: false,
  // A lease sent twice would take tasks that reach no worker.
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  retryStrategy: backoff,
  // After a failover this connection may lead to what is now a replica.
  reconnectOnError: (error: Error) => error.message.includes('READONLY'),
})

const sentinelOptionsOf = (sentinels: Address['nodes'], tls: Tls | undefined) => ({
  sentinels: [...sentinels],
  sentinelRetryStrategy: backoff,
  sentinelCommandTimeout: silence,
  // Sentinels say when there is another master; the old one may still be reached from here.
  failoverDetector: true,
  sentinelReconnectStrategy: backoff,
  ...(tls === undefined ? {} : { sentinelTLS: tls, enableTLSForSentinelMode: true }),
})

const clusterOptionsOf = (redisOptions: ReturnType<typeof optionsOf>) => ({
  redisOptions,
  enableAutoPipelining: true,
  enableOfflineQueue: false,
  clusterRetryStrategy: backoff,
  retryDelayOnFailover: 0,
  retryDelayOnClusterDown: 0,
  slotsRefreshTimeout: silence,
  slotsRefreshInterval: REFRESH,
  // The name of a node is what its certificate is for; its address is not.
  ...('tls' in redisOptions && { dnsLookup: asGiven }),
})

const asGiven = (
  host: string,
  found: (error: NodeJS.ErrnoException | null | undefined, address: string) => void,
): void => found(null, host)
