// RabbitMQ as a source of tasks, against a real broker: what is handed out, and what becomes of it.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { timeoutDoubts } from '../src/sources/rabbitmq/consumer_timeout.ts'
import { openDeadLetters } from '../src/sources/rabbitmq/dead_letters.ts'
import { delayStep } from '../src/sources/rabbitmq/topology.ts'
import { sharedBroker } from './helpers/rabbitmq_shared.ts'
import { openClient, type BrokerClient } from './helpers/rabbitmq_client.ts'
import { openTestSource, resultOf, settingsFor } from './helpers/rabbitmq_source.ts'
import { until } from './helpers/until.ts'

const broker = await sharedBroker()
const url = broker ?? ''
const long = (value: bigint) => ({ '!': 'long', value })

test('few queues for retries: a delay is taken for the next longer of ten in each power of ten', () => {
  const delays = [0, 100, 101, 1000, 1001, 45_000, 60_000, 8e4, 9e4, 299_999, 1e12]
  expect(delays.map(delayStep)).toEqual([
    100,
    100,
    120,
    1000,
    1200,
    50_000,
    60_000,
    80_000,
    100_000,
    300_000,
    40 * 86_400_000,
  ])
})

test('a task that may take longer than its queue allows is doubted, with the settings on both sides', () => {
  const times = { taskSeconds: 50, taskTimeMult: 1, taskRetryLimit: 3, taskGraceSeconds: 5 }
  const doubts = (args: Readonly<Record<string, number>>) =>
    timeoutDoubts(times, new Map([['q', { arguments: args }]]))
  expect(doubts({})).toEqual([])
  expect(doubts({ 'x-consumer-timeout': 155_000 })).toEqual([])
  expect(doubts({ 'x-consumer-timeout': 154_999 })).toEqual([
    'a task of queue q may take 155 s in its last attempt (TASK_SECONDS, TASK_TIME_MULT, TASK_RETRY_LIMIT, ' +
      'TASK_GRACE_SECONDS), but x-consumer-timeout of queue q is 154.999 s, and then the broker takes the task back: ' +
      'raise that, or let tasks take less',
  ])
})

describe.skipIf(broker === undefined)('RabbitMQ', () => {
  let client: BrokerClient
  beforeAll(async () => void (client = await openClient(url)))
  afterAll(() => client[Symbol.asyncDispose]())

  const settings = settingsFor(url)
  const quorum = { arguments: { 'x-queue-type': 'quorum' } }

  test('a queue that is not there is declared, durable, with a queue of its dead letters', async () => {
    const queue = client.queueName()
    await using opened = await openTestSource(settings, [queue])
    const received = opened.receive()
    await until('both are there', async () => (await client.ready(`${queue}.dead`)) === 0)
    await until('both are there', async () => (await client.ready(queue)) === 0)
    await client.put(
      queue,
      { n: 1 },
      { messageId: 'a', type: 'tagged', headers: { Trace: 'x', n: 1 } },
    )
    expect(await received).toMatchObject([
      {
        id: 'a',
        queue,
        attempt: 1,
        tag: 'tagged',
        headers: { trace: 'x', n: '1' },
        payload: Buffer.from('{"n":1}'),
      },
    ])
    await client.ask((channel) => channel.assertQueue(queue, { durable: true }))
  })

  test('a task that is acknowledged is gone; one that is not comes back when the worker has gone', async () => {
    const queue = client.queueName()
    {
      await using opened = await openTestSource(settings, [queue])
      const received = opened.next()
      await until('the queue is there', async () => (await client.ready(queue)) === 0)
      await client.put(queue, 'one', { messageId: 'one' })
      const one = await received
      await client.put(queue, 'two', { messageId: 'two' })
      const two = await opened.next()
      expect([one.id, two.id]).toEqual(['one', 'two'])
      await opened.source.ack(one)
      await opened.source.ack(one)
    }
    await using again = await openTestSource(settings, [queue])
    expect(await again.next()).toMatchObject({ id: 'two', attempt: 2 })
    expect(await client.ready(queue)).toBe(0)
  })

  test('integers above 2^53 in headers are the same after retries and in dead letters', async () => {
    const queue = client.queueName()
    const headers = {
      big: long(9_007_199_254_740_993n),
      least: long(-9_223_372_036_854_775_807n),
      small: 7,
      list: ['é', true, null, long(9_223_372_036_854_775_807n), { deep: long(2n ** 60n + 1n) }],
    }
    await using opened = await openTestSource(settings, [queue])
    const received = opened.next()
    await until('the queue is there', async () => (await client.ready(queue)) === 0)
    await client.put(queue, {}, { messageId: 'a', contentType: 'a/b', headers })
    const first = await received
    expect(first.headers).toMatchObject({ big: '9007199254740993', small: '7' })
    await opened.source.release(first, 100)
    const second = await opened.next()
    expect(second).toMatchObject({ attempt: 2, headers: { least: '-9223372036854775807' } })
    await opened.source.deadLetter(second, { reason: 'x', attempts: 2 })
    const letters = await openDeadLetters(settings, [queue])
    const told: string[] = []
    for (const { task } of await letters.list()) told.push(...Object.values(task.headers))
    await letters.retry('a')
    await letters.close()
    expect(told).toEqual(expect.arrayContaining(['9007199254740993', '-9223372036854775807']))
    expect(await opened.next()).toMatchObject({
      id: 'a',
      headers: {
        big: '9007199254740993',
        list: expect.stringMatching(/9223372036854775807.*1152921504606846977/),
      },
    })
  })

  test('no more tasks are taken than can be begun', async () => {
    const queue = client.queueName()
    await client.ask((channel) => channel.assertQueue(queue))
    for (let n = 0; n < 10; n += 1) await client.put(queue, { n })
    await using opened = await openTestSource({ ...settings, concurrency: 2, leaseAhead: 1 }, [
      queue,
    ])
    const [first] = await opened.receive(1)
    await until('the rest waits', async () => (await client.ready(queue)) === 7)
    await opened.source.ack(first!)
    await until('another one comes', async () => (await client.ready(queue)) === 6)
    expect(await opened.receive(9)).toHaveLength(3)
  })

  test('tasks not begun go back at once when the worker drains, and those begun may be finished', async () => {
    const queue = client.queueName()
    await client.ask((channel) => channel.assertQueue(queue))
    for (let n = 0; n < 6; n += 1) await client.put(queue, { n })
    await using opened = await openTestSource(settings, [queue])
    const begun = await opened.next()
    await until('four are held', async () => (await client.ready(queue)) === 2)
    opened.drain()
    expect(await opened.receive()).toEqual([])
    await until('all others are back', async () => (await client.ready(queue)) === 5)
    await opened.source.publish(resultOf(begun, { ok: true }))
    await opened.source.ack(begun)
    await client.put(queue, { n: 6 })
    await until('nobody takes it', async () => (await client.ready(queue)) === 6)
    expect(await client.ready(`${queue}.result`)).toBe(1)
  })

  test('a result goes to the out key, to reply-to, or to the queue of results, with the ids in it', async () => {
    const queue = client.queueName()
    const out = client.queueName('out')
    const reply = client.queueName('reply')
    await client.ask((channel) => channel.assertQueue(queue))
    await client.ask((channel) => channel.assertQueue(reply))
    for (const messageId of ['a', 'b']) await client.put(queue, {}, { messageId })
    await client.put(queue, {}, { messageId: 'c', replyTo: reply })
    await using opened = await openTestSource(settings, [queue])
    const tasks = [await opened.next(), await opened.next(), await opened.next()]
    const [a, b, c] = tasks
    expect(await opened.source.publish(resultOf(a!, { n: 1 }))).toBe('published')
    await opened.source.publish(resultOf(b!, { n: 2 }, out))
    await opened.source.publish(resultOf(c!, { n: 3 }))
    expect(await client.pull(`${queue}.result`)).toMatchObject({
      content: Buffer.from('{"n":1}'),
      properties: {
        messageId: 'result-a',
        correlationId: 'a',
        contentType: 'application/json',
        deliveryMode: 2,
        headers: { task_id: 'a' },
      },
    })
    expect((await client.pull(out)).content.toString()).toBe('{"n":2}')
    expect((await client.pull(reply)).content.toString()).toBe('{"n":3}')
    await client.ask((channel) => channel.deleteQueue(reply))
    expect(await opened.source.publish(resultOf(c!, {}))).toBe('published')
    // The queue of results is made again if somebody deletes it.
    await client.ask((channel) => channel.deleteQueue(`${queue}.result`))
    await opened.source.publish(resultOf(a!, { n: 4 }))
    expect((await client.pull(`${queue}.result`)).content.toString()).toBe('{"n":4}')
  })

  test.each([
    ['classic', {}],
    ['quorum', quorum],
  ])(
    'a failed task of a %s queue waits for its retry, and its attempts are counted',
    async (_, options) => {
      const queue = client.queueName()
      await using opened = await openTestSource(settings, [queue], [{ options }])
      const received = opened.next()
      await until('the queue is there', async () => (await client.ready(queue)) === 0)
      const properties = { messageId: 'a', expiration: '600000', headers: { mine: 'kept', CC: [] } }
      await client.put(queue, { n: 1 }, properties)
      const first = await received
      const since = Date.now()
      await opened.source.release(first, 280)
      await opened.source.release(first, 280)
      const second = await opened.next()
      expect(Date.now() - since).toBeGreaterThan(290)
      expect(second).toMatchObject({ id: 'a', attempt: 2, headers: { mine: 'kept' } })
      expect(second.payload).toEqual(first.payload)
      await opened.source.release(second, 100)
      expect(await opened.next()).toMatchObject({ id: 'a', attempt: 3 })
      expect(await client.ready(queue)).toBe(0)
      for (const step of [300, 100])
        await client.ask((channel) => channel.deleteQueue(`${queue}.retry.${step}`))
    },
  )

  test.each([
    ['classic', {}],
    ['quorum', quorum],
  ])('each worker that dies with a task of a %s queue counts as an attempt', async (_, options) => {
    const queue = client.queueName()
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await using opened = await openTestSource(settings, [queue], [{ options }])
      const received = opened.next()
      if (attempt === 1) {
        await until('the queue is there', async () => (await client.ready(queue)) === 0)
        await client.put(queue, 'x', { messageId: 'killer' })
      }
      expect(await received).toMatchObject({ id: 'killer', attempt })
    }
  })

  test('a quorum queue hands its message to the dead letters when 20 workers have died of it', async () => {
    const queue = client.queueName()
    {
      await using opened = await openTestSource(settings, [queue], [{ options: quorum }])
      void opened.receive().catch(() => undefined)
      await until('the queue is there', async () => (await client.ready(queue)) === 0)
    }
    await client.put(queue, 'x', { messageId: 'killer' })
    await client.ask(async (channel) => {
      let tries = 0
      await channel.consume(queue, (message) => {
        if (message === null) return
        tries += 1
        channel.nack(message)
      })
      await until('it is dead', async () => (await client.ready(`${queue}.dead`)) === 1)
      expect(tries).toBe(21)
    })
    await using letters = await deadLetters(queue)
    expect(await letters.list()).toMatchObject([
      { id: 'killer', notice: { reason: 'given up by the broker: delivery_limit' } },
    ])
  })

  const deadLetters = async (...queues: string[]) => {
    const letters = await openDeadLetters(settings, queues)
    return { ...letters, [Symbol.asyncDispose]: () => letters.close() }
  }

  test('a dead letter keeps the original and says why; it can be listed, put back, deleted', async () => {
    const queue = client.queueName()
    await client.ask((channel) => channel.assertQueue(queue))
    const headers = { mine: 'kept', large: 'x'.repeat(50_000) }
    await client.put(queue, 'not { json', { messageId: 'bad', contentType: 'text/x', headers })
    await client.put(queue, 'other', { messageId: 'other' })
    await using opened = await openTestSource(settings, [queue])
    const stack = 'y'.repeat(60_000)
    for (const n of [1, 2]) {
      const task = await opened.next()
      const error = { name: 'PoisonError', message: 'no JSON', stack }
      await opened.source.deadLetter(task, { reason: `no JSON ${n}`, attempts: n, error })
    }
    {
      await using letters = await deadLetters(queue)
      const before = Date.now() - 60_000
      const [bad, other, ...more] = await letters.list()
      expect(more).toEqual([])
      expect(bad).toMatchObject({
        id: 'bad',
        task: { id: 'bad', queue, mimetype: 'text/x', headers: { mine: 'kept' } },
        notice: { reason: 'no JSON 1', attempts: 1, error: { name: 'PoisonError' } },
      })
      expect(Buffer.from(bad!.task.payload).toString()).toBe('not { json')
      expect(bad!.notice.error!.stack).toHaveLength(10_000)
      expect(bad!.diedAt).toBeGreaterThan(before)
      expect(other).toMatchObject({ id: 'other' })
      expect(await letters.list()).toHaveLength(2)
      expect(await letters.retry('none')).toBe(false)
      expect(await letters.retry('bad')).toBe(true)
      expect(await letters.retry('bad')).toBe(false)
    }
    expect(await opened.next()).toMatchObject({ id: 'bad', attempt: 1, headers: { mine: 'kept' } })
    {
      await using letters = await deadLetters(queue)
      expect(await letters.remove('other')).toBe(true)
    }
    await until('no letter is left', async () => (await client.ready(`${queue}.dead`)) === 0)
  })

  test('headers that leave no room for the reason are left out', async () => {
    const queue = client.queueName()
    await client.ask((channel) => channel.assertQueue(queue))
    await client.put(queue, 'x', { messageId: 'a', headers: { large: 'x'.repeat(65_000) } })
    await using opened = await openTestSource(settings, [queue])
    await opened.source.deadLetter(await opened.next(), { reason: 'why '.repeat(900), attempts: 1 })
    const letter = await client.pull(`${queue}.dead`)
    expect(letter.properties.headers).toMatchObject({ 'x-worker-reason': 'why '.repeat(900) })
    expect(letter.content.toString()).toBe('x')
  })

  test('messages without an id get one; their letters can be named', async () => {
    const queue = client.queueName()
    await client.ask((channel) => channel.assertQueue(queue))
    for (const body of ['a', 'b']) await client.put(queue, body)
    await using opened = await openTestSource(settings, [queue])
    const [a, b] = [await opened.next(), await opened.next()]
    expect(a.id).not.toBe(b.id)
    await opened.source.ack(a)
    await opened.source.ack(b)
    // As the broker leaves them: without an id and without a word of ours.
    for (const body of ['same', 'same', 'other']) await client.put(`${queue}.dead`, body)
    const ids = async () => {
      await using letters = await deadLetters(queue)
      return (await letters.list()).map(({ id }) => id)
    }
    expect(new Set(await ids()).size).toBe(3)
    await until('the letters are back', async () => (await client.ready(`${queue}.dead`)) === 3)
    expect(await ids()).toEqual(await ids())
  })

  test("a processor's options say how often a message may come back", async () => {
    const requeue = client.queueName('requeue')
    const never = client.queueName('never')
    const limited = client.queueName('limited')
    const processors = [
      { inKey: requeue, options: { requeue: true, rejectOnRedelivered: true } },
      { inKey: never, options: { requeue: false } },
      { inKey: limited, options: { ...quorum, maxDeliveryCount: 2, requeue: true } },
    ]
    await using opened = await openTestSource(settings, [requeue, never, limited], processors)
    const attempts: Record<string, number> = {}
    const received = opened.next()
    await until('all are there', async () => (await client.ready(limited)) === 0)
    for (const queue of [requeue, never, limited])
      await client.put(queue, 'x', { messageId: queue })
    let task = await received
    for (let n = 1; ; n += 1) {
      attempts[task.queue] = task.attempt
      await opened.source.release(task, 60_000)
      if (n === 6) break
      task = await opened.next()
    }
    expect(attempts).toEqual({ [requeue]: 2, [never]: 1, [limited]: 3 })
    for (const queue of [requeue, never, limited]) await client.pull(`${queue}.dead`)
  })

  test('a queue that is there with other options: taken as it is, unless the processor wants others', async () => {
    const queue = client.queueName()
    await client.ask((channel) => channel.assertQueue(queue, { durable: false, maxLength: 9 }))
    await client.put(queue, 'x', { messageId: 'a' })
    {
      await using opened = await openTestSource(settings, [queue])
      expect(await opened.next()).toMatchObject({ id: 'a' })
    }
    await using other = await openTestSource(settings, [queue], [{ options: { durable: true } }])
    await expect(other.receive()).rejects.toMatchObject({ name: 'ConfigError' })
    await expect(other.receive()).rejects.toThrow(
      /^RabbitMQ has queue \S+ with other options than this worker wants \(inequivalent arg '.+; delete the queue, or say/,
    )
  })

  test("a quorum queue of somebody else's is used without our safeguards", async () => {
    const queue = client.queueName()
    await client.ask((channel) => channel.assertQueue(queue, quorum))
    await client.put(queue, 'x', { messageId: 'a' })
    await using opened = await openTestSource(settings, [queue], [{ options: quorum }])
    expect(await opened.next()).toMatchObject({ id: 'a' })
  })

  test('options that RabbitMQ does not know are all named', async () => {
    const processors = [{ inKey: 'a', options: { durabel: true, requeue: 1 } }]
    await expect(openTestSource(settings, ['a'], processors)).rejects.toMatchObject({
      name: 'ConfigError',
      problems: [
        expect.stringContaining('options of the processor for a: there is no "durabel"'),
        'options of the processor for a: requeue must be true or false',
      ],
    })
  })

  test('a queue that is deleted is declared again, and consumed', async () => {
    const queue = client.queueName()
    await using opened = await openTestSource(settings, [queue])
    const received = opened.next()
    await until('the queue is there', async () => (await client.ready(queue)) === 0)
    await client.ask((channel) => channel.deleteQueue(queue))
    await until('it is there again', async () => (await client.ready(queue)) === 0)
    await client.put(queue, 'x', { messageId: 'a' })
    expect(await received).toMatchObject({ id: 'a' })
  })

  test('a user or a virtual host that the broker refuses is a wrong setting', async () => {
    const wrongUser = { ...settings, rabbitmqUrl: url.replace('guest:guest', 'guest:s3cret') }
    await using first = await openTestSource(wrongUser, ['a'])
    const told = await first.receive().then(String, (error: Error) => error.stack)
    expect(told).toMatch(
      /^ConfigError: .* refuses the user guest: .*see RABBITMQ_USER, RABBITMQ_PASSWORD$/m,
    )
    expect(told).not.toContain('s3cret')
    await using second = await openTestSource({ ...settings, rabbitmqUrl: `${url}/none` }, ['a'])
    await expect(second.receive()).rejects.toThrow(/refuses the virtual host none: /)
  })

  test('a large message and a large result pass', async () => {
    const queue = client.queueName()
    await client.ask((channel) => channel.assertQueue(queue))
    await client.put(queue, 'z'.repeat(2_000_000))
    await using opened = await openTestSource(settings, [queue])
    const task = await opened.next()
    expect(task.payload).toHaveLength(2_000_000)
    await opened.source.publish(resultOf(task, 'r'.repeat(3_000_000)))
    expect((await client.pull(`${queue}.result`)).content).toHaveLength(3_000_002)
    await opened.source.ack(task)
  })

  test('several queues are consumed at once', async () => {
    const queues = [client.queueName('a'), client.queueName('b')]
    for (const queue of queues) {
      await client.ask((channel) => channel.assertQueue(queue))
      await client.put(queue, 'x', { messageId: randomUUID() })
    }
    await using opened = await openTestSource(settings, queues)
    const tasks = [await opened.next(), await opened.next()]
    expect(tasks.map(({ queue }) => queue).toSorted()).toEqual(queues.toSorted())
  })
})
