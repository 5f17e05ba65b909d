// A worker that is held up, a task that takes too long, a queue that is away.
import { expect, test } from 'vitest'
import { emulatorProcess } from '../../../worker/test/helpers/emulator.ts'
import {
  gridTask,
  results,
  startEmulator,
  startRender,
  testQueue,
  until,
} from '../helpers/render_service.ts'

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
  // A result is there before its task is gone.
  await until('no task is left', async () => (await queue.list('task')).length === 0)
})

test('the queue may be away at the start and in the middle', async () => {
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
