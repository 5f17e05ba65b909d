// One connection to the broker, from its opening until it is lost; whoever wants to go on opens the next one.
import { ConfigError } from '../../config/config_error.ts'
import { SourceUnavailable } from '../source.ts'
import {
  answered,
  codeOf,
  openChannel,
  placeOf,
  unavailable,
  wordsOf,
  type Amqplib,
  type Channel,
  type ChannelModel,
} from './amqp.ts'
import { watchBlockade } from './blockade.ts'
import { keepIntegers } from './exact_integers.ts'
import { openPublisher, type Outgoing } from './publisher.ts'

export interface Link {
  /** For deliveries, and what is said of them. */
  readonly channel: Channel
  /** Aborted when the connection or the channel of deliveries is lost; the reason is a SourceUnavailable. */
  readonly ended: AbortSignal
  /** Resolves when the broker has the message; its queue is declared first where that was not done lately. */
  send(message: Outgoing, declare: Declare): Promise<void>
  /** Sends a message to a queue that belongs to somebody else; false if the queue is not there. */
  sendIfThere(message: Outgoing): Promise<boolean>
  /** Runs on a channel of its own: what the broker refuses closes the channel it was asked on. */
  aside<T>(use: (channel: Channel) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export type Declare = (link: Pick<Link, 'aside'>, queue: string) => Promise<void>

export interface LinkOptions {
  readonly amqplib: Amqplib
  readonly connect: Parameters<Amqplib['connect']>[0] & object
  /** Unacknowledged messages of each consumer. */
  readonly prefetch: number
  /** Whether a refused user or virtual host is a wrong setting, not an outage. */
  readonly first: boolean
  /** Told in a sentence when the broker takes no messages, and when it takes them again. */
  readonly tell?: ((sentence: string) => void) | undefined
}

/** Milliseconds. */
const CONNECT_TIMEOUT = 5000
const CLOSE_TIMEOUT = 2000
/** A queue that expires when unused must be declared again before that; see topology.ts. */
export const DECLARED_FOR = 5 * 60_000

export async function openLink(options: LinkOptions): Promise<Link> {
  const connection = await connectionTo(options)
  keepIntegers(connection)
  const losing = new AbortController()
  const lose = (error: unknown): void =>
    losing.abort(
      unavailable(`the connection to RabbitMQ at ${placeOf(options.connect)} was lost`, error),
    )
  let cause: unknown = new Error('it was closed')
  connection.on('error', (error) => (cause = error))
  connection.on('close', (error) => lose(error ?? cause))
  try {
    const channel = await connection.createChannel()
    channel.on('error', (error) => (cause = error))
    channel.on('close', () => {
      lose(cause)
      void closed(connection, channel)
    })
    await channel.prefetch(options.prefetch)
    return linkOf(connection, channel, losing.signal, options)
  } catch (error) {
    await closed(connection)
    throw unavailable(`RabbitMQ at ${placeOf(options.connect)} gives no channel`, error)
  }
}

async function connectionTo({ amqplib, connect, first }: LinkOptions): Promise<ChannelModel> {
  const place = `RabbitMQ at ${placeOf(connect)}`
  const socket = { noDelay: true, keepAlive: true, timeout: CONNECT_TIMEOUT }
  try {
    return await amqplib.connect(connect, socket)
  } catch (error) {
    const refused = refusal(connect, error)
    if (refused === undefined) throw unavailable(`${place} cannot be reached`, error)
    if (first) throw new ConfigError([`${place} ${refused}`])
    throw new SourceUnavailable(`${place} ${refused}`, { cause: error })
  }
}

function refusal({ username, vhost }: LinkOptions['connect'], error: unknown): string | undefined {
  if (codeOf(error) === 403)
    return `refuses the user ${username}: ${wordsOf(error)}; see RABBITMQ_USER, RABBITMQ_PASSWORD`
  // amqplib does not tell what the broker said here.
  if (!/ConnectionOpenOk/.test((error as Error).message)) return undefined
  const name = decodeURIComponent(vhost ?? '')
  return `refuses the virtual host ${name}: it is not there, or not for this user; see RABBITMQ_VIRTUAL_HOST`
}

function linkOf(
  connection: ChannelModel,
  channel: Channel,
  ended: AbortSignal,
  { connect, tell }: LinkOptions,
): Link {
  const place = `RabbitMQ at ${placeOf(connect)}`
  const blockade = watchBlockade({ connection, ended, place, tell })
  const publisher = openPublisher(connection, blockade)
  const declaredAt = new Map<string, number>()
  const aside: Link['aside'] = async (use) => {
    // A blocked broker reads nothing on this connection, and would not answer in time.
    await blockade.passed()
    const own = await openChannel(() => connection.createChannel())
    // Told by the rejected call as well.
    own.on('error', () => undefined)
    try {
      return await answered('answer', use(own))
    } finally {
      void own.close().catch(() => undefined)
    }
  }
  const link: Link = {
    channel,
    ended,
    aside,
    async send(message, declare) {
      const { queue } = message
      for (const again of [true, false]) {
        if (Date.now() - (declaredAt.get(queue) ?? 0) > DECLARED_FOR) await declare(link, queue)
        declaredAt.set(queue, Date.now())
        if ((await publisher.publish(message)) === 'routed') return
        declaredAt.delete(queue)
        if (!again)
          throw new SourceUnavailable(
            `RabbitMQ has no queue ${queue}, however often it is declared`,
          )
      }
    },
    sendIfThere: async (message) => (await publisher.publish(message)) === 'routed',
    close: () => closed(connection, channel),
  }
  return link
}

/**
 * Never rejects. The channel first: closing a connection overtakes the acknowledgements that were said just before.
 * A broker that does not answer is left behind; amqplib itself would wait for its answer for ever.
 */
async function closed(connection: ChannelModel, channel?: Channel): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(() => {
    socketOf(connection)?.destroy(new Error('the broker does not answer'))
    resolve()
  }, CLOSE_TIMEOUT)
  connection.on('close', () => resolve())
  const closing = async (): Promise<void> => {
    await channel?.close().catch(() => undefined)
    await connection.close().catch(() => undefined)
  }
  await Promise.race([closing(), promise])
  clearTimeout(timer)
}

const socketOf = ({ connection }: ChannelModel): { destroy(error: Error): void } | undefined =>
  (connection as unknown as { stream?: { destroy(error: Error): void } }).stream
