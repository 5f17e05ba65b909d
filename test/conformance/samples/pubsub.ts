// Pub/Sub.
import { deepEqual, equal, match } from 'node:assert/strict'
import { on } from 'node:events'
import { PubSub, v1, type Message, type Subscription } from '@google-cloud/pubsub'
import type { GrpcOptions, Samples } from './sample.ts'

const subscriptionName = 'projects/p/subscriptions/pulled'

export function pubsubSamples(options: GrpcOptions): Samples {
  const pubsub = new PubSub({
    ...options,
    emulatorMode: true,
    apiEndpoint: `${options.apiEndpoint}:${options.port}`,
  })
  const subscriber = new v1.SubscriberClient(options)
  const topic = () => pubsub.topic('topic')
  const heard = pubsub.subscription('heard')
  return {
    createTopic: async () =>
      equal((await pubsub.createTopic('topic'))[0].name, 'projects/p/topics/topic'),
    createSubscription: async () => {
      await topic().createSubscription('heard')
      await topic().createSubscription('pulled', { ackDeadlineSeconds: 20 })
    },
    quickstart: async () => {
      const [message] = await Promise.all([
        next(heard),
        topic().publishMessage({ data: Buffer.from('Test message!') }),
      ])
      equal(String(message.data), 'Test message!')
    },
    publishMessage: async () =>
      match(await topic().publishMessage({ data: Buffer.from('{"foo":"bar"}') }), /^\d+$/),
    publishMessageWithCustomAttributes: () =>
      topic().publishMessage({ data: Buffer.from('x'), attributes: { origin: 'nodejs-sample' } }),
    publishBatchedMessages: async () => {
      const batched = pubsub.topic('topic', { batching: { maxMessages: 10, maxMilliseconds: 100 } })
      const ids = Array.from({ length: 10 }, () =>
        batched.publishMessage({ data: Buffer.from('y') }),
      )
      equal(new Set(await Promise.all(ids)).size, 10)
    },
    publishWithFlowControl: async () => {
      const flowControlOptions = {
        maxOutstandingMessages: 50,
        maxOutstandingBytes: 10 * 1024 * 1024,
      }
      const flow = pubsub.topic('topic', { flowControlOptions }).flowControlled()
      for (let i = 0; i < 5; i += 1) await flow.publish({ data: Buffer.from('z') })
      equal((await flow.all()).length, 5)
    },
    synchronousPull: async () => {
      const [{ receivedMessages }] = await subscriber.pull({
        subscription: subscriptionName,
        maxMessages: 5,
      })
      equal(receivedMessages!.length > 0, true)
      const ackIds = receivedMessages!.map(({ ackId }) => ackId!)
      await subscriber.modifyAckDeadline({
        subscription: subscriptionName,
        ackIds,
        ackDeadlineSeconds: 30,
      })
      await subscriber.acknowledge({ subscription: subscriptionName, ackIds })
    },
    listenForMessages: async () => equal((await next(heard)).length > 0, true),
    subscribeWithFlowControlSettings: async () => {
      const own = pubsub.subscription('heard', { flowControl: { maxMessages: 1 } })
      equal((await next(own)).length > 0, true)
    },
    'createSubscriptionWithOrdering, publishOrderedMessage, listenForOrderedMessages': async () => {
      const [ordered] = await topic().createSubscription('ordered', { enableMessageOrdering: true })
      const keyed = pubsub.topic('topic', { messageOrdering: true })
      for (const text of ['1', '2', '3'])
        await keyed.publishMessage({ data: Buffer.from(text), orderingKey: 'k' })
      const texts = (await several(ordered, 3)).map(({ data }) => String(data))
      deepEqual(texts, ['1', '2', '3'])
    },
    resumePublish: () => {
      const keyed = pubsub.topic('topic', { messageOrdering: true })
      keyed.resumePublishing('k')
      return keyed.publishMessage({ data: Buffer.from('4'), orderingKey: 'k' })
    },
    createSubscriptionWithFiltering: async () => {
      const [filtered] = await topic().createSubscription('filtered', {
        filter: 'attributes.author="unknown"',
      })
      await topic().publishMessage({ data: Buffer.from('no') })
      await topic().publishMessage({ data: Buffer.from('yes'), attributes: { author: 'unknown' } })
      equal(String((await next(filtered)).data), 'yes')
    },
    'createSubscriptionWithDeadLetterPolicy, removeDeadLetterPolicy': async () => {
      await pubsub.createTopic('dead')
      const deadLetterPolicy = {
        deadLetterTopic: pubsub.topic('dead').name,
        maxDeliveryAttempts: 5,
      }
      const [own] = await topic().createSubscription('with-dead', { deadLetterPolicy })
      await own.setMetadata({ deadLetterPolicy: null })
      equal((await own.getMetadata())[0].deadLetterPolicy, null)
    },
    exactlyOnceCreate: async () => {
      const [own] = await topic().createSubscription('once', { enableExactlyOnceDelivery: true })
      equal((await own.getMetadata())[0].enableExactlyOnceDelivery, true)
    },
    'createPushSubscription, modifyPushConfig': async () => {
      const [own] = await topic().createSubscription('pushed', {
        pushEndpoint: 'http://127.0.0.1:9/push',
      })
      await own.modifyPushConfig({ pushEndpoint: 'http://127.0.0.1:9/other' })
      equal((await own.getMetadata())[0].pushConfig?.pushEndpoint, 'http://127.0.0.1:9/other')
    },
    getSubscription: async () =>
      equal((await heard.getMetadata())[0].topic, 'projects/p/topics/topic'),
    listSubscriptions: async () => equal((await pubsub.getSubscriptions())[0].length, 7),
    listTopicSubscriptions: async () => equal((await topic().getSubscriptions())[0].length, 7),
    listAllTopics: async () => equal((await pubsub.getTopics())[0].length, 2),
    'setTopicPolicy, getTopicPolicy': async () => {
      await topic().iam.setPolicy({
        bindings: [{ role: 'roles/pubsub.editor', members: ['group:g@example.com'] }],
      })
      equal((await topic().iam.getPolicy())[0].bindings?.[0]?.role, 'roles/pubsub.editor')
    },
    'setSubscriptionPolicy, getSubscriptionPolicy': async () => {
      await heard.iam.setPolicy({
        bindings: [{ role: 'roles/pubsub.viewer', members: ['allUsers'] }],
      })
      equal((await heard.iam.getPolicy())[0].bindings?.[0]?.role, 'roles/pubsub.viewer')
    },
    'testTopicPermissions, testSubscriptionPermissions': async () => {
      deepEqual((await topic().iam.testPermissions(['pubsub.topics.publish']))[0], {
        'pubsub.topics.publish': true,
      })
      await heard.iam.testPermissions(['pubsub.subscriptions.consume'])
    },
    'createAvroSchema, getSchema, listSchemas, deleteSchema': async () => {
      const definition = JSON.stringify({
        type: 'record',
        name: 'R',
        fields: [{ name: 'a', type: 'string' }],
      })
      const schema = await pubsub.createSchema('schema', 'AVRO', definition)
      equal((await schema.get('FULL')).definition, definition)
      const names = []
      for await (const { name } of pubsub.listSchemas('BASIC')) names.push(name)
      equal(names.length, 1)
      await schema.delete()
    },
    createTopicWithSchema: async () => {
      const schema = await pubsub.createSchema('another', 'AVRO', '{"type":"string"}')
      const name = await schema.getName()
      const [made] = await pubsub.createTopic({
        name: 'typed',
        schemaSettings: { schema: name, encoding: 'JSON' },
      })
      equal((await made.getMetadata())[0].schemaSettings?.schema, name)
    },
    createSnapshotAndSeek: async () => {
      const [snapshot] = await heard.createSnapshot('snapshot')
      await snapshot.seek()
      await heard.seek(new Date())
      await snapshot.delete()
    },
    detachSubscription: async () => {
      await pubsub.detachSubscription('once')
      deepEqual(await pubsub.subscription('once').detached(), [true])
    },
    deleteSubscription: () => heard.delete(),
    deleteTopic: async () => {
      await topic().delete()
      await subscriber.close()
      await pubsub.close()
    },
  }
}

/** The next message of a subscription, acknowledged. */
const next = async (subscription: Subscription): Promise<Message> =>
  (await several(subscription, 1))[0]!

async function several(subscription: Subscription, count: number): Promise<readonly Message[]> {
  const signal = AbortSignal.timeout(20_000)
  const messages: Message[] = []
  try {
    for await (const [message] of on(subscription, 'message', { signal })) {
      messages.push(message as Message)
      ;(message as Message).ack()
      if (messages.length === count) break
    }
    return messages
  } finally {
    await subscription.close()
  }
}
