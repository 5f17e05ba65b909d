// Puts messages into the queue of each subscription of a topic.
import { timeText } from 'discovery-emulator'
import type { PubsubMessage } from '../types/pubsub_v1.ts'
import { matcherOf } from './filter.ts'
import { newMessageId, type KeptMessage } from './message.ts'
import { projectOf } from './names.ts'
import type { PubSub } from './state.ts'
import { routesOf, type Route } from './topic.ts'

/** Ids, in the order of the messages. When it resolves, each subscription has them, and keeps them over restarts. */
export async function publish(
  state: PubSub,
  topic: string,
  messages: readonly PubsubMessage[],
): Promise<string[]> {
  const routes = await state.change((own) => routesOf(own, topic))
  const now = state.clock.now()
  const publishTime = timeText(Math.floor(now / 1000) * 1000)
  const kept = messages.map((message) => ({
    ...message,
    messageId: newMessageId(now),
    publishTime,
  }))
  await Promise.all(
    routes.map((route) => enqueue(state, projectOf(route.subscription), route, kept)),
  )
  return kept.map(({ messageId }) => messageId)
}

async function enqueue(
  { store, arrivals, dispatcher }: PubSub,
  project: string,
  { queue: name, filter, isOrdered }: Route,
  messages: readonly KeptMessage[],
): Promise<void> {
  const fits = matcherOf(filter)
  const queue = { project, name, maxLeases: 0, isOrdered }
  const tasks = messages
    .filter(({ attributes = {} }) => fits(attributes))
    .map((message) => {
      const { messageId: id, orderingKey = '' } = message
      const payload = JSON.stringify(message)
      return { id, named: false, payload, tag: isOrdered ? orderingKey : '' }
    })
  if (tasks.length === 0) return
  // In one step: what is tried again after a part of it would be out of order.
  if ((await store.insertAll(queue, tasks)) === 'exists')
    throw new Error('two messages were given the same id')
  arrivals.ring(name)
  dispatcher.touch(queue)
}
