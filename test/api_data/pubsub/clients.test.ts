// Google's own client of Pub/Sub, unmodified: messages go through StreamingPull.
import type { Message, Subscription } from '@google-cloud/pubsub'
import { google } from 'googleapis'
import { describe, expect, test } from 'vitest'
import { until } from '../../helpers/server_process.ts'
import { pubsubFolder, startService } from './service.ts'

const folder = pubsubFolder()

/** Collects what comes; `take` acknowledges unless it says otherwise. */
function collect(subscription: Subscription, take = (message: Message) => message.ack()) {
  const messages: Message[] = []
  subscription.on('message', (message: Message) => {
    messages.push(message)
    take(message)
  })
  subscription.on('error', () => {})
  return messages
}

const textsOf = (messages: readonly Message[]) => messages.map(({ data }) => data.toString())

describe('@google-cloud/pubsub', () => {
  test('what is published comes through a stream, with attributes, once it is acknowledged never again', async () => {
    await using service = await startService(folder)
    const [topic] = await service.client.createTopic('news')
    const [subscription] = await topic.createSubscription('all')
    const messages = collect(subscription)
    const ids = await Promise.all(
      ['a', 'b', 'c'].map((text) =>
        topic.publishMessage({ data: Buffer.from(text), attributes: { of: text } }),
      ),
    )
    await until('three messages came', () => messages.length === 3)
    expect(textsOf(messages).toSorted()).toEqual(['a', 'b', 'c'])
    expect(messages.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
    expect(messages[0]!.attributes).toEqual({ of: messages[0]!.data.toString() })
    await subscription.close()
    const { json } = await service.rest('subscriptions/all:pull', {
      maxMessages: 10,
      returnImmediately: true,
    })
    expect(json).toEqual({})
  })

  test('messages of an ordering key come in order; one that is refused comes again before the next', async () => {
    await using service = await startService(folder)
    const [made] = await service.client.createTopic('news')
    const topic = service.client.topic(made.name, { messageOrdering: true })
    const [subscription] = await topic.createSubscription('all', { enableMessageOrdering: true })
    let refusals = 0
    const messages = collect(subscription, (message) => {
      if (message.data.toString() === '2' && refusals < 2) {
        refusals += 1
        message.nack()
      } else message.ack()
    })
    for (const text of ['1', '2', '3', '4'])
      await topic.publishMessage({ data: Buffer.from(text), orderingKey: 'k' })
    await until('all came', () => messages.length === 6)
    expect(textsOf(messages)).toEqual(['1', '2', '2', '2', '3', '4'])
    expect(messages.every(({ orderingKey }) => orderingKey === 'k')).toBe(true)
    await subscription.close()
  })

  test('a message that is refused too often goes to the dead letter topic', async () => {
    await using service = await startService(folder)
    const [dead] = await service.client.createTopic('dead')
    const [ofDead] = await dead.createSubscription('of-dead')
    const [topic] = await service.client.createTopic('news')
    const [subscription] = await topic.createSubscription('all', {
      deadLetterPolicy: { deadLetterTopic: dead.name, maxDeliveryAttempts: 5 },
    })
    const refused = collect(subscription, (message) => message.nack())
    const kept = collect(ofDead)
    await topic.publishMessage({ data: Buffer.from('a') })
    await until('it is dead', () => kept.length > 0)
    expect(refused.map(({ deliveryAttempt }) => deliveryAttempt)).toEqual([1, 2, 3, 4, 5])
    expect(kept[0]!.attributes).toMatchObject({ CloudPubSubDeadLetterSourceSubscription: 'all' })
    await Promise.all([subscription.close(), ofDead.close()])
    expect(kept).toHaveLength(1)
  })

  test('a stream has no more on its way than its client asked for', async () => {
    await using service = await startService(folder)
    const [topic] = await service.client.createTopic('news')
    await topic.createSubscription('all')
    const subscription = topic.subscription('all', {
      flowControl: { maxMessages: 2 },
      streamingOptions: { maxStreams: 1 },
    })
    const messages = collect(subscription, () => {})
    await Promise.all(
      ['1', '2', '3', '4'].map((text) => topic.publishMessage({ data: Buffer.from(text) })),
    )
    await until('two came', () => messages.length === 2)
    const { json } = await service.rest('subscriptions/all:pull', {
      maxMessages: 10,
      returnImmediately: true,
    })
    expect(json.receivedMessages).toHaveLength(2)
    await service.rest('subscriptions/all:modifyAckDeadline', {
      ackIds: json.receivedMessages.map(({ ackId }: { ackId: string }) => ackId),
      ackDeadlineSeconds: 0,
    })
    messages[0]!.ack()
    await until('the next came', () => messages.length === 3)
    await subscription.close()
  })

  test('a subscription that is deleted ends its streams with code 5', async () => {
    await using service = await startService(folder)
    const [topic] = await service.client.createTopic('news')
    const [subscription] = await topic.createSubscription('all')
    const failed = new Promise((resolve) => void subscription.once('error', resolve))
    subscription.on('message', (message: Message) => message.ack())
    await service.rest('subscriptions/all', undefined, 'DELETE')
    expect(await failed).toMatchObject({ code: 5, details: 'Resource not found (resource=all).' })
  })

  test('googleapis sees the same topics, subscriptions and messages, over REST', async () => {
    await using service = await startService(folder)
    const rootUrl = `${service.emulator.url}/`
    const pubsub = google.pubsub({ version: 'v1', rootUrl, retry: false })
    const [topic] = await service.client.createTopic('news')
    await topic.createSubscription('all', { labels: { a: 'b' }, ackDeadlineSeconds: 30 })
    const name = 'projects/p/subscriptions/all'
    const { data: subscription } = await pubsub.projects.subscriptions.get({ subscription: name })
    expect(subscription).toMatchObject({
      topic: topic.name,
      labels: { a: 'b' },
      ackDeadlineSeconds: 30,
      messageRetentionDuration: '604800s',
      state: 'ACTIVE',
    })
    const requestBody = { messages: [{ data: 'YQ==' }] }
    const { data: published } = await pubsub.projects.topics.publish({
      topic: topic.name,
      requestBody,
    })
    const pulled = collect(topic.subscription('all'))
    await until('it came over gRPC', () => pulled.length === 1)
    expect(pulled[0]!.id).toBe(published.messageIds![0])
    await pubsub.projects.subscriptions.patch({
      name,
      requestBody: { subscription: { labels: { c: 'd' } }, updateMask: 'labels' },
    })
    const [metadata] = await topic.subscription('all').getMetadata()
    expect(metadata.labels).toEqual({ c: 'd' })
    await pubsub.projects.topics.delete({ topic: topic.name })
    const { data: left } = await pubsub.projects.subscriptions.get({ subscription: name })
    expect(left.topic).toBe('_deleted-topic_')
  })
})
