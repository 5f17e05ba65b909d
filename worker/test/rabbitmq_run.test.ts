// `worker run` and `worker dead` with a real RabbitMQ, as a user starts them.
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { freePort } from '../../test/helpers/free_port.ts'
import type { Work } from '../src/health/work.ts'
import { testClient } from '../src/testing/test_client.ts'
import { brokerEnv, sharedBroker } from './helpers/rabbitmq_shared.ts'
import { openClient } from './helpers/rabbitmq_client.ts'
import { until } from './helpers/until.ts'
import { processorFile, runWorker, workerProcess } from './helpers/worker_process.ts'

const broker = await sharedBroker()
const url = broker ?? ''
const environment = (more: Readonly<Record<string, string>>) => brokerEnv(url, more)

test('what this host has no source for is refused, with how to make one', async () => {
  const env = { MESSAGING_TYPE: 'SqsConnection', QUEUE_NAME: 'q' }
  const { code, output } = await runWorker(['run', processorFile('many_kinds.ts')], { env })
  expect(code).toBe(78)
  expect(output).toMatch(/^worker: MESSAGING_TYPE=SqsConnection is not supported; .* TaskSource/m)
})

const textOf = (bytes: Buffer): string => bytes.toString()

describe.skipIf(broker === undefined)('worker run with RabbitMQ', () => {
  test('results and undecodable messages: the former arrive, the latter die, and may be tried again', async () => {
    await using client = await openClient(url)
    const queue = client.queueName()
    const one = environment({ QUEUE_NAME: queue, LOG_FORMAT: 'seed' })
    await using worker = workerProcess(['run', processorFile('many_kinds.ts')], {
      env: { ...one, RABBITMQ_NUM_THREADS: '3' },
    })
    await worker.says(/Listening to RabbitMQ queue \S+ on 127.0.0.1:\d+ with 3 threads\.\.\./)
    await client.put(queue, { n: 1 }, { messageId: 'good' })
    await client.put(queue, 'not { json', { messageId: 'bad' })
    await client.put(queue, { do: 'throw once' }, { messageId: 'twice' })
    const results = [await client.pull(`${queue}.result`), await client.pull(`${queue}.result`)]
    expect(
      results.map(({ properties }) => [properties.messageId, properties.correlationId]),
    ).toEqual([
      ['result-good', 'good'],
      ['result-twice', 'twice'],
    ])
    await until('the bad one is dead', async () => (await client.ready(`${queue}.dead`)) === 1)
    const listed = await runWorker(['dead', 'list'], { env: one })
    expect(JSON.parse(listed.output)).toMatchObject({
      id: 'bad',
      task: 'bad',
      queue,
      payload: 'not { json',
    })
    expect(await runWorker(['dead', 'retry', 'bad'], { env: one })).toMatchObject({ code: 0 })
    await until('it has died again', async () => (await client.ready(`${queue}.dead`)) === 1)
    expect(await runWorker(['dead', 'delete', '--all'], { env: one })).toMatchObject({ code: 0 })
    expect(await client.ready(`${queue}.dead`)).toBe(0)
    worker.signal('SIGTERM')
    expect(await worker.ended).toBe(0)
    expect(await client.ready(queue)).toBe(0)
  })

  test('the page of the work shows dead letters of a broker, retries and deletes them, and holds none', async () => {
    await using client = await openClient(url)
    const queue = client.queueName()
    const port = String(await freePort())
    const env = environment({ QUEUE_NAME: queue, PORT: port })
    await using worker = workerProcess(['run', processorFile('many_kinds.ts')], { env })
    await worker.says('connected to')
    const page = `http://127.0.0.1:${port}`
    const dead = async () => {
      const work = (await (await fetch(`${page}/work.json`)).json()) as Work
      return work.deadLetters?.letters ?? []
    }
    const order = (id: string, what: string) =>
      fetch(`${page}/dead/${id}/${what}`, { method: 'POST' }).then(({ status }) => status)
    await client.put(queue, 'not { json', { messageId: 'bad' })
    await client.put(`${queue}.dead`, 'by hand', { messageId: 'strange' })
    const letters = await until('both are seen', async () => {
      const all = await dead()
      return all.length === 2 && all
    })
    expect(letters).toMatchObject([
      { id: 'bad', queue, payload: 'not { json', attempts: 1 },
      { id: 'strange', diedAt: null, foreign: false, payload: 'by hand' },
    ])
    expect(await client.ready(`${queue}.dead`)).toBe(2)
    expect(await order('bad', 'retry')).toBe(200)
    await until('it has died again', async () => (await client.ready(`${queue}.dead`)) === 2)
    expect(await order('strange', 'delete')).toBe(200)
    expect(await order('bad', 'delete')).toBe(200)
    expect(await order('bad', 'delete')).toBe(404)
    expect(await client.ready(`${queue}.dead`)).toBe(0)
  })

  test('a rate limit uses up no attempt, and nothing is taken meanwhile', async () => {
    await using client = await openClient(url)
    const queue = client.queueName()
    const env = environment({
      QUEUE_NAME: queue,
      TASK_RETRY_LIMIT: '1',
      RABBITMQ_NUM_THREADS: '1',
    })
    await using worker = workerProcess(['run', processorFile('many_kinds.ts')], { env })
    await worker.says('consuming')
    await client.put(queue, { do: 'too many', ms: 700 }, { messageId: 'limited' })
    await worker.says('rate limited')
    await client.put(queue, { n: 1 }, { messageId: 'after' })
    expect(await client.ready(queue)).toBe(1)
    const results = [await client.pull(`${queue}.result`), await client.pull(`${queue}.result`)]
    expect(results.map(({ content }) => JSON.parse(textOf(content)) as unknown)).toMatchObject([
      { attempt: 1 },
      { taskId: 'after' },
    ])
    expect(await client.ready(`${queue}.dead`)).toBe(0)
    worker.signal('SIGTERM')
    expect(await worker.ended).toBe(0)
    expect(await client.ready(queue)).toBe(0)
  })

  test("IsleConsumer's manner: from queue to queue, each with its processor", async () => {
    await using client = await openClient(url)
    const prefix = `${client.queueName()}-`
    const env = environment({ QUEUE_NAME_PREFIX: prefix, WORKER_CONCURRENCY: '2' })
    await using worker = workerProcess(['run', processorFile('isle.ts')], { env })
    await worker.says('consuming')
    await worker.says('startup task')
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    const headers = { traceparent }
    for (const n of [1, 2, 13])
      await client.put(`${prefix}numbers`, { n }, { messageId: `n${n}`, headers })
    const sentences = [
      await client.pull(`${prefix}sentences`),
      await client.pull(`${prefix}sentences`),
    ]
    expect(sentences.map(({ content }) => textOf(content)).toSorted()).toEqual([
      'it is 2',
      'it is 4',
    ])
    for (const { properties } of sentences)
      expect(properties.headers).toMatchObject({ traceparent })
    const dead = await client.pull(`${prefix}doubled.dead`)
    expect(dead.properties.headers).toMatchObject({ 'x-worker-reason': 'no such floor' })
    worker.signal('SIGTERM')
    expect(await worker.ended).toBe(0)
    await worker.says('shutdown task')
    for (const name of ['numbers', 'doubled', 'sentences'])
      for (const suffix of ['', '.dead'])
        await client.ask((channel) => channel.deleteQueue(prefix + name + suffix))
  })

  test('SIGTERM with 3 tasks begun: they finish, the others are there for others', async () => {
    await using client = await openClient(url)
    const queue = client.queueName()
    const env = environment({ QUEUE_NAME: queue, WORKER_CONCURRENCY: '3', LEASE_AHEAD: '2' })
    await using worker = workerProcess(['run', processorFile('many_kinds.ts')], { env })
    await worker.says('consuming')
    for (let n = 0; n < 8; n += 1) await client.put(queue, { do: 'sleep', ms: 1500 })
    await until('five are held', async () => (await client.ready(queue)) === 3)
    worker.signal('SIGTERM')
    await until('two are back', async () => (await client.ready(queue)) === 5, 1)
    expect(await worker.ended).toBe(0)
    expect(await client.ready(`${queue}.result`)).toBe(3)
    expect(await client.ready(queue)).toBe(5)
  })

  test('a worker killed with tasks begun: another one does them', async () => {
    await using client = await openClient(url)
    const queue = client.queueName()
    const env = environment({ QUEUE_NAME: queue, WORKER_CONCURRENCY: '3' })
    {
      await using killed = workerProcess(['run', processorFile('many_kinds.ts')], { env })
      await killed.says('consuming')
      for (const messageId of ['a', 'b', 'c'])
        await client.put(queue, { do: 'sleep', ms: 2000 }, { messageId })
      await until('all are held', async () => (await client.ready(queue)) === 0)
      killed.signal('SIGKILL')
      await killed.ended
    }
    await until('they are back', async () => (await client.ready(queue)) === 3)
    await using _worker = workerProcess(['run', processorFile('many_kinds.ts')], { env })
    await until('all are done', async () => (await client.ready(`${queue}.result`)) === 3)
    const results = [
      await client.pull(`${queue}.result`),
      await client.pull(`${queue}.result`),
      await client.pull(`${queue}.result`),
    ]
    const ids = results.map(({ properties }) => String(properties.correlationId))
    expect(ids.toSorted()).toEqual(['a', 'b', 'c'])
  })

  test('what the broker will never accept ends the worker with a sentence and 78', async () => {
    await using client = await openClient(url)
    const prefix = `${client.queueName()}-`
    await client.ask((channel) => channel.assertQueue(`${prefix}numbers`))
    const wrongQueue = environment({ QUEUE_NAME_PREFIX: prefix })
    const wrongUser = environment({ QUEUE_NAME: 'q', RABBITMQ_PASSWORD: 'wrong' })
    const [queue, user] = await Promise.all([
      runWorker(['run', processorFile('isle.ts')], { env: wrongQueue }),
      runWorker(['run', processorFile('many_kinds.ts')], { env: wrongUser }),
    ])
    expect(queue.code).toBe(78)
    expect(queue.output).toMatch(/^worker: RabbitMQ has queue \S+numbers with other options than/m)
    expect(user.code).toBe(78)
    expect(user.output).toMatch(/^worker: RabbitMQ at \S+ refuses the user guest: /m)
    for (const name of ['numbers', 'numbers.dead', 'doubled', 'doubled.dead'])
      await client.ask((channel) => channel.deleteQueue(prefix + name))
  })

  test('testClient puts, pulls and cleans up', async () => {
    const env = environment({ QUEUE_NAME: 'tested', RETRY_BASE_SECONDS: '0.01' })
    let prefix = ''
    {
      await using service = await testClient(processorFile('many_kinds.ts'), {
        env: { ...env, QUEUE_NAME_PREFIX: (prefix = `test-${randomUUID().slice(0, 8)}-`) },
      })
      const id = await service.put({ do: 'throw once' })
      expect(await service.pull()).toEqual({ attempt: 2 })
      expect(id).toMatch(/^[0-9a-f-]{36}$/)
      await service.put({ do: 'give up' })
      await until('it is dead', async () => (await service.dead()).length === 1)
    }
    await using client = await openClient(url)
    for (const suffix of ['', '.dead', '.result', '.retry.100'])
      expect(await client.ready(`${prefix}tested${suffix}`)).toBe(-1)
  })
})
