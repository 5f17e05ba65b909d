// Messages: what is refused of a new one, and how one is kept.
import type { PubsubMessage } from '../types/pubsub_v1.ts'
import { checkRange, invalid } from './errors.ts'

// https://cloud.google.com/pubsub/quotas#resource_limits
const MOST_MESSAGES = 1000
const MOST_BYTES = 10_485_760
const MOST_ATTRIBUTES = 100
const MOST_KEY_BYTES = 256
const MOST_VALUE_BYTES = 1024
const MOST_ORDERING_KEY_BYTES = 1024

/** Throws what the service says of a request that it does not take. */
export function checkMessages(messages: readonly PubsubMessage[]): void {
  checkRange('message_count', messages.length, 1, MOST_MESSAGES)
  let size = 0
  for (const message of messages) {
    checkMessage(message)
    size += sizeOf(message)
  }
  checkRange('request_size', size, 0, MOST_BYTES)
}

function checkMessage({ data = '', attributes = {}, orderingKey = '' }: PubsubMessage): void {
  const entries = Object.entries(attributes)
  if (data === '' && entries.length === 0)
    throw invalid(
      'One or more messages in the publish request is empty. Each message must contain either non-empty data, or at least one attribute.',
    )
  checkRange('attribute_count', entries.length, 0, MOST_ATTRIBUTES)
  for (const [key, value] of entries) {
    if (key === '') throw invalid('Attribute keys must not be empty.')
    if (key.startsWith('goog')) throw invalid(`Attribute key (${key}) must not start with "goog".`)
    checkRange('attribute_key_size', Buffer.byteLength(key), 1, MOST_KEY_BYTES)
    checkRange('attribute_value_size', Buffer.byteLength(value), 0, MOST_VALUE_BYTES)
  }
  checkRange('ordering_key_size', Buffer.byteLength(orderingKey), 0, MOST_ORDERING_KEY_BYTES)
}

/** Bytes of what the client sent. */
function sizeOf({ data = '', attributes = {}, orderingKey = '' }: PubsubMessage): number {
  const texts = Object.entries(attributes).flat().concat(orderingKey)
  const ofTexts = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  return Math.floor((data.length * 3) / 4) + ofTexts
}

/** One that has its id and its time. */
export interface KeptMessage extends PubsubMessage {
  readonly messageId: string
  readonly publishTime: string
}

export const messageIn = (payload: string): KeptMessage => JSON.parse(payload) as KeptMessage

/** Of this process, so that two that make ids at the same time make different ones. */
const own = String(Math.floor(Math.random() * 1e6)).padStart(6, '0')
let last = 0

/** Digits, as the service's are; each is greater than those before it in this process. */
export function newMessageId(now: number): string {
  last = Math.max(now, last + 1)
  return `${last}${own}`
}
