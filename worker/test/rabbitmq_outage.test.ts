// RabbitMQ that is not there, hangs, is killed with messages in flight: the source waits, and nothing is lost.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { freePort } from '../../test/helpers/free_port.ts'
import { openBroker, type Broker } from './helpers/rabbitmq.ts'
import { openClient } from './helpers/rabbitmq_client.ts'
import { openTestSource, resultOf, settingsFor } from './helpers/rabbitmq_source.ts'
import { systemClock } from '../src/clock.ts'
import { HeldTask } from '../src/host/held_task.ts'
import type { Task } from '../src/sources/source.ts'
import { slowProxy } from './helpers/slow_proxy.ts'
import { brokerEnv } from './helpers/rabbitmq_shared.ts'
import { until } from './helpers/until.ts'
import { processorFile, workerProcess } from './helpers/worker_process.ts'

const broker: Broker | undefined = await openBroker()
afterAll(() => broker?.[Symbol.asyncDispose]())

/** As the host does: waits and asks again. */
async function persistently<T>(call: () => Promise<T>): Promise<T> {
  const attempt = (): Promise<{ readonly value: T } | false> =>
    call().then(
      (value) => ({ value }),
      (error: Error) => {
        if (error.name === 'SourceUnavailable') return false
        throw error
      },
    )
  return (await until('the broker is back', attempt, 60)).value
}

test('a broker that is not there is unavailable; asking again is all there is to do', async () => {
  const port = await freePort()
  await using opened = await openTestSource(settingsFor(`amqp://127.0.0.1:${port}`), ['q'])
  const refused = {
    name: 'SourceUnavailable',
    message: expect.stringContaining('cannot be reached'),
  }
  await expect(opened.receive()).rejects.toMatchObject(refused)
  await expect(opened.receive()).rejects.toMatchObject(refused)
  opened.drain()
  expect(await opened.receive()).toEqual([])
})

describe.skipIf(broker === undefined)('a RabbitMQ that fails', () => {
  const url = broker?.url ?? ''
  const settings = { ...settingsFor(url), concurrency: 10 }
  const restart = async () => {
    await broker!.kill()
    await broker!.start()
  }
  test('short of memory, it gets each result once, however late it confirms', async () => {
    const queue = 'alarmed'
    const results = `${queue}-results`
    await using client = await openClient(url)
    await client.ask((channel) => channel.assertQueue(queue))
    await client.ask((channel) => channel.assertQueue(results))
    await client.put(queue, {}, { messageId: 'a' })
    await using opened = await openTestSource(settings, [queue])
    const [task] = await opened.receive(1)
    await broker!.alarm(true)
    let isSent = false
    const sent = opened.source.publish(resultOf(task!, {}, results)).then(() => (isSent = true))
    // Longer than the ten seconds after which the message used to be sent again.
    await pause(14_000)
    expect(isSent).toBe(false)
    const second = opened.source.publish(resultOf({ ...task!, id: 'b' }, {}, results))
    await broker!.alarm(false)
    await Promise.all([sent, second])
    await opened.source.ack(task!)
    const { messageCount } = await client.ask((channel) => channel.checkQueue(results))
    expect(messageCount).toBe(2)
    expect(opened.log().match(/takes no messages, it is low on memory: .*"/g)).toHaveLength(1)
    expect(opened.log().match(/takes messages again after \d+ s; .*"/g)).toHaveLength(1)
  })

  test('a worker that waits for a broker short of memory stops when it is told, and no task is missing', async () => {
    await using client = await openClient(url)
    const queue = client.queueName('stopped')
    const env = brokerEnv(url, { QUEUE_NAME: queue, SHUTDOWN_GRACE_SECONDS: '0.5' })
    await using worker = workerProcess(['run', processorFile('many_kinds.ts')], { env })
    await worker.says('consuming')
    for (let n = 0; n < 50; n += 1)
      await client.put(queue, { do: 'sleep', ms: 400 }, { messageId: `${n}` })
    await worker.says('"msg":"done"')
    await broker!.alarm(true)
    try {
      await worker.says('takes no messages')
      worker.signal('SIGTERM')
      expect(await worker.ended).toBe(0)
    } finally {
      await broker!.alarm(false)
    }
    const counts = async () => [await client.ready(queue), await client.ready(`${queue}.result`)]
    // The result that was on its way may arrive, and its task comes again: it was not acknowledged.
    await until('no task is missing', async () => {
      const [tasks = 0, results = 0] = await counts()
      return tasks + results >= 50
    })
  })

  test('a message that the broker refuses leaves no copies of those beside it', async () => {
    await using client = await openClient(url)
    const queue = client.queueName('beside')
    const results = client.queueName('results')
    for (const each of [queue, results]) await client.ask((channel) => channel.assertQueue(each))
    await client.put(queue, {})
    await broker!.maxMessageSize(10_000)
    await using opened = await openTestSource(settings, [queue])
    const task = await opened.next()
    const publish = (id: string, text: string) =>
      persistently(() => opened.source.publish(resultOf({ ...task, id }, { text }, results)))
    await publish('first', '')
    const small = Array.from({ length: 200 }, (_, n) => publish(`small-${n}`, 'x'))
    const large = publish('large', 'x'.repeat(20_000)).then(
      () => 'taken',
      (error: Error) => error.message,
    )
    const more = Array.from({ length: 200 }, (_, n) => publish(`more-${n}`, 'x'))
    await broker!.maxMessageSize(2 ** 27)
    expect(await large).toMatch(/RabbitMQ refuses the message: .*larger than/)
    await Promise.all([...small, ...more])
    expect(await client.ready(results)).toBe(401)
  })

  test('a confirm that comes late, and a socket that takes nothing for a while, make no copies', async () => {
    const { hostname, port } = new URL(url)
    await using slow = await slowProxy(hostname, Number(port))
    await using client = await openClient(url)
    const queue = client.queueName('late')
    await client.ask((channel) => channel.assertQueue(queue))
    await client.ask((channel) => channel.assertQueue(`${queue}.result`))
    for (const messageId of ['a', 'b']) await client.put(queue, {}, { messageId })
    await using opened = await openTestSource(
      { ...settings, rabbitmqUrl: `amqp://127.0.0.1:${slow.port}` },
      [queue],
    )
    const tasks = [await opened.next(), await opened.next()]
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    // The channel is open then, and only the confirm is waited for.
    await opened.source.publish(resultOf({ ...tasks[0]!, id: 'first' }, {}))
    for (const [index, hold] of [slow.holdAnswers, slow.holdRequests].entries()) {
      hold(true)
      const sent = persistently(() => opened.source.publish(resultOf(tasks[index]!, {})))
      // Longer than anything here waits for an answer.
      for (let second = 0; second < 60; second += 1) await vi.advanceTimersByTimeAsync(1000)
      hold(false)
      await sent
    }
    vi.useRealTimers()
    expect(await client.ready(`${queue}.result`)).toBe(3)
  })

  test('a task held longer than the broker allows is lost in its words, with the setting to change', async () => {
    await broker!.consumerTimeout(1000)
    await using client = await openClient(url)
    await client.ask((channel) => channel.assertQueue('slow'))
    await client.put('slow', {}, { messageId: 'a' })
    await using opened = await openTestSource(settings, ['slow'])
    const [task] = await opened.receive(1)
    await until('the task is lost', () => task!.lost?.aborted)
    await broker!.consumerTimeout(1_800_000)
    const held = new HeldTask(task!, {
      source: opened.source,
      clock: systemClock,
      since: Date.now(),
      leaseMs: 60_000,
      onRenewed: () => undefined,
      onFault: () => undefined,
    })
    expect((held.lost.reason as Error).message).toMatch(
      /was lost: delivery acknowledgement on channel \d+ timed out\..* Raise consumer_timeout of RabbitMQ/,
    )
  })

  test('a dead letter of a task that the broker took back says so, with the setting to change', async () => {
    await broker!.consumerTimeout(1000)
    await using client = await openClient(url)
    const queue = client.queueName('taken-back')
    const env = brokerEnv(url, { QUEUE_NAME: queue, TASK_RETRY_LIMIT: '1', TASK_SECONDS: '1800' })
    await using worker = workerProcess(['run', processorFile('many_kinds.ts')], { env })
    await worker.says('consuming')
    expect(worker.output()).toMatch(
      /may take 1805 s in its last attempt .*but consumer_timeout of RabbitMQ is 1800 s unless/,
    )
    await client.put(queue, { do: 'sleep until aborted', ms: 60_000 }, { messageId: 'a' })
    const letter = await client.pull(`${queue}.dead`)
    await broker!.consumerTimeout(1_800_000)
    expect(letter.properties.headers?.['x-worker-reason']).toMatch(
      /^handed out 1 times and not finished; the last time .*timed out.* Raise consumer_timeout of RabbitMQ/,
    )
  })

  test('killed with 10 tasks in flight and 40 waiting: each is told lost, comes again, and none is missing', async () => {
    const queue = 'in-flight'
    const ids = Array.from({ length: 50 }, (_, n) => `task-${n}`)
    {
      await using client = await openClient(url)
      await client.ask((channel) => channel.assertQueue(queue))
      for (const messageId of ids) await client.put(queue, { messageId }, { messageId })
    }
    await using opened = await openTestSource(settings, [queue])
    const begun: Task[] = []
    while (begun.length < 10) begun.push(...(await opened.receive(10)))
    const waiting = opened.receive(10)
    const told = waiting.then(
      () => 'received',
      (error: Error) => error.name,
    )
    await broker!.kill()
    expect(await told).toBe('SourceUnavailable')
    await until('all are lost', () => begun.every(({ lost }) => lost?.aborted))
    // What the host may still say of tasks that were lost while it spoke.
    await opened.source.ack(begun[0]!)
    await opened.source.release(begun[1]!, 1000)
    await opened.source.deadLetter(begun[2]!, { reason: 'x', attempts: 1 })
    await expect(opened.source.publish(resultOf(begun[3]!, {}))).rejects.toMatchObject({
      name: 'SourceUnavailable',
    })
    await broker!.start()
    const done = new Map<string, number>()
    while (done.size < ids.length)
      for (const task of await persistently(() => opened.receive(10))) {
        await opened.source.publish(resultOf(task, {}))
        await opened.source.ack(task)
        done.set(task.id, task.attempt)
      }
    expect([...done.keys()].toSorted()).toEqual(ids.toSorted())
    for (const { id } of begun) expect(done.get(id)).toBe(2)
    await using client = await openClient(url)
    await until('nothing is left', async () => (await client.ready(queue)) === 0)
    expect(await client.ready(`${queue}.result`)).toBe(50)
    expect(await client.ready(`${queue}.dead`)).toBe(0)
  })

  test.each([
    ['classic', {}],
    ['quorum', { arguments: { 'x-queue-type': 'quorum' } }],
  ])(
    'killed while a task of a %s queue waits for its retry: it comes back',
    async (type, options) => {
      const queue = `retry-${type}`
      await using opened = await openTestSource(settings, [queue], [{ options }])
      // A broker that has just started may not be able to declare a quorum queue yet.
      const received = persistently(() => opened.next())
      {
        await using client = await openClient(url)
        await until('the queue is there', async () => (await client.ready(queue)) === 0)
        await client.put(queue, 'x', { messageId: 'a' })
      }
      await opened.source.release(await received, 1000)
      await restart()
      const [task] = await persistently(() => opened.receive())
      expect(task).toMatchObject({ id: 'a', attempt: 2 })
    },
  )

  test('a broker that hangs: what is said to it fails in time, and closing does not hang', async () => {
    const queue = 'hanging'
    await using client = await openClient(url)
    await client.ask((channel) => channel.assertQueue(queue))
    await client.put(queue, 'x', { messageId: 'a' })
    const opened = await openTestSource(settings, [queue])
    const task = await opened.next()
    broker!.signal('SIGSTOP')
    try {
      // The signal takes a moment.
      const publish = (): Promise<boolean> =>
        opened.source.publish(resultOf(task, {})).then(
          () => false,
          (error: Error) => error.name === 'SourceUnavailable',
        )
      await until('it hangs', publish, 60)
      const since = Date.now()
      await opened[Symbol.asyncDispose]()
      expect(Date.now() - since).toBeLessThan(5000)
    } finally {
      broker!.signal('SIGCONT')
    }
    await using again = await openTestSource(settings, [queue])
    expect(await again.next()).toMatchObject({ id: 'a', attempt: 2 })
  })

  test('the broker is killed with tasks in flight: the worker lives, and all are done', async () => {
    const queue = `test-q-${randomUUID().slice(0, 8)}`
    const env = brokerEnv(url, {
      QUEUE_NAME: queue,
      WORKER_CONCURRENCY: '3',
      TASK_RETRY_LIMIT: '9',
    })
    await using worker = workerProcess(['run', processorFile('many_kinds.ts')], { env })
    await worker.says('consuming')
    const ids = Array.from({ length: 12 }, (_, n) => `t${n}`)
    {
      await using client = await openClient(url)
      for (const messageId of ids) await client.put(queue, { do: 'sleep', ms: 700 }, { messageId })
      await until('some are done', async () => (await client.ready(`${queue}.result`)) > 2)
    }
    await broker!.kill()
    await worker.says('trying again')
    await broker!.start()
    await using client = await openClient(url)
    const seen = new Set<string>()
    while (seen.size < ids.length)
      seen.add(String((await client.pull(`${queue}.result`)).properties.correlationId))
    expect([...seen].toSorted()).toEqual(ids.toSorted())
    worker.signal('SIGTERM')
    expect(await worker.ended).toBe(0)
    expect(await client.ready(queue)).toBe(0)
    expect(await client.ready(`${queue}.dead`)).toBe(0)
  })

  test('a broker that is not there yet is waited for', async () => {
    await broker!.kill()
    const queue = `test-q-${randomUUID().slice(0, 8)}`
    const env = brokerEnv(url, { QUEUE_NAME: queue })
    await using worker = workerProcess(['run', processorFile('many_kinds.ts')], { env })
    await worker.says(/cannot be reached: .*; trying again/)
    const isle = processorFile('isle.ts')
    await using rococo = workerProcess(['run', processorFile('many_kinds.ts')], {
      env: { ...env, LOG_FORMAT: 'seed' },
    })
    await using isleConsumer = workerProcess(['run', isle], { env: { ...env, LOG_FORMAT: 'seed' } })
    await rococo.says(
      /Unable to connect to RabbitMQ after 2 retries\.\.\. Retrying in \d\.\d seconds\.\.\.\n/,
    )
    await isleConsumer.says(/WARNING: RABBITMQ CONNECTION FAILED. RETRYING IN \d\.\dS\n/)
    for (const original of [rococo, isleConsumer]) {
      original.signal('SIGTERM')
      expect(await original.ended).toBe(0)
    }
    await broker!.start()
    await worker.says('consuming')
    await using client = await openClient(url)
    await client.put(queue, { n: 1 }, { messageId: 'a' })
    expect((await client.pull(`${queue}.result`)).properties.messageId).toBe('result-a')
  })
})
