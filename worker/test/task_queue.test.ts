// The Task Queue source against the real emulator: what it promises in source.ts, on every store.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Emulator } from '../../src/index.ts'
import { defineWorker, type Result, type Task, type TaskSource } from '../src/index.ts'
import { derivedId } from '../src/sources/task_queue/derived_id.ts'
import { inTurn } from '../src/sources/task_queue/in_turn.ts'
import { openTaskQueue } from '../src/sources/task_queue/source.ts'
import { durableStores, hasRedis, startEmulator } from './helpers/emulator.ts'
import { hosting, settingsWith } from './helpers/hosting.ts'
import { messageIn, testQueue, type TestQueue } from './helpers/queue.ts'
import { until } from './helpers/until.ts'

const { signal } = new AbortController()

describe.each(durableStores)('a Task Queue in $name', (store) => {
  describe.skipIf(store.name === 'Redis' && !hasRedis())('as a source', () => {
    let folder = ''
    let emulator: Emulator
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'source-'))
      emulator = await startEmulator({ storeUrl: store.url(folder) ?? 'memory:' })
    })
    afterAll(async () => {
      await emulator.stop()
      await rm(folder, { recursive: true })
    })

    const open = (): { queue: TestQueue; source: TaskSource } => {
      const queue = testQueue(emulator.url)
      return { queue, source: sourceOf(emulator.url, [queue.name]) }
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
      const source = sourceOf(emulator.url, [one.name, two.name])
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

const sourceOf = (url: string, names: readonly string[]): TaskSource =>
  openTaskQueue(
    settingsWith({ projectName: 'p', apiDiscoveryUrl: `${url}/api/{api}/{apiVersion}` }),
    names.map((name) => ({ name, weight: 1 })),
  )

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
