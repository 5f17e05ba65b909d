// A subscription as it is kept: the resource, and beside it the queue in which its messages wait.
import { durationMicros } from 'discovery-emulator'
import type { Queue } from 'discovery-emulator/queue'
import type { Subscription } from '../types/pubsub_v1.ts'
import { SECOND } from '../cloudtasks/times.ts'
import { missing } from './errors.ts'
import { projectOf } from './names.ts'
import type { Own } from './own.ts'

export interface KeptSubscription {
  readonly subscription: Subscription
  /** Name of its queue: new for each subscription, so that one made again under an old name has no old messages. */
  readonly queue: string
}

const placeName = (subscription: string): string => `${subscription}/:queue`

/** Throws 404. */
export async function getSubscription(own: Own, name: string): Promise<KeptSubscription> {
  const found = await own.get<Subscription>(name)
  if (found === undefined) throw missing(name)
  return { subscription: found.resource, queue: await queueNameOf(own, name) }
}

/** One that was put there by hand has a queue of its name. */
export async function queueNameOf(own: Own, name: string): Promise<string> {
  const found = await own.get<{ queue: string }>(placeName(name))
  return found?.resource.queue ?? Buffer.from(name).toString('base64url')
}

export const putQueueName = (own: Own, name: string, queue: string): void =>
  own.put(placeName(name), { queue })

export const queueOf = ({ subscription, queue }: KeptSubscription): Queue => ({
  project: projectOf(subscription.name ?? ''),
  name: queue,
  maxLeases: 0,
  isOrdered: subscription.enableMessageOrdering === true,
})

/** How long a message that was not acknowledged waits for its next delivery; `attempt` is the number of the last one. */
export function backoffOf({ retryPolicy }: Subscription, attempt: number): number {
  if (retryPolicy === undefined) return 0
  const { minimumBackoff = '10s', maximumBackoff = '600s' } = retryPolicy
  const least = durationMicros(minimumBackoff)
  return Math.min(least * 2 ** Math.min(attempt - 1, 30), durationMicros(maximumBackoff))
}

export const deadlineOf = ({ ackDeadlineSeconds = 10 }: Subscription): number =>
  ackDeadlineSeconds * SECOND
