// projects.subscriptions: made, changed, listed, detached and deleted.
import { randomBytes } from 'node:crypto'
import type { Handlers } from 'discovery-emulator'
import type { Methods, Subscription } from '../types/pubsub_v1.ts'
import { exists, invalid } from './errors.ts'
import { checkName, checkNewName } from './names.ts'
import { checkedSubscription } from './new_subscription.ts'
import { pageOf } from './pages.ts'
import { declarePush, isPushed } from './push.ts'
import type { Own } from './own.ts'
import type { PubSub } from './state.ts'
import { getSubscription, putQueueName, queueOf, type KeptSubscription } from './subscription.ts'
import { dropRoute, putRoutes, routeOf, routesOf } from './topic.ts'
import { updated } from './update.ts'

const SUBSCRIPTION_FORM = {
  type: 'Subscription',
  mutable: [
    'ackDeadlineSeconds',
    'bigqueryConfig',
    'bigtableConfig',
    'cloudStorageConfig',
    'deadLetterPolicy',
    'enableExactlyOnceDelivery',
    'expirationPolicy',
    'labels',
    'messageRetentionDuration',
    'messageTransforms',
    'pushConfig',
    'retainAckedMessages',
    'retryPolicy',
  ],
  fixed: [
    'name',
    'topic',
    'filter',
    'enableMessageOrdering',
    'detached',
    'state',
    'tags',
    'topicMessageRetentionDuration',
    'analyticsHubSubscriptionInfo',
  ],
}

export const subscriptionMethods: Handlers<Methods, PubSub> = {
  'pubsub.projects.subscriptions.create': async ({ params: { name }, body, resources }, state) => {
    checkNewName(name, 'subscriptions')
    const { topic = '', detached: _, ...given } = body
    checkName(topic, 'topics')
    const subscription = checkedSubscription({ ...given, name, topic })
    const queue = randomBytes(9).toString('base64url')
    // Nobody knows the queue yet, so it does not matter if nothing comes of it.
    await declare(state, { subscription, queue })
    return resources.transaction(async (own) => {
      if ((await own.get(name)) !== undefined) throw exists(name)
      const routes = await routesOf(own, topic)
      own.put(name, subscription)
      putQueueName(own, name, queue)
      putRoutes(own, topic, [...routes, routeOf(name, subscription, queue)])
      return subscription
    })
  },

  'pubsub.projects.subscriptions.get': ({ params: { subscription: name }, resources }) => {
    checkName(name, 'subscriptions')
    return resources.transaction(async (own) => (await getSubscription(own, name)).subscription)
  },

  'pubsub.projects.subscriptions.list': ({ params, resources }) =>
    resources.transaction(async (own) => {
      const all = await own.list<Subscription>(`${params.project}/subscriptions`)
      const { page, next } = pageOf(all, ({ name }) => name, params)
      const subscriptions = page.map(({ resource }) => resource)
      return { ...(page.length > 0 && { subscriptions }), ...next }
    }),

  'pubsub.projects.subscriptions.patch': async ({ params: { name }, body, resources }, state) => {
    const changed = await resources.transaction((own) =>
      change(own, name, (found) =>
        updated(found, body.subscription ?? {}, body.updateMask, SUBSCRIPTION_FORM),
      ),
    )
    await declare(state, changed)
    return changed.subscription
  },

  'pubsub.projects.subscriptions.modifyPushConfig': async ({ params, body, resources }, state) => {
    const { pushConfig } = body
    if (pushConfig === undefined) throw invalid('ModifyPushConfigRequest.push_config is required.')
    const changed = await resources.transaction((own) =>
      change(own, params.subscription, (found) => ({ ...found, pushConfig })),
    )
    await declare(state, changed)
    return {}
  },

  'pubsub.projects.subscriptions.delete': async ({ params, resources }, state) => {
    const { subscription: name } = params
    checkName(name, 'subscriptions')
    const deleted = await resources.transaction(async (own) => {
      const found = await getSubscription(own, name)
      await dropRoute(own, found.subscription.topic ?? '', name)
      await own.delete(name)
      return found
    })
    await drain(state, deleted)
    return {}
  },

  'pubsub.projects.subscriptions.detach': async ({ params, resources }, state) => {
    const { subscription: name } = params
    const detached = await resources.transaction(async (own) => {
      const found = await getSubscription(own, name)
      await dropRoute(own, found.subscription.topic ?? '', name)
      own.put(name, { ...found.subscription, detached: true })
      return found
    })
    await drain(state, detached)
    return {}
  },
}

async function change(
  own: Own,
  name: string,
  changed: (found: Subscription) => Subscription,
): Promise<KeptSubscription> {
  const found = await getSubscription(own, name)
  const subscription = checkedSubscription(changed(found.subscription))
  own.put(name, subscription)
  return { ...found, subscription }
}

/** Its messages are pushed, or wait for those who pull. */
async function declare(
  { store, dispatcher, arrivals }: PubSub,
  kept: KeptSubscription,
): Promise<void> {
  await declarePush(store, kept)
  if (isPushed(kept.subscription)) dispatcher.wake(queueOf(kept))
  arrivals.ring(kept.queue)
}

/** Its messages go, and nothing is pushed any more; streams see that it is gone. */
async function drain({ store, arrivals }: PubSub, kept: KeptSubscription): Promise<void> {
  await declarePush(store, { ...kept, subscription: { ...kept.subscription, detached: true } })
  await store.purge(queueOf(kept), 0)
  arrivals.ring(kept.queue)
}
