// Sources of pull queues against the real emulator: what they promise in source.ts, of either API, on every store.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Emulator } from '../../src/index.ts'
import { defineWorker, type Result, type Task, type TaskSource } from '../src/index.ts'
import { inTurn } from '../src/sources/in_turn.ts'
import { openDeadLetters } from '../src/sources/pull_queue/dead_letters.ts'
import { derivedId } from '../src/sources/pull_queue/derived_id.ts'
import { cloudTasksQueue } from './helpers/cloud_tasks_queue.ts'
import { durableStores, hasRedis, startEmulator } from './helpers/emulator.ts'
import { hosting } from './helpers/hosting.ts'
import { cloudTasksServer, pullServers, taskQueueServer } from './helpers/pull_server.ts'
import { messageIn, testQueue, type TestQueue } from './helpers/queue.ts'
import { until } from './helpers/until.ts'

const cases = pullServers.flatMap((server) =>
  durableStores.map((store) => ({ server, store, name: `${server.name} in ${store.name}` })),
)

const { signal } = new AbortController()

describe.each(cases)('$name', ({ server, store }) => {
  const absent = store.name === 'Redis' && !hasRedis()
  describe.skipIf(absent)('as a source', () => {
    let folder = ''
    let emulator: Emulator
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'source-'))
      emulator = await server.start(store.url(folder))
    })
    afterAll(async () => {
      await emulator.stop()
      await rm(folder, { recursive: true })
    })

    const open = (): { queue: TestQueue; source: TaskSource } => {
      const queue = server.queue(emulator.url)
      return { queue, source: server.source(emulator.url, [queue.name]) }
    }

    test('gives each task to one, with the number of its attempt', async () => {
      const { queue, source } = open()
      await queue.put({ n: 1 }, { id: 'a' })
      await queue.put({ n: 2 }, { id: 'b', tag: 'other' })
      const [task, ...others] = await receive(source)
      expect(others).toEqual([])
      expect(task).toMatchObject({ id: 'a', queue: queue.name, attempt: 1, tag: 'task' })
      expect(Buffer.from(task!.payload).toString()).toBe('{"n":1}')
      expect(await receive(source)).toEqual([])
      await source.release(task!, 0)
      expect(await receive(source)).toMatchObject([{ id: 'a', attempt: 2 }])
    })

    test('an empty TASK_TAG takes the tasks without a tag, and only those', async () => {
      const { queue } = open()
      const source = server.source(emulator.url, [queue.name], { taskTag: '' })
      await queue.put({}, { id: 'a' })
      await queue.put({}, { id: 'b', tag: '' })
      const [task, ...others] = await receive(source)
      expect(others).toEqual([])
      expect(task).toMatchObject({ id: 'b', attempt: 1 })
      await source.deadLetter(task!, { reason: 'x', attempts: 1 })
      const letters = openDeadLetters(server.settings(emulator.url), [queue.name])
      const [letter] = await letters.list()
      expect(await letters.retry(letter!.id)).toBe(true)
      await letters.close()
      expect(await receive(source)).toHaveLength(1)
    })

    test('tasks that no setting makes this worker take are told once', async () => {
      const { queue } = open()
      const told: string[] = []
      const doubt = (sentence: string): void => void told.push(sentence)
      const source = server.source(emulator.url, [queue.name], { doubt })
      for (const tag of ['tsak', 'tsak', '', 'task', 'result', 'dead']) await queue.put({}, { tag })
      await receive(source)
      await until('it is told', () => told.length > 0)
      await receive(source)
      expect(told).toEqual([
        `queue ${queue.name} holds tasks that this worker never takes: 2 with the tag "tsak", 1 without a tag; ` +
          'it takes those with the tag "task" (TASK_TAG)',
      ])
      const content: string[] = []
      const other = server.source(emulator.url, [queue.name], {
        taskTag: 'tsak',
        resultTag: 'task',
        deadTag: '',
        doubt: (sentence) => void content.push(sentence),
      })
      await receive(other)
      await until('it is told', () => content.length > 0)
      expect(content[0]).toContain(
        'never takes: 1 with the tag "result", 1 with the tag "dead"; it',
      )
    })

    test('extends a lease that is held, and tells when it is lost', async () => {
      const { queue, source } = open()
      await queue.put({}, { id: 'a' })
      const [task] = await receive(source)
      expect(await source.extend(task!, 1000)).toBe('held')
      expect(await source.extend(task!, 60_000)).toBe('held')
      emulator.clock.advance(61)
      expect(await source.extend(task!, 1000)).toBe('lost')
      const [again] = await receive(source)
      // The first holder can neither extend nor give back what the second has.
      expect(await source.extend(task!, 1000)).toBe('lost')
      await source.release(task!, 0)
      expect(await receive(source)).toEqual([])
      await queue.remove('a')
      expect(await source.extend(again!, 1000)).toBe('lost')
    })

    test('gives back for a week at most, which is the longest lease there is', async () => {
      const { queue, source } = open()
      const task = await putAndReceive(queue, source)
      await source.release(task, 1e12)
      emulator.clock.advance(604_799)
      expect(await receive(source)).toEqual([])
      emulator.clock.advance(2)
      expect(await receive(source)).toHaveLength(1)
    })

    test('takes one result for a task, whoever sends it', async () => {
      const { queue, source } = open()
      const task = await putAndReceive(queue, source)
      expect(await source.publish(resultOf(task, { n: 1 }))).toBe('published')
      expect(await source.publish(resultOf(task, { n: 2 }))).toBe('taken')
      const [result, ...more] = await queue.list('result')
      expect(more).toEqual([])
      expect(messageIn(result!)).toEqual({ task_id: 'a', n: 1 })
      // Also when the first was fetched and deleted in between.
      await queue.remove(result!.id)
      expect(await source.publish(resultOf(task, { n: 3 }))).toBe('taken')
    })

    test('puts results that are no objects into one', async () => {
      const { queue, source } = open()
      const task = await putAndReceive(queue, source)
      await source.publish(resultOf(task, [1, 2]))
      expect(messageIn((await queue.list('result'))[0]!)).toEqual({ task_id: 'a', result: [1, 2] })
    })

    test('takes from several queues, and answers each where it asked', async () => {
      const { queue: one } = open()
      const { queue: two } = open()
      const source = server.source(emulator.url, [one.name, two.name])
      await one.put({ from: 'one' }, { id: 'a' })
      await two.put({ from: 'two' }, { id: 'a' })
      const worker = defineWorker({ process: (message) => message })
      await using host = hosting(worker, source, { concurrency: 2 })
      await until('both are done', () => host.status().counters.done === 2)
      expect(messageIn((await one.list('result'))[0]!)).toEqual({ task_id: 'a', from: 'one' })
      expect(messageIn((await two.list('result'))[0]!)).toEqual({ task_id: 'a', from: 'two' })
    })

    test('carries the traceparent of a message to its result', async () => {
      const { queue, source } = open()
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
      await queue.put({ traceparent })
      await using host = hosting(defineWorker({ process: () => ({ ok: true }) }), source)
      await until('it is done', () => host.status().counters.done === 1)
      expect(messageIn((await queue.list('result'))[0]!)).toMatchObject({ ok: true, traceparent })
    })

    test('ends a task that is done, also when its lease ran out in the last moment', async () => {
      const { queue, source } = open()
      const task = await putAndReceive(queue, source)
      emulator.clock.advance(61)
      await source.ack(task)
      expect(await receive(source)).toEqual([])
      expect(await queue.list('task')).toEqual([])
    })

    test('puts results into the queue of the out key, with QUEUE_NAME_PREFIX before it', async () => {
      const { queue, source } = open()
      const { queue: out } = open()
      await queue.put({}, { id: 'a' })
      const worker = defineWorker({ outKey: out.name.slice(2), process: () => ({ n: 1 }) })
      await using host = hosting(worker, source, { queueNamePrefix: out.name.slice(0, 2) })
      await until('it is done', () => host.status().counters.done === 1)
      expect(messageIn((await out.list('result'))[0]!)).toEqual({ task_id: 'a', n: 1 })
    })

    test('finds dead letters among hundreds of other tasks', async () => {
      const { queue, source } = open()
      // Before the letters in every list.
      await Promise.all(Array.from({ length: 130 }, () => queue.put({}, { tag: 'other' })))
      for (let n = 0; n < 3; n += 1) await queue.put({ n }, { id: `dying-${n}` })
      for (const task of await receive(source))
        await source.deadLetter(task, { reason: 'no', attempts: 1 })
      const letters = openDeadLetters(server.settings(emulator.url), [queue.name])
      const listed = await letters.list()
      expect(listed.map(({ task }) => task.id).toSorted()).toEqual([
        'dying-0',
        'dying-1',
        'dying-2',
      ])
      expect(JSON.parse(Buffer.from(listed[0]!.task.payload).toString())).toHaveProperty('n')
      await letters.close()
    })

    test('acknowledges twice without harm', async () => {
      const { queue, source } = open()
      const task = await putAndReceive(queue, source)
      await source.ack(task)
      await source.ack(task)
      expect(await queue.list('task')).toEqual([])
    })

    test('buries twice without harm, with the reason, the stack and the original', async () => {
      const { queue, source } = open()
      const task = await putAndReceive(queue, source)
      const error = { name: 'Error', message: 'no', stack: 'Error: no\n at x' }
      await source.deadLetter(task, { reason: 'no', error, attempts: 3 })
      await source.deadLetter(task, { reason: 'no', error, attempts: 3 })
      expect(await queue.list('task')).toEqual([])
      const [letter, ...more] = await queue.list('dead')
      expect(more).toEqual([])
      expect(messageIn(letter!)).toMatchObject({
        kind: 'worker#dead',
        task_id: 'a',
        attempts: 3,
        error,
        original: Buffer.from('{}').toString('base64'),
      })
    })

    test('lets a host run a task three times as long as its lease, once', async () => {
      const { queue, source } = open()
      await queue.put({})
      let runs = 0
      const worker = defineWorker({
        process: async () => {
          runs += 1
          await new Promise((resolve) => setTimeout(resolve, 3200))
          return { runs }
        },
      })
      const changes = { leaseSeconds: 1, concurrency: 3 }
      await using host = hosting(worker, source, changes)
      await until('it is done', () => host.status().counters.done === 1)
      expect(runs).toBe(1)
      expect(await queue.list('result')).toHaveLength(1)
    })
  })
})

describe('a queue of Cloud Tasks by its full name', () => {
  test('is where it says, and an out key without a place is a queue beside it', async () => {
    await using emulator = await cloudTasksServer.start()
    const place = 'projects/example.com:p/locations/somewhere-else'
    const queue = cloudTasksQueue(emulator.url, place)
    const out = cloudTasksQueue(emulator.url, place)
    const source = cloudTasksServer.source(emulator.url, [`${place}/queues/${queue.name}`])
    await queue.put({}, { id: 'a' })
    const worker = defineWorker({ outKey: out.name, process: () => ({ n: 1 }) })
    await using host = hosting(worker, source)
    await until('it is done', () => host.status().counters.done === 1)
    expect(messageIn((await out.list('result'))[0]!)).toEqual({ task_id: 'a', n: 1 })
    expect(await queue.list('task')).toEqual([])
  })
})

test('dead letters of a queue that drops tasks after some leases are not leased to be found', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'queue-yaml-'))
  try {
    const queueYaml = join(folder, 'queue.yaml')
    const limit = 'mode: pull\n  retry_parameters:\n    task_retry_limit: 2\n'
    await writeFile(queueYaml, `queue:\n- name: limited\n  ${limit}`)
    await using emulator = await startEmulator({ settings: { queue_yaml: queueYaml } })
    const queue = testQueue(emulator.url, 'limited')
    await queue.put({}, { tag: 'dead', id: 'letter' })
    await Promise.all(Array.from({ length: 99 }, () => queue.put({})))
    const letters = openDeadLetters(taskQueueServer.settings(emulator.url), ['limited'])
    for (let n = 0; n < 3; n += 1)
      await expect(letters.list()).rejects.toThrow('drops tasks after 2 leases (task_retry_limit)')
    expect(await queue.list('dead')).toMatchObject([{ id: 'letter', retry_count: 0 }])
    await letters.close()
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('several queues are all served, and asked first by their weights', () => {
  let sequence = 0
  const chance = () => (
    (sequence = (sequence * 16_807 + 11) % 2_147_483_647),
    sequence / 2_147_483_647
  )
  const queues = [
    { name: 'often', weight: 3 },
    { name: 'seldom', weight: 1 },
  ]
  const orders = Array.from({ length: 2000 }, () => inTurn(queues, chance))
  const first = orders.filter(([name]) => name === 'often').length
  expect(first / 2000).toBeGreaterThan(0.7)
  expect(first / 2000).toBeLessThan(0.8)
  for (const order of orders) expect(order).toHaveLength(2)
})

test('an id that follows from a long one is short enough, and still its own', () => {
  const long = 'x'.repeat(500)
  expect(derivedId('result', 'a')).toBe('result-a')
  expect(derivedId('result', long)).toMatch(/^result-[0-9a-f]{64}$/)
  expect(derivedId('result', long)).not.toBe(derivedId('result', `${long.slice(1)}y`))
})

async function receive(source: TaskSource, count = 10): Promise<readonly Task[]> {
  const tasks = await source.receive({ count, leaseMs: 60_000, signal })
  return tasks === 'ended' ? [] : tasks
}

async function putAndReceive(queue: TestQueue, source: TaskSource): Promise<Task> {
  await queue.put({}, { id: 'a' })
  const [task] = await receive(source, 1)
  if (task === undefined) throw new Error('no task')
  return task
}

const resultOf = (task: Task, value: unknown): Result => ({
  task,
  id: `result-${task.id}`,
  value,
  body: Buffer.from(JSON.stringify(value)),
  mimetype: 'application/json',
  headers: {},
})
