// projects.subscriptions: made, changed, listed, detached and deleted.
import { randomBytes } from 'node:crypto'
import type { Handlers } from 'discovery-emulator'
import type { Methods, Subscription } from '../types/pubsub_v1.ts'
import { exists, invalid } from './errors.ts'
import { checkName, checkNewName } from './names.ts'
import { checkedSubscription } from './new_subscription.ts'
import { pageOf } from './pages.ts'
import type { Own, State } from './state.ts'
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

export const subscriptionMethods: Handlers<Methods, State> = {
  'pubsub.projects.subscriptions.create': ({ params: { name }, body, resources }) => {
    checkNewName(name, 'subscriptions')
    const { topic = '', detached: _, ...given } = body
    checkName(topic, 'topics')
    const subscription = checkedSubscription({ ...given, name, topic })
    const queue = randomBytes(9).toString('base64url')
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

  'pubsub.projects.subscriptions.patch': ({ params: { name }, body, resources }) =>
    resources.transaction((own) =>
      change(own, name, (found) =>
        updated(found, body.subscription ?? {}, body.updateMask, SUBSCRIPTION_FORM),
      ),
    ),

  'pubsub.projects.subscriptions.modifyPushConfig': async ({ params, body, resources }) => {
    const { pushConfig } = body
    if (pushConfig === undefined) throw invalid('ModifyPushConfigRequest.push_config is required.')
    await resources.transaction((own) =>
      change(own, params.subscription, (found) => ({ ...found, pushConfig })),
    )
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
): Promise<Subscription> {
  const { subscription: found } = await getSubscription(own, name)
  const subscription = checkedSubscription(changed(found))
  own.put(name, subscription)
  return subscription
}

/** Its messages go; streams see that it is gone. */
async function drain({ store, arrivals }: State, kept: KeptSubscription): Promise<void> {
  await store.purge(queueOf(kept), 0)
  arrivals.ring(kept.queue)
}
