// projects.topics: made, changed, listed and deleted; messages are published to them.
import type { Handlers } from 'discovery-emulator'
import type { Methods, Subscription, Topic } from '../types/pubsub_v1.ts'
import { exists } from './errors.ts'
import { checkMessages } from './message.ts'
import { checkName, checkNewName, DELETED_TOPIC } from './names.ts'
import { pageOf } from './pages.ts'
import { publish } from './publish.ts'
import type { PubSub } from './state.ts'
import { getTopic, isOfSnapshot, putRoutes, routesOf } from './topic.ts'
import { updated } from './update.ts'

const TOPIC_FORM = {
  type: 'Topic',
  mutable: [
    'labels',
    'messageStoragePolicy',
    'kmsKeyName',
    'schemaSettings',
    'messageRetentionDuration',
    'ingestionDataSourceSettings',
    'messageTransforms',
  ],
  fixed: ['name', 'satisfiesPzs', 'state', 'tags'],
}

export const topicMethods: Handlers<Methods, PubSub> = {
  'pubsub.projects.topics.create': ({ params: { name }, body, resources }) => {
    checkNewName(name, 'topics')
    const { state: _, ...given } = body
    const topic: Topic = { ...given, name }
    return resources.transaction(async (own) => {
      if ((await own.get(name)) !== undefined) throw exists(name)
      own.put(name, topic)
      putRoutes(own, name, [])
      return topic
    })
  },

  'pubsub.projects.topics.get': ({ params: { topic: name }, resources }) => {
    checkName(name, 'topics')
    return resources.transaction((own) => getTopic(own, name))
  },

  'pubsub.projects.topics.list': ({ params, resources }) =>
    resources.transaction(async (own) => {
      const all = await own.list<Topic>(`${params.project}/topics`)
      const { page, next } = pageOf(all, ({ name }) => name, params)
      return { ...(page.length > 0 && { topics: page.map(({ resource }) => resource) }), ...next }
    }),

  'pubsub.projects.topics.patch': ({ params: { name }, body, resources }) =>
    resources.transaction(async (own) => {
      const found = await getTopic(own, name)
      const topic = updated(found, body.topic ?? {}, body.updateMask, TOPIC_FORM)
      own.put(name, topic)
      return topic
    }),

  // Its subscriptions stay, with the messages they have.
  'pubsub.projects.topics.delete': ({ params: { topic: name }, resources }) => {
    checkName(name, 'topics')
    return resources.transaction(async (own) => {
      for (const { subscription } of await routesOf(own, name)) {
        const found = await own.get<Subscription>(subscription)
        if (found !== undefined) own.put(subscription, { ...found.resource, topic: DELETED_TOPIC })
      }
      await own.delete(name)
      return {}
    })
  },

  'pubsub.projects.topics.publish': async ({ params: { topic }, body }, state) => {
    checkName(topic, 'topics')
    const { messages = [] } = body
    checkMessages(messages)
    return { messageIds: await publish(state, topic, messages) }
  },

  'pubsub.projects.topics.subscriptions.list': ({ params, resources }) =>
    resources.transaction(async (own) => {
      const routes = await routesOf(own, params.topic)
      const names = routes
        .filter((route) => !isOfSnapshot(route))
        .map(({ subscription }) => subscription)
      const { page, next } = pageOf(names, (name) => name, params)
      return { ...(page.length > 0 && { subscriptions: [...page] }), ...next }
    }),
}
