// Everything dies or hangs, and still each task has its result, once.
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { durableStores, emulatorProcess, hasRedis } from '../../../worker/test/helpers/emulator.ts'
import {
  gridTask,
  messageIn,
  results,
  startEmulator,
  startRender,
  testQueue,
  until,
  type TestQueue,
} from '../helpers/render_service.ts'

const TASKS = 200

/** 200 tasks: worksheets, and now and then poison. */
const isPoison = (n: number): boolean => n % 20 === 7

const payloadOf = (n: number): unknown =>
  isPoison(n)
    ? [Buffer.from('no json'), { kind: 'task#unknown' }, { ...gridTask, copies: 0 }][n % 3]
    : { ...gridTask, copies: 50, resource_name: `Grid ${n}` }

const counted = async (queue: TestQueue, tag: string): Promise<number> =>
  (await queue.available(tag).catch(() => [])).length

describe.each(durableStores)('with tasks in $name', (store) => {
  test.skipIf(store.name === 'Redis' && !hasRedis())(
    '200 tasks have 200 results, while one of four workers is killed each second and the queue is away',
    { timeout: 240_000 },
    async () => {
      await using emulator = await emulatorProcess({ store })
      await emulator.start()
      const queue = testQueue(emulator.url)
      for (let n = 0; n < TASKS; n += 1) await queue.put(payloadOf(n), { id: `task-${n}` })
      await using service = await startRender(queue, {
        WORKER_PROCESSES: '4',
        LEASE_SECONDS: '3',
        TASK_RETRY_LIMIT: '50',
        CRASH_LIMIT: '0',
      })
      const over = new AbortController()
      const killing = killEachSecond(() => service.workers(), over.signal)
      try {
        await until(
          'a quarter is done',
          async () => (await counted(queue, 'result')) > TASKS / 4,
          100,
        )
        await emulator.kill()
        await pause(2000)
        await emulator.start()
        await until(
          'all are done',
          async () => {
            await pause(300)
            return (await counted(queue, 'result')) >= TASKS
          },
          120,
        )
        await until('no task is left', async () => (await queue.list('task')).length === 0)
      } finally {
        over.abort()
      }
      expect(await killing).toBeGreaterThan(2)
      const told = await results(queue, TASKS)
      expect(told).toHaveLength(TASKS)
      expect(new Set(told.map((each) => each.task_id)).size).toBe(TASKS)
      for (const each of told) expect(each.success).toBe(!isPoison(Number(each.task_id.slice(5))))
      const dead = (await queue.available('dead')).map((task) => String(messageIn(task)['task_id']))
      expect(dead.every((id) => isPoison(Number(id.slice(5))))).toBe(true)
    },
  )
})

/** Resolves to how many were killed. */
async function killEachSecond(
  workers: () => Promise<readonly number[]>,
  signal: AbortSignal,
): Promise<number> {
  let killed = 0
  for (;;) {
    await pause(1000, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return killed
    const pids = await workers()
    const victim = pids[Math.floor(Math.random() * pids.length)]
    // One at least is to live and begin.
    if (victim === undefined || pids.length < 2) continue
    process.kill(victim, 'SIGKILL')
    killed += 1
  }
}

/** Seconds of drawing. */
const long = {
  ...gridTask,
  resource_view: 'treasure_hunt',
  prefilled_values: 'hard',
  number_order: 'unsorted',
  instructions: true,
  art: 'colour',
  copies: 50,
}

test('a worker that stood still beyond its lease says nothing of its task; another has drawn it', async () => {
  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  const settings = { LEASE_SECONDS: '2', HUNG_SECONDS: '60', RESULT_STORE: 'directory:results' }
  await using first = await startRender(queue, settings)
  await first.ready()
  const [stopped] = await first.workers()
  await queue.put(long, { id: 'task' })
  await until('it is leased', async () => (await queue.list('task'))[0]?.leaseTimestamp !== '0')
  process.kill(stopped!, 'SIGSTOP')
  expect(await queue.list('result')).toEqual([])
  await using second = await startRender(queue, settings)
  const [told] = await results(queue, 1)
  expect(told).toMatchObject({ task_id: 'task', success: true })
  const [inserted] = await queue.list('result')
  process.kill(stopped!, 'SIGCONT')
  await until('it knows', () => /"msg":"the lease was lost/.test(first.output()))
  expect(await queue.list('result')).toEqual([inserted])
  expect(await second.workers()).toHaveLength(1)
})

test('a task that is stopped by force at its limit is tried again, and fails at the last attempt', async () => {
  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  await using service = await startRender(queue, {
    TASK_RETRY_LIMIT: '2',
    RETRY_BASE_SECONDS: '0',
    TASK_SECONDS: '0.05',
    TASK_TIME_MULT: '0',
    TASK_GRACE_SECONDS: '0',
  })
  await queue.put(long, { id: 'task' })
  await queue.put({ kind: 'task#unknown' }, { id: 'other' })
  const told = await results(queue, 2)
  const failed = told.find((each) => each.task_id === 'task')
  expect(failed?.error?.message).toMatch(/the task took more than 0\.05 s/)
  expect(await service.workers()).toHaveLength(1)
  expect(await queue.list('task')).toEqual([])
})

test('the queue may be away at the start and in the middle', { timeout: 120_000 }, async () => {
  await using emulator = await emulatorProcess()
  const queue = testQueue(emulator.url)
  await using service = await startRender(queue)
  await until('it misses the queue', () => /cannot reach the queue/.test(service.output()), 60)
  await emulator.start()
  await queue.put(gridTask)
  await results(queue, 1)
  await emulator.kill()
  await until('it misses it again', () => service.output().split('cannot reach').length > 2, 60)
  await emulator.start()
  await queue.put(gridTask)
  expect(await results(queue, 2)).toMatchObject([{ success: true }, { success: true }])
})
