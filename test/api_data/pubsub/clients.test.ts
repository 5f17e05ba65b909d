// Google's own client of Pub/Sub, unmodified: messages go through StreamingPull.
import type { Message, Subscription } from '@google-cloud/pubsub'
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
})
