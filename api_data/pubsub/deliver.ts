// Gives messages to subscribers: a delivery is a lease of a task, an acknowledgement its deletion.
import { durationMicros, timeMicros } from 'discovery-emulator'
import type { Queue, StoredTask } from 'discovery-emulator/queue'
import type { ReceivedMessage, Subscription } from '../types/pubsub_v1.ts'
import { SECOND } from '../cloudtasks/times.ts'
import { ackIdOf, readAckId, type AckId } from './ack_id.ts'
import { collectDead, deadLetter } from './dead_letter.ts'
import { failedPrecondition, foreignAckId } from './errors.ts'
import { messageIn, type KeptMessage } from './message.ts'
import { isPushed } from './push.ts'
import type { PubSub } from './state.ts'
import {
  backoffOf,
  deadlineOf,
  getSubscription,
  queueOf,
  type KeptSubscription,
} from './subscription.ts'

export interface DeliveryRequest {
  /** At most so many messages, */
  readonly count: number
  /** of so many characters as JSON; one is given however long it is. */
  readonly size: number
  /** Microseconds in which to acknowledge; by default what the subscription says. */
  readonly deadline?: number | undefined
}

export interface Delivered {
  readonly id: string
  readonly received: ReceivedMessage
  /** When it is given to somebody else, unless its deadline is changed. */
  readonly until: number
  readonly size: number
}

/** What there is now, which may be nothing. Throws 400 where nothing can be pulled. */
export async function deliver(
  state: PubSub,
  kept: KeptSubscription,
  { count, size, deadline: given }: DeliveryRequest,
): Promise<Delivered[]> {
  checkPulled(kept.subscription)
  await collectDead(state, kept.subscription.topic ?? '')
  const queue = queueOf(kept)
  const duration = given ?? deadlineOf(kept.subscription)
  for (;;) {
    const tasks = await state.store.lease(queue, {
      count,
      duration,
      tags: { kind: 'every' },
      maxPayload: size,
    })
    const each = tasks.map((task) => delivered(state, kept, task, duration))
    const messages = (await Promise.all(each)).filter((message) => message !== undefined)
    // All of them may have been too old, or gone another way.
    if (messages.length > 0 || tasks.length === 0) return messages
  }
}

function checkPulled(subscription: Subscription): void {
  if (subscription.detached === true)
    throw failedPrecondition('The subscription is detached from its topic; it has no messages.')
  if (isPushed(subscription))
    throw failedPrecondition('This method is not supported for this subscription type.')
}

async function delivered(
  state: PubSub,
  kept: KeptSubscription,
  task: StoredTask,
  duration: number,
): Promise<Delivered | undefined> {
  const { subscription } = kept
  const message = messageIn(task.payload)
  if (isOutdated(message, subscription, state.clock.now())) {
    await remove(state, queueOf(kept), task.id)
    return undefined
  }
  const { maxDeliveryAttempts } = subscription.deadLetterPolicy ?? {}
  const isSpent = maxDeliveryAttempts !== undefined && task.retryCount > maxDeliveryAttempts
  if (isSpent && (await deadLetter(state, kept, task))) return undefined
  const until = state.clock.now() + duration
  if (task.retryCount === maxDeliveryAttempts)
    state.lastDeliveries.add({ kept, id: task.id, attempt: task.retryCount, until })
  // A message whose deadline passes waits as one that is refused does.
  const wait = backoffOf(subscription, task.retryCount)
  if (wait > 0) {
    const { id, retryCount } = task
    await state.store.renew(queueOf(kept), id, { duration: duration + wait, retryCount })
  }
  const ackId = ackIdOf({ queue: kept.queue, id: task.id, attempt: task.retryCount })
  const deliveryAttempt =
    maxDeliveryAttempts === undefined ? {} : { deliveryAttempt: task.retryCount }
  return {
    id: task.id,
    received: { ackId, message, ...deliveryAttempt },
    until,
    size: task.payload.length,
  }
}

function isOutdated(
  { publishTime }: KeptMessage,
  { messageRetentionDuration }: Subscription,
  now: number,
): boolean {
  if (messageRetentionDuration === undefined) return false
  return timeMicros(publishTime) + durationMicros(messageRetentionDuration) <= now
}

/** Also those whose deadline has passed, or that others were given since. Throws 400 for ids that are none. */
export async function acknowledge(
  state: PubSub,
  name: string,
  ackIds: readonly string[],
): Promise<void> {
  const { kept, messages } = await heldMessages(state, name, ackIds)
  const queue = queueOf(kept)
  await Promise.all(messages.map(({ id }) => remove(state, queue, id)))
}

/** The next message of an ordering key may follow. */
async function remove(
  { store, arrivals, streams }: PubSub,
  queue: Queue,
  id: string,
): Promise<void> {
  await store.remove(queue, id)
  streams.settled(queue.name, id)
  if (queue.isOrdered === true) arrivals.ring(queue.name)
}

/** 0 seconds refuse the messages. Those whose deadline has passed stay as they are. */
export async function modifyDeadline(
  state: PubSub,
  name: string,
  ackIds: readonly string[],
  seconds: number,
): Promise<void> {
  const { kept, messages } = await heldMessages(state, name, ackIds)
  const each = messages.map((message) =>
    seconds === 0 ? refuse(state, kept, message) : extend(state, kept, message, seconds * SECOND),
  )
  await Promise.all(each)
}

async function extend(
  { store, streams, clock }: PubSub,
  kept: KeptSubscription,
  { id, attempt }: AckId,
  deadline: number,
): Promise<void> {
  const wait = backoffOf(kept.subscription, attempt)
  await store.renew(queueOf(kept), id, { duration: deadline + wait, retryCount: attempt })
  streams.extended(kept.queue, id, clock.now() + deadline)
}

async function refuse(
  state: PubSub,
  kept: KeptSubscription,
  { id, attempt }: AckId,
): Promise<void> {
  const { store, streams, arrivals } = state
  const queue = queueOf(kept)
  const { maxDeliveryAttempts = Infinity } = kept.subscription.deadLetterPolicy ?? {}
  streams.settled(kept.queue, id)
  if (attempt >= maxDeliveryAttempts) {
    // It stays held until it is there, or a subscriber would take it along.
    const held = await store.renew(queue, id, { duration: 10 * SECOND, retryCount: attempt })
    if (typeof held === 'string' || (await deadLetter(state, kept, held))) return
  }
  const duration = backoffOf(kept.subscription, attempt)
  await store.renew(queue, id, { duration, retryCount: attempt })
  arrivals.ring(kept.queue)
}

async function heldMessages(
  { change }: PubSub,
  name: string,
  ackIds: readonly string[],
): Promise<{ readonly kept: KeptSubscription; readonly messages: readonly AckId[] }> {
  const messages = ackIds.map(readAckId)
  const kept = await change((own) => getSubscription(own, name))
  if (messages.some(({ queue }) => queue !== kept.queue)) throw foreignAckId(name)
  return { kept, messages }
}
