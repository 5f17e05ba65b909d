// Push: the messages of a subscription that names an endpoint are sent there, by the dispatcher that sends tasks.
// https://cloud.google.com/pubsub/docs/push, https://cloud.google.com/pubsub/docs/payload-unwrapping
import { durationMicros } from 'discovery-emulator'
import type { PushTask, QueueRules, StoredTask, TaskStore } from 'discovery-emulator/queue'
import type { PushConfig, Subscription } from '../types/pubsub_v1.ts'
import { DAY } from '../cloudtasks/times.ts'
import { messageIn, type KeptMessage } from './message.ts'
import { deadlineOf, queueOf, type KeptSubscription } from './subscription.ts'

/** Of the dispatcher, and what it is to send. */
interface PushRules extends QueueRules {
  readonly subscription: Subscription
}

const GATE = { paused: false, rate: 1000, burst: 1000, concurrent: 1000 }

export const isPushed = ({ pushConfig }: Subscription): boolean =>
  pushConfig?.pushEndpoint !== undefined && pushConfig.pushEndpoint !== ''

/** Has the queue dispatched, or not any more, as the subscription says. */
export async function declarePush(store: TaskStore, kept: KeptSubscription): Promise<void> {
  const queue = queueOf(kept)
  for (;;) {
    const { revision } = await store.record(queue)
    const isDispatched = isPushed(kept.subscription) && kept.subscription.detached !== true
    if (revision === 0 && !isDispatched) return
    const record = {
      resource: JSON.stringify(rulesOf(kept.subscription)),
      gate: isDispatched ? GATE : undefined,
    }
    if ((await store.writeRecord(queue, record, revision)) === 'done') return
  }
}

function rulesOf(subscription: Subscription): PushRules {
  const { name, retryPolicy, messageRetentionDuration, deadLetterPolicy } = subscription
  const { minimumBackoff = '0.1s', maximumBackoff = '60s' } = retryPolicy ?? {}
  return {
    name,
    isOrdered: subscription.enableMessageOrdering === true,
    retry: {
      maxAttempts: deadLetterPolicy?.maxDeliveryAttempts ?? -1,
      maxRetryDuration: 0,
      minBackoff: durationMicros(minimumBackoff),
      maxBackoff: durationMicros(maximumBackoff),
      maxDoublings: 16,
    },
    tombstone: 0,
    lifetime: messageRetentionDuration ? durationMicros(messageRetentionDuration) : 7 * DAY,
    subscription,
  }
}

/** What is sent of a message: the rules are those that `declarePush` wrote. */
export function pushedTask(stored: StoredTask, rules: QueueRules): PushTask {
  const { subscription } = rules as PushRules
  const { name = '', pushConfig = {}, deadLetterPolicy } = subscription
  const { pushEndpoint: url = '', noWrapper, oidcToken } = pushConfig
  const message = messageIn(stored.payload)
  const attempt = deadLetterPolicy === undefined ? {} : { deliveryAttempt: stored.retryCount }
  const request =
    noWrapper === undefined
      ? wrapped(message, name, attempt)
      : unwrapped(message, name, noWrapper.writeMetadata === true)
  const http = {
    url,
    method: 'POST',
    ...request,
    isPlain: true,
    ...(oidcToken && { oidcToken: tokenOf(oidcToken) }),
  }
  return { http, due: stored.enqueuedAt, deadline: deadlineOf(subscription) }
}

/** The subscription whose queue is dispatched. */
export const pushedSubscription = (queue: string, rules: QueueRules): KeptSubscription => ({
  queue,
  subscription: (rules as PushRules).subscription,
})

const tokenOf = ({ audience, serviceAccountEmail }: NonNullable<PushConfig['oidcToken']>) => ({
  ...(audience && { audience }),
  ...(serviceAccountEmail && { serviceAccountEmail }),
})

/** Ids and times in both spellings, as the real service sends them. */
function wrapped(message: KeptMessage, subscription: string, attempt: object) {
  const { messageId, publishTime } = message
  const both = { ...message, message_id: messageId, publish_time: publishTime }
  const body = JSON.stringify({ message: both, subscription, ...attempt })
  return {
    headers: { 'Content-Type': 'application/json' },
    body: Buffer.from(body).toString('base64'),
  }
}

function unwrapped(message: KeptMessage, subscription: string, writeMetadata: boolean) {
  const { data = '', attributes = {}, messageId, publishTime, orderingKey } = message
  const metadata = {
    ...attributes,
    'x-goog-pubsub-subscription-name': subscription,
    'x-goog-pubsub-message-id': messageId,
    'x-goog-pubsub-publish-time': publishTime,
    ...(orderingKey && { 'x-goog-pubsub-ordering-key': orderingKey }),
  }
  return { headers: writeMetadata ? metadata : {}, body: data }
}
