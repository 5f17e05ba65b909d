// Connects to Redis, or says why not.
import { Cluster } from 'ioredis'
import { describeAddress, type Address } from './address.ts'
import { clientOf } from './client.ts'
import type { Client } from './scripts.ts'

/** Milliseconds Redis may take to answer at the start. */
const patience = 3000
/** Milliseconds. */
const pauseAfterEnd = 200

export interface Connection {
  readonly client: Client
  /** The last thing that went wrong, in words. */
  readonly trouble: () => string | undefined
  /** Bytes that came over the connections that are open now. */
  heard(): number
  /** Called whenever a server is lost: the next one may lack what the last had. */
  onLost(listener: () => void): void
  close(): void
}

/** Rejects with an Error of one sentence if Redis does not answer within a few seconds; `store` is what people call it. */
export async function connect(address: Address, store: string): Promise<Connection> {
  const client = await clientOf(address).catch((error: Error) => {
    throw new Error(`${store}: ${error.message}`, { cause: error })
  })
  let trouble: string | undefined
  const note = (error: Error): void => {
    trouble = wordsOf(error)
  }
  client.on('error', note)
  client.on('node error', note)
  client.on('ready', () => (trouble = undefined))
  const close = endlessly(client)
  try {
    await ready(client)
  } catch (error) {
    close()
    const reason = trouble ?? (error instanceof Error ? error.message : String(error))
    throw new Error(`${store}: no ${describeAddress(address)} (${reason}); ${adviceOn(address)}`, {
      cause: error,
    })
  }
  return {
    client,
    trouble: () => trouble,
    heard: () => heardBy(client),
    onLost(listener) {
      client.on(client instanceof Cluster ? '-node' : 'close', listener)
    },
    close,
  }
}

/** Has a client begin again that has given up: ioredis does when it hears of a failover while it asks Sentinels for the master. */
function endlessly(client: Client): () => void {
  let again: NodeJS.Timeout | undefined
  const connectAgain = (): void => {
    again = setTimeout(() => void client.connect().catch(() => {}), pauseAfterEnd)
  }
  client.on('end', connectAgain)
  return () => {
    client.off('end', connectAgain)
    clearTimeout(again)
    client.disconnect()
  }
}

/** Asked at each call, so that one server needs no list. */
const heardBy = (client: Client): number =>
  client instanceof Cluster
    ? client.nodes('all').reduce((sum, node) => sum + bytesRead(node), 0)
    : bytesRead(client)

/** ioredis has no stream before it has connected, whatever its types say. */
const bytesRead = ({ stream }: { readonly stream?: { readonly bytesRead: number } }): number =>
  stream?.bytesRead ?? 0

/** Of TLS, the last error need not speak: a server that misses a certificate may just close the connection. */
const adviceOn = ({ tls }: Address): string => {
  const certificates =
    '; name the authority that signed its certificate with ?cacert=FILE, and a certificate of your own, if it wants one, with cert=FILE&key=FILE'
  return `see that it runs, that this machine reaches it and that name and password are right${tls ? certificates : ''}`
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
