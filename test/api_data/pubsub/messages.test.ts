// Messages over REST: published, pulled, acknowledged, refused, and what becomes of those that nobody acknowledges.
import { describe, expect, test } from 'vitest'
import { stores } from '../../helpers/stores.ts'
import { pubsubFolder, startService, type Service } from './service.ts'

const folder = pubsubFolder()

const base64 = (text: string) => Buffer.from(text).toString('base64')
const textIn = (data: string) => Buffer.from(data, 'base64').toString()

const ofKey = (text: string) => ({ orderingKey: 'k', data: base64(text) })

const key = (length: number) => 'k'.repeat(length)

const inLanguage = (text: string, lang?: string) => ({
  data: base64(text),
  ...(lang !== undefined && { attributes: { lang } }),
})

interface Received {
  readonly ackId: string
  readonly deliveryAttempt?: number
  readonly message: {
    readonly data: string
    readonly attributes?: Record<string, string>
    readonly orderingKey?: string
  }
}

/** A topic `top` with a subscription `sub`, in a project of its own. */
async function withSubscription(
  { rest, emulator }: Service,
  subscription: object = {},
  topic = 'top',
  name = 'sub',
) {
  await rest(`topics/${topic}`, {}, 'PUT')
  const made = await rest(
    `subscriptions/${name}`,
    { topic: `projects/p/topics/${topic}`, ...subscription },
    'PUT',
  )
  expect(made.status).toBe(200)
  return {
    advance: (seconds: number) => emulator.clock.advance(seconds),
    async publish(...messages: (string | object)[]) {
      const whole = messages.map((message) =>
        typeof message === 'string' ? { data: base64(message) } : message,
      )
      const answer = await rest(`topics/${topic}:publish`, { messages: whole })
      expect(answer.status).toBe(200)
    },
    async pull(maxMessages = 100): Promise<Received[]> {
      const body = { maxMessages, returnImmediately: true }
      return (await rest(`subscriptions/${name}:pull`, body)).json.receivedMessages ?? []
    },
    async texts(maxMessages?: number) {
      return (await this.pull(maxMessages)).map(({ message }) => textIn(message.data))
    },
    acknowledge: (...received: Received[]) =>
      rest(`subscriptions/${name}:acknowledge`, { ackIds: received.map(({ ackId }) => ackId) }),
    modify: (ackDeadlineSeconds: number, ...received: Received[]) =>
      rest(`subscriptions/${name}:modifyAckDeadline`, {
        ackDeadlineSeconds,
        ackIds: received.map(({ ackId }) => ackId),
      }),
  }
}

describe.each(stores)('a message ($name)', ({ url }) => {
  test('is delivered to each subscription of its topic until it is acknowledged there', async () => {
    await using service = await startService(folder, url)
    await service.emulator.reset()
    const s = await withSubscription(service)
    const other = await withSubscription(service, {}, 'top', 'other')
    await s.publish('a', { attributes: { k: 'v' }, data: base64('b') })
    const received = await s.pull()
    expect(received).toMatchObject([
      { message: { data: base64('a') } },
      { message: { data: base64('b'), attributes: { k: 'v' } } },
    ])
    expect(await s.pull()).toEqual([])
    await s.acknowledge(received[0]!)
    s.advance(11)
    expect(await s.texts()).toEqual(['b'])
    expect(await other.texts(1)).toEqual(['a'])
    expect(await other.texts(1)).toEqual(['b'])
  })

  test('comes again when its deadline passes, later if the deadline was moved, at once if it was refused', async () => {
    await using service = await startService(folder, url)
    await service.emulator.reset()
    const s = await withSubscription(service, { ackDeadlineSeconds: 20 })
    await s.publish('a')
    const [first] = await s.pull()
    s.advance(19)
    expect(await s.pull()).toEqual([])
    await s.modify(60, first!)
    s.advance(30)
    expect(await s.pull()).toEqual([])
    s.advance(31)
    const [second] = await s.pull()
    expect(second).toBeDefined()
    // The delivery before has no say any more; its acknowledgement counts all the same.
    await s.modify(0, first!)
    expect(await s.pull()).toEqual([])
    await s.modify(0, second!)
    expect(await s.texts()).toEqual(['a'])
    await s.acknowledge(first!)
    s.advance(100)
    expect(await s.pull()).toEqual([])
  })

  test('of an ordering key waits for the one before it', async () => {
    await using service = await startService(folder, url)
    await service.emulator.reset()
    const s = await withSubscription(service, { enableMessageOrdering: true })
    const of = (orderingKey: string, text: string) => ({ orderingKey, data: base64(text) })
    await s.publish(of('a', 'a1'), of('a', 'a2'), of('b', 'b1'), 'free', of('a', 'a3'))
    const received = await s.pull()
    expect(received.map(({ message }) => textIn(message.data))).toEqual(['a1', 'b1', 'free'])
    await s.modify(0, received[0]!)
    const [again] = await s.pull()
    expect(again!.message).toMatchObject({ data: base64('a1'), orderingKey: 'a' })
    await s.acknowledge(again!)
    const [next] = await s.pull()
    expect(textIn(next!.message.data)).toBe('a2')
    s.advance(11)
    expect((await s.texts()).toSorted()).toEqual(['a2', 'b1', 'free'])
  })

  test('waits between deliveries as the retry policy says', async () => {
    await using service = await startService(folder, url)
    await service.emulator.reset()
    const retryPolicy = { minimumBackoff: '100s', maximumBackoff: '150s' }
    const s = await withSubscription(service, { retryPolicy })
    await s.publish('a')
    const [first] = await s.pull()
    await s.modify(0, first!)
    s.advance(99)
    expect(await s.pull()).toEqual([])
    s.advance(2)
    expect(await s.texts()).toEqual(['a'])
    // Its deadline of 10 seconds, then 150 rather than 200.
    s.advance(158)
    expect(await s.pull()).toEqual([])
    s.advance(3)
    expect(await s.texts()).toEqual(['a'])
  })

  test('goes when it is older than the subscription keeps messages', async () => {
    await using service = await startService(folder, url)
    await service.emulator.reset()
    const s = await withSubscription(service, { messageRetentionDuration: '3600s' })
    await s.publish('old')
    s.advance(1800)
    await s.publish('young')
    s.advance(1900)
    expect(await s.texts()).toEqual(['young'])
  })

  test('goes to the dead letter topic after its last delivery, and says where it is from', async () => {
    await using service = await startService(folder, url)
    await service.emulator.reset()
    const dead = await withSubscription(service, {}, 'dead', 'of-dead')
    const deadLetterPolicy = { deadLetterTopic: 'projects/p/topics/dead', maxDeliveryAttempts: 5 }
    const s = await withSubscription(service, { deadLetterPolicy })
    await s.publish({ data: base64('a'), attributes: { k: 'v' } })
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const [received] = await s.pull()
      expect(received?.deliveryAttempt).toBe(attempt)
      await s.modify(0, received!)
    }
    expect(await s.pull()).toEqual([])
    expect(await dead.pull()).toMatchObject([
      {
        message: {
          data: base64('a'),
          attributes: {
            k: 'v',
            CloudPubSubDeadLetterSourceDeliveryCount: '5',
            CloudPubSubDeadLetterSourceSubscription: 'sub',
            CloudPubSubDeadLetterSourceSubscriptionProject: 'p',
          },
        },
      },
    ])
  })

  test('comes again from a snapshot, with what was published after it, in order', async () => {
    await using service = await startService(folder, url)
    await service.emulator.reset()
    const { rest } = service
    const s = await withSubscription(service, { enableMessageOrdering: true })
    await s.publish(ofKey('1'), ofKey('2'), 'free')
    const [first] = await s.pull(1)
    await s.acknowledge(first!)
    const subscription = 'projects/p/subscriptions/sub'
    const made = await rest('snapshots/snap', { subscription, labels: { a: 'b' } }, 'PUT')
    expect(made.json).toMatchObject({ topic: 'projects/p/topics/top', labels: { a: 'b' } })
    await s.publish(ofKey('3'))
    const drained: string[] = []
    const drain = async () => {
      for (let some = await s.pull(); some.length > 0; some = await s.pull()) {
        drained.push(...some.map(({ message }) => textIn(message.data)))
        await s.acknowledge(...some)
      }
    }
    await drain()
    expect(drained.splice(0)).toEqual(['free', '2', '3'])
    const { snapshots } = (await rest('topics/top/snapshots', undefined, 'GET')).json
    expect(snapshots).toEqual(['projects/p/snapshots/snap'])
    expect((await rest('topics/top/subscriptions', undefined, 'GET')).json.subscriptions).toEqual([
      subscription,
    ])
    await rest('subscriptions/sub:seek', { snapshot: 'projects/p/snapshots/snap' })
    await drain()
    expect(drained).toEqual(['2', 'free', '3'])
    expect((await rest('snapshots/snap', undefined, 'DELETE')).status).toBe(200)
    expect((await rest('snapshots/snap', undefined, 'GET')).json.error.message).toBe(
      'Resource not found (resource=snap).',
    )
  })

  test('that is older than the time which is sought counts as acknowledged', async () => {
    await using service = await startService(folder, url)
    await service.emulator.reset()
    const s = await withSubscription(service)
    await s.publish('old')
    s.advance(60)
    const time = new Date(service.emulator.clock.now() / 1000).toISOString()
    s.advance(60)
    await s.publish('young')
    await service.rest('subscriptions/sub:seek', { time })
    expect(await s.texts()).toEqual(['young'])
  })

  test('goes there also when the deadline of its last delivery passes, and nobody pulls again', async () => {
    await using service = await startService(folder, url)
    await service.emulator.reset()
    const dead = await withSubscription(service, {}, 'dead', 'of-dead')
    const deadLetterPolicy = { deadLetterTopic: 'projects/p/topics/dead', maxDeliveryAttempts: 5 }
    const s = await withSubscription(service, { deadLetterPolicy })
    await s.publish('a')
    for (let attempt = 1; attempt < 5; attempt += 1) {
      expect(await s.pull()).toHaveLength(1)
      s.advance(11)
    }
    const [last] = await s.pull()
    await s.modify(60, last!)
    s.advance(50)
    expect(await dead.pull()).toEqual([])
    s.advance(11)
    expect(await dead.texts()).toEqual(['a'])
    expect(await s.pull()).toEqual([])
    s.advance(20)
    expect(await s.pull()).toEqual([])
  })

  test('reaches the subscriptions whose filter it fits', async () => {
    await using service = await startService(folder, url)
    await service.emulator.reset()
    const s = await withSubscription(service, {
      filter: 'attributes:lang AND NOT hasPrefix(attributes.lang, "de")',
    })
    await s.publish(inLanguage('1', 'en'), inLanguage('2', 'de-AT'), inLanguage('3'))
    expect(await s.texts()).toEqual(['1'])
  })
})

describe('a fork', () => {
  test('has the topics and subscriptions that were there, and messages of its own', async () => {
    await using service = await startService(folder)
    const s = await withSubscription(service)
    await s.publish('first')
    await using fork = await service.emulator.fork()
    const call = async (path: string, body: object) => {
      const headers = { 'content-type': 'application/json', ...fork.headers }
      const init = { method: 'POST', headers, body: JSON.stringify(body) }
      const answer = await fetch(`${service.emulator.url}/v1/projects/p/${path}`, init)
      return (await answer.json()) as { receivedMessages?: Received[] }
    }
    await call('topics/top:publish', { messages: [{ data: base64('forked') }] })
    const pulled = await call('subscriptions/sub:pull', { maxMessages: 9, returnImmediately: true })
    expect(pulled.receivedMessages?.map(({ message }) => textIn(message.data))).toEqual(['forked'])
    expect(await s.texts()).toEqual(['first'])
  })
})

describe('what has no handler', () => {
  test('policies of topics and schemas are kept as the document says', async () => {
    await using service = await startService(folder)
    const { rest } = service
    await withSubscription(service)
    const bindings = [{ role: 'roles/pubsub.viewer', members: ['user:a@b.c'] }]
    await rest('topics/top:setIamPolicy', { policy: { bindings } })
    expect((await rest('topics/top:getIamPolicy', undefined, 'GET')).json).toMatchObject({
      bindings,
    })
    expect((await rest('topics/none:getIamPolicy', undefined, 'GET')).status).toBe(404)
    await rest('schemas?schemaId=shape', { type: 'AVRO', definition: '{}' })
    expect((await rest('schemas/shape', undefined, 'GET')).json).toMatchObject({ type: 'AVRO' })
  })

  test('topics that were put there by hand have the subscriptions that name them', async () => {
    await using service = await startService(folder)
    const topic = 'projects/p/topics/seeded'
    const subscription = 'projects/p/subscriptions/seeded'
    await service.emulator.seed([
      { api: 'pubsub', name: topic, resource: { name: topic } },
      { api: 'pubsub', name: subscription, resource: { name: subscription, topic } },
    ])
    await service.rest('topics/seeded:publish', { messages: [{ data: base64('a') }] })
    const body = { maxMessages: 1, returnImmediately: true }
    const { json } = await service.rest('subscriptions/seeded:pull', body)
    expect(json.receivedMessages).toHaveLength(1)
  })
})

describe('a request that is wrong', () => {
  const message = { data: base64('a') }

  test.for([
    [{ messages: [{}] }, /^One or more messages in the publish request is empty\./],
    [{ messages: [] }, /^The value for message_count is too small\. You passed 0 /],
    [
      { messages: Array.from({ length: 1001 }, () => message) },
      /^The value for message_count is too large\. You passed 1001 in the request, but the maximum value is 1000\.$/,
    ],
    [{ messages: [{ attributes: { [key(257)]: '' } }] }, /attribute_key_size is too large/],
    [{ messages: [{ attributes: { k: key(1025) } }] }, /attribute_value_size is too large/],
    [{ messages: [{ ...message, orderingKey: key(1025) }] }, /ordering_key_size is too large/],
    [{ messages: [{ attributes: { googclient: '1' } }] }, /must not start with "goog"/],
  ] as const)('publishing %#', async ([body, words]) => {
    await using service = await startService(folder)
    await withSubscription(service)
    const { status, json } = await service.rest('topics/top:publish', body)
    expect(status).toBe(400)
    expect(json.error.status).toBe('INVALID_ARGUMENT')
    expect(json.error.message).toMatch(words)
  })

  test('is refused with the words of the service', async () => {
    await using service = await startService(folder)
    const { rest } = service
    const s = await withSubscription(service)
    await withSubscription(service, {}, 'top', 'other')
    await s.publish('a')
    const [received] = await s.pull()
    const messageOf = async (...request: Parameters<typeof rest>) => {
      const { status, json } = await rest(...request)
      return `${status} ${json.error?.message}`
    }
    expect(await messageOf('topics/none:publish', { messages: [{ data: 'YQ==' }] })).toBe(
      '404 Resource not found (resource=none).',
    )
    expect(await messageOf('subscriptions/none:pull', { maxMessages: 1 })).toBe(
      '404 Resource not found (resource=none).',
    )
    expect(await messageOf('subscriptions/sub:pull', {})).toBe(
      '400 The value for max_messages is too small. You passed 0 in the request, but the minimum value is 1.',
    )
    expect(await messageOf('subscriptions/sub:acknowledge', { ackIds: ['no'] })).toBe(
      '400 You have passed an invalid ack ID to the service (ack_id=no).',
    )
    expect(await messageOf('subscriptions/sub:acknowledge', {})).toBe('400 No ack ids specified.')
    const { ackId } = received!
    expect(await messageOf('subscriptions/other:acknowledge', { ackIds: [ackId] })).toBe(
      '400 You have passed a subscription that does not belong to the given ack ID (resource=projects/p/subscriptions/other).',
    )
  })

  test('waits for a message, unless it is to be answered at once', async () => {
    await using service = await startService(folder)
    const s = await withSubscription(service)
    const waiting = service.rest('subscriptions/sub:pull', { maxMessages: 1 })
    await s.publish('late')
    expect((await waiting).json.receivedMessages).toHaveLength(1)
    const idle = service.rest('subscriptions/sub:pull', { maxMessages: 1 })
    s.advance(10.5)
    expect((await idle).json.receivedMessages).toHaveLength(1)
  })
})
