// Connects to Redis so that nothing ever waits in line for it: what cannot be sent now fails now.
import { Cluster, Redis } from 'ioredis'
import { describeAddress, type Address } from './address.ts'
import type { Client } from './scripts.ts'

/** Milliseconds Redis may stay silent before it counts as gone. */
export const silence = 2000
/** Milliseconds Redis may take to answer at the start. */
const patience = 3000

export interface Connection {
  readonly client: Client
  /** The last thing that went wrong, in words. */
  readonly trouble: () => string | undefined
  close(): void
}

const backoff = (times: number): number => Math.min(50 * 2 ** Math.min(times, 5), 1000)

const optionsOf = (address: Address) => ({
  ...(address.username === undefined ? {} : { username: address.username }),
  ...(address.password === undefined ? {} : { password: address.password }),
  ...(address.tls ? { tls: {} } : {}),
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

const clusterOptionsOf = (address: Address) => ({
  redisOptions: optionsOf(address),
  enableAutoPipelining: true,
  enableOfflineQueue: false,
  clusterRetryStrategy: backoff,
  retryDelayOnFailover: 0,
  retryDelayOnClusterDown: 0,
  slotsRefreshTimeout: silence,
})

function clientOf(address: Address): Client {
  if (address.cluster) return new Cluster([...address.nodes], clusterOptionsOf(address))
  const [node] = address.nodes
  return new Redis({
    ...optionsOf(address),
    ...node,
    db: address.database,
    enableAutoPipelining: true,
  })
}

/** Rejects with an Error of one sentence if Redis does not answer within a few seconds; `store` is what people call it. */
export async function connect(address: Address, store: string): Promise<Connection> {
  const client = clientOf(address)
  let trouble: string | undefined
  const note = (error: Error): void => {
    trouble = wordsOf(error)
  }
  client.on('error', note)
  client.on('node error', note)
  client.on('ready', () => (trouble = undefined))
  try {
    await ready(client)
  } catch (error) {
    client.disconnect()
    const reason = trouble ?? (error instanceof Error ? error.message : String(error))
    throw new Error(
      `${store}: no ${describeAddress(address)} (${reason}); ` +
        'see that it runs, that this machine reaches it and that name and password are right',
      { cause: error },
    )
  }
  return { client, trouble: () => trouble, close: () => client.disconnect() }
}

async function ready(client: Client): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const timer = setTimeout(() => reject(new Error('no answer')), patience)
  const refused = (error: Error): void => {
    if (/^(?:WRONGPASS|NOAUTH|NOPERM|ERR (?:DB index|AUTH|invalid password))/.test(error.message)) {
      reject(error)
    }
  }
  client.once('ready', resolve)
  client.on('error', refused)
  try {
    await promise
  } finally {
    clearTimeout(timer)
    client.off('ready', resolve)
    client.off('error', refused)
  }
}

/** ioredis hides the reason of a cluster's failure in lastNodeError, and Node that of two addresses in an AggregateError. */
function wordsOf(error: Error): string {
  if ('lastNodeError' in error && error.lastNodeError instanceof Error) {
    return wordsOf(error.lastNodeError)
  }
  if (error.message === '' && 'code' in error) return String(error.code)
  return error.message
}
