// How many tasks that do nothing pass through the REST queue. Says the number; asserts only that none is lost.
import { expect, test } from 'vitest'
import { emulatorProcess } from './helpers/emulator.ts'
import { messageIn, testQueue } from './helpers/queue.ts'
import { until } from './helpers/until.ts'
import { processorFile, workerProcess } from './helpers/worker_process.ts'

const TASKS = 1000

test('1000 tasks pass through two processes', async () => {
  await using emulator = await emulatorProcess()
  await emulator.start()
  const queue = testQueue(emulator.url)
  for (let n = 0; n < TASKS; n += 1) await queue.put({ n }, { id: `t${n}` })
  const env = { ...queue.env, WORKER_CONCURRENCY: '10', ISOLATION: 'none', LOG_LEVEL: 'warn' }
  const started = Date.now()
  await using _one = workerProcess(['run', processorFile('many_kinds.ts')], { env })
  await using _two = workerProcess(['run', processorFile('many_kinds.ts')], { env })
  await until('none is left', async () => (await queue.list('task')).length === 0, 100)
  const seconds = (Date.now() - started) / 1000
  const results = await until('all results are there', async () => {
    const found = await queue.available('result')
    return found.length === TASKS && found
  })
  console.log(`${Math.round(TASKS / seconds)} tasks a second, the start of the workers included`)
  expect(new Set(results.map((task) => messageIn(task)['task_id'])).size).toBe(TASKS)
})
