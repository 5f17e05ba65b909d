// Messages that were delivered too often go to a topic of their own.
import type { StoredTask } from 'discovery-emulator/queue'
import { ApiError } from 'discovery-emulator'
import { SECOND } from '../cloudtasks/times.ts'
import { idOf, projectOf } from './names.ts'
import { messageIn } from './message.ts'
import { publish } from './publish.ts'
import type { PubSub } from './state.ts'
import { queueOf, type KeptSubscription } from './subscription.ts'

/**
 * Publishes the message to the dead letter topic, then drops it. False if there is no such topic: it is delivered again, as
 * the real service does. https://cloud.google.com/pubsub/docs/dead-letter-topics
 */
export async function deadLetter(
  state: PubSub,
  kept: KeptSubscription,
  task: StoredTask,
): Promise<boolean> {
  const { name = '', deadLetterPolicy } = kept.subscription
  const topic = deadLetterPolicy?.deadLetterTopic
  if (topic === undefined) return false
  const { data, attributes, orderingKey, publishTime } = messageIn(task.payload)
  const message = {
    ...(data !== undefined && { data }),
    ...(orderingKey !== undefined && { orderingKey }),
    attributes: {
      ...attributes,
      CloudPubSubDeadLetterSourceDeliveryCount: `${deadLetterPolicy?.maxDeliveryAttempts}`,
      CloudPubSubDeadLetterSourceSubscription: idOf(name),
      CloudPubSubDeadLetterSourceSubscriptionProject: projectOf(name),
      CloudPubSubDeadLetterSourceTopicPublishTime: publishTime,
    },
  }
  try {
    await publish(state, topic, [message])
  } catch (error) {
    if (error instanceof ApiError && error.status === 'NOT_FOUND') return false
    throw error
  }
  const queue = queueOf(kept)
  await state.store.remove(queue, task.id)
  if (queue.isOrdered === true) state.arrivals.ring(queue.name)
  return true
}

/** How long a message is held while it is published to the dead letter topic. */
const HOLD = 10 * SECOND

/**
 * Publishes to the topic what is dead by now. Whoever reads the topic sees to it, so that nobody has to pull the subscription
 * again that the message is of; after a crash the next pull does it.
 */
export async function collectDead(state: PubSub, topic: string): Promise<void> {
  const { store, clock, lastDeliveries } = state
  for (const delivery of lastDeliveries.takeDue(topic, clock.now())) {
    const { kept, id, attempt } = delivery
    const queue = queueOf(kept)
    const found = await store.get(queue, id)
    if (found?.retryCount !== attempt) continue
    if (found.availableAt > clock.now()) {
      lastDeliveries.add({ ...delivery, until: found.availableAt })
      continue
    }
    const task = await store.takeOne(queue, id, HOLD)
    // Somebody else may have been given it since.
    if (task?.retryCount === attempt + 1) await deadLetter(state, kept, task)
  }
}
