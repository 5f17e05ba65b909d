// Tasks as AMQP messages: which properties mean what, and what a copy of a message keeps.
import { randomUUID } from 'node:crypto'
import type { Options } from 'amqplib'
import type { Task } from '../source.ts'
import type { Message } from './amqp.ts'
import { isExactInteger } from './exact_integers.ts'

/** Ours among the headers: how often a message was handed out before it was put into a queue again. */
export const ATTEMPTS = 'x-worker-attempts'
const own = /^x-worker-/

/** What brokers add on the way, and what would send copies to further queues. */
const brokers = /^(x-death|x-(first|last)-death-.+|x-delivery-count|x-acquired-count|cc|bcc)$/i

type Headers = Readonly<Record<string, unknown>>

export const headersOf = (message: Message): Headers => message.properties.headers ?? {}

/** `id` is for messages that have none: another each time they are delivered. */
export function taskOf(message: Message, queue: string): Omit<Task, 'lost'> {
  const { messageId, contentType, type, timestamp } = message.properties
  return {
    id: textOf(messageId) || randomUUID(),
    queue,
    attempt: attemptOf(message),
    payload: message.content,
    mimetype: textOf(contentType) || undefined,
    tag: textOf(type) || undefined,
    headers: Object.fromEntries(
      Object.entries(plainHeaders(message)).map(([name, value]) => [
        name.toLowerCase(),
        textOf(value),
      ]),
    ),
    enqueuedAt: typeof timestamp === 'number' ? timestamp * 1000 : undefined,
    deliveryTag: message.fields.deliveryTag,
  }
}

/** Quorum queues count how often a message came back; classic ones only say that it did. */
function attemptOf(message: Message): number {
  const headers = headersOf(message)
  const returned = Math.max(
    numberOf(headers['x-delivery-count']),
    numberOf(headers['x-acquired-count']),
  )
  const least = message.fields.redelivered ? 1 : 0
  return 1 + numberOf(headers[ATTEMPTS]) + Math.max(returned, least)
}

/** Whether a message came back, and its queue did not count how often. */
export const cameBackUncounted = (message: Message): boolean =>
  message.fields.redelivered &&
  numberOf(headersOf(message)['x-delivery-count']) === 0 &&
  numberOf(headersOf(message)['x-acquired-count']) === 0

/** The properties of a copy of a message; `headers` are added. The user id is left out, for it must be the sender's own. */
export function copyProperties(message: Message, id: string, headers: Headers): Options.Publish {
  const { properties } = message
  const kept = {
    contentType: properties.contentType,
    contentEncoding: properties.contentEncoding,
    priority: properties.priority,
    correlationId: properties.correlationId,
    replyTo: properties.replyTo,
    timestamp: properties.timestamp,
    type: properties.type,
    appId: properties.appId,
  }
  const given = Object.entries(kept).filter(([, value]) => value !== undefined)
  return {
    ...Object.fromEntries(given),
    messageId: id,
    persistent: true,
    headers: { ...plainHeaders(message), ...headers },
  }
}

/** Without what brokers and we ourselves have put there. */
const plainHeaders = (message: Message): Headers =>
  Object.fromEntries(
    Object.entries(headersOf(message)).filter(([name]) => !brokers.test(name) && !own.test(name)),
  )

export const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0)

export function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (isExactInteger(value)) return value.value
  return Buffer.isBuffer(value) ? value.toString() : JSON.stringify(value)
}
