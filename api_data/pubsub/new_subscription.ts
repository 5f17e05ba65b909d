// What a subscription must be, and what it is where its maker says nothing.
import { durationMicros, durationText } from 'discovery-emulator'
import type { Subscription } from '../types/pubsub_v1.ts'
import { DAY, SECOND } from '../cloudtasks/times.ts'
import { checkRange, invalid } from './errors.ts'
import { checkFilter } from './filter.ts'
import { checkName } from './names.ts'

const MINUTE = 60 * SECOND

/** With defaults; output-only fields as they are for a new one. Throws 400. */
export function checkedSubscription(given: Subscription): Subscription {
  const { ackDeadlineSeconds = 0, filter = '', pushConfig = {}, expirationPolicy } = given
  const { messageRetentionDuration = '604800s' } = given
  const subscription: Subscription = {
    ...given,
    ackDeadlineSeconds: ackDeadlineSeconds || 10,
    messageRetentionDuration,
    expirationPolicy: expirationPolicy ?? { ttl: '2678400s' },
    pushConfig: withVersion(pushConfig),
    state: 'ACTIVE',
    ...retryOf(given),
    ...deadLetterOf(given),
  }
  checkRange('ack_deadline_seconds', subscription.ackDeadlineSeconds!, 10, 600)
  checkDuration('message_retention_duration', messageRetentionDuration, [10 * MINUTE, 31 * DAY])
  if (expirationPolicy?.ttl !== undefined)
    checkDuration('expiration_policy.ttl', expirationPolicy.ttl, [DAY, Infinity])
  checkFilter(filter)
  return subscription
}

/** The service says which form the pushed message has. */
const withVersion = (pushConfig: NonNullable<Subscription['pushConfig']>) =>
  pushConfig.pushEndpoint
    ? { ...pushConfig, attributes: { 'x-goog-version': 'v1', ...pushConfig.attributes } }
    : pushConfig

function retryOf({ retryPolicy }: Subscription): Pick<Subscription, 'retryPolicy'> {
  if (retryPolicy === undefined) return {}
  const { minimumBackoff = '10s', maximumBackoff = '600s' } = retryPolicy
  checkDuration('retry_policy.minimum_backoff', minimumBackoff, [0, 600 * SECOND])
  checkDuration('retry_policy.maximum_backoff', maximumBackoff, [0, 600 * SECOND])
  if (durationMicros(minimumBackoff) > durationMicros(maximumBackoff))
    throw invalid('retry_policy.minimum_backoff must not be longer than maximum_backoff.')
  return { retryPolicy: { minimumBackoff, maximumBackoff } }
}

function deadLetterOf({ deadLetterPolicy }: Subscription): Pick<Subscription, 'deadLetterPolicy'> {
  if (deadLetterPolicy?.deadLetterTopic === undefined) return {}
  const { deadLetterTopic, maxDeliveryAttempts = 0 } = deadLetterPolicy
  checkName(deadLetterTopic, 'topics')
  const attempts = maxDeliveryAttempts || 5
  checkRange('dead_letter_policy.max_delivery_attempts', attempts, 5, 100)
  return { deadLetterPolicy: { deadLetterTopic, maxDeliveryAttempts: attempts } }
}

function checkDuration(what: string, text: string, [least, most]: readonly [number, number]): void {
  const duration = durationMicros(text)
  if (duration >= least && duration <= most) return
  const range = most === Infinity ? 'more' : durationText(most)
  throw invalid(`The value for ${what} must be ${durationText(least)} to ${range}: ${text}.`)
}
