// Publishing with confirms: a message counts as sent when the broker has it for good, or it was not sent.
import type { Options } from 'amqplib'
import type { Blockade } from './blockade.ts'
import { openChannel, unavailable, type ChannelModel, type ConfirmChannel } from './amqp.ts'

export interface Outgoing {
  readonly queue: string
  readonly body: Uint8Array
  /** With a messageId. */
  readonly properties: Options.Publish
}

export interface Publisher {
  /** Resolves when the broker confirmed; 'unroutable' if there is no such queue. */
  publish(message: Outgoing): Promise<'routed' | 'unroutable'>
}

/** A channel for one message at a time. */
interface Sender {
  readonly channel: ConfirmChannel
  /** Whether the broker gave the message back: it has no such queue. It does so before it confirms. */
  returned: boolean
  /** What the broker refused the message with, and closed the channel. */
  refusal: Error | undefined
  isOpen: boolean
}

/** Channels of a connection; RabbitMQ allows 2047, and far fewer keep it busy. */
const MOST_SENDERS = 64

/**
 * Each message has a channel of its own while it is under way: what the broker refuses (a message too large) closes the
 * channel, and would leave others there unconfirmed, though they have arrived; sent again, they would be copies.
 */
export function openPublisher(connection: ChannelModel, blockade: Blockade): Publisher {
  const idle: Sender[] = []
  const waiting: (() => void)[] = []
  let places = MOST_SENDERS
  const enter = async (): Promise<void> => {
    if (places > 0) places -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
  }
  const leave = (): void => {
    const next = waiting.shift()
    if (next) next()
    else places += 1
  }
  const take = async (): Promise<Sender> => {
    for (let sender = idle.pop(); sender; sender = idle.pop()) if (sender.isOpen) return sender
    return openSender(connection)
  }
  return {
    async publish(message) {
      await enter()
      try {
        // A message in the socket of a blocked connection arrives even if this worker is dead by then, and its task has
        // gone to another.
        await blockade.passed()
        const sender = await take()
        const sent = await send(sender, message)
        idle.push(sender)
        return sent
      } finally {
        leave()
      }
    },
  }
}

async function openSender(connection: ChannelModel): Promise<Sender> {
  const channel = await openChannel(() => connection.createConfirmChannel())
  const sender: Sender = { channel, returned: false, refusal: undefined, isOpen: true }
  channel.on('error', (error: Error) => (sender.refusal = error))
  channel.on('close', () => (sender.isOpen = false))
  channel.on('return', () => (sender.returned = true))
  return sender
}

/**
 * However long the confirm takes: while the connection lives, the message may still arrive, and a second one would be a
 * copy. A broker that hangs is known by its heartbeat, and then all that waits is told.
 */
async function send(sender: Sender, message: Outgoing): Promise<'routed' | 'unroutable'> {
  sender.returned = false
  try {
    await confirmed(sender.channel, message)
  } catch (error) {
    const { refusal } = sender
    if (refusal)
      throw new Error(`RabbitMQ refuses the message: ${refusal.message}`, { cause: error })
    // Headers of more than 64 KiB will not get smaller.
    throw error instanceof RangeError ? error : unavailable('RabbitMQ did not confirm', error)
  }
  return sender.returned ? 'unroutable' : 'routed'
}

function confirmed(channel: ConfirmChannel, { queue, body, properties }: Outgoing): Promise<void> {
  const content = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  return new Promise((resolve, reject) => {
    channel.publish('', queue, content, { ...properties, mandatory: true }, (error: unknown) => {
      if (error) reject(error)
      else resolve()
    })
  })
}
