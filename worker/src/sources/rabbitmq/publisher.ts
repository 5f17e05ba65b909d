// Publishing with confirms: a message counts as sent when the broker has it for good, or it was not sent.
import type { Options } from 'amqplib'
import { SourceUnavailable } from '../../source.ts'
import {
  answered,
  unavailable,
  type ChannelModel,
  type ConfirmChannel,
  type Message,
} from './amqp.ts'

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

/**
 * On a channel of its own, opened when it is needed: what the broker refuses (a message too large) closes the channel
 * and nothing else.
 */
export function openPublisher(connection: ChannelModel): Publisher {
  const unroutable = new Set<string>()
  let pending = 0
  let channel: Promise<ConfirmChannel> | undefined
  let closedBy: Error | undefined
  const open = async (): Promise<ConfirmChannel> => {
    const opened = await connection.createConfirmChannel()
    opened.on('error', (error) => (closedBy = error))
    opened.on('close', () => (channel = undefined))
    opened.on('return', (message) => unroutable.add(keyOf(message)))
    return opened
  }
  const refusal = (error: Error): Error => {
    if (error instanceof SourceUnavailable || error instanceof RangeError) return error
    // With several under way nobody knows which one was refused; alone, it is this one.
    if (closedBy === undefined || pending > 1) return unavailable('RabbitMQ did not confirm', error)
    return new Error(`RabbitMQ refuses the message: ${closedBy.message}`)
  }
  return {
    async publish(message) {
      pending += 1
      try {
        closedBy = undefined
        channel ??= open()
        const opened = await answered('open a channel', channel).catch((error: unknown) => {
          channel = undefined
          throw unavailable('RabbitMQ gives no channel', error)
        })
        // However long that takes: while the connection lives, the message may still arrive, and a second one would be a
        // copy. A broker that is short of memory blocks its publishers (connection.blocked) and confirms late; one that
        // hangs is known by its heartbeat, and then all that waits is told.
        await confirmed(opened, message).catch((error: Error) => {
          throw refusal(error)
        })
        return unroutable.delete(keyOfOutgoing(message)) ? 'unroutable' : 'routed'
      } finally {
        pending -= 1
      }
    },
  }
}

/** A message that is returned is confirmed after that. */
const keyOf = ({ fields, properties }: Message): string =>
  `${fields.routingKey}\n${properties.messageId}`
const keyOfOutgoing = ({ queue, properties }: Outgoing): string =>
  `${queue}\n${properties.messageId}`

function confirmed(channel: ConfirmChannel, { queue, body, properties }: Outgoing): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const content = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  try {
    channel.publish('', queue, content, { ...properties, mandatory: true }, (error: unknown) => {
      if (error) reject(error)
      else resolve()
    })
  } catch (error) {
    // A closed channel throws; so do headers of more than 64 KiB, and those will not get smaller.
    reject(error instanceof RangeError ? error : unavailable('RabbitMQ takes no messages', error))
  }
  return promise
}
