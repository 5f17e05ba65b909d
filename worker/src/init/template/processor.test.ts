// The service on a queue in memory and a clock that only these tests move: nothing here waits in real time.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineWorker, startWorker, testClock } from '@discovery-emulator/worker'
import processor from './processor.ts'

await test('greets whoever a message names', async () => {
  await using worker = await startWorker({ source: 'memory', processors: processor })
  const id = await worker.put({ name: 'Ada' })
  await worker.runUntilIdle()
  assert.deepEqual(await worker.pull(), { task_id: id, greeting: 'Hello, Ada!' })
})

await test('gives up a message without a name, and goes on', async () => {
  await using worker = await startWorker({ source: 'memory', processors: processor })
  await worker.put({ nobody: true })
  await worker.put({ name: 'Ada' })
  const [first, second] = await worker.runUntilIdle()
  assert.equal(first?.outcome, 'dead')
  assert.match(first?.error ?? '', /must have required property 'name'/)
  assert.deepEqual(second?.result, { greeting: 'Hello, Ada!' })
})

await test('tries again what failed, at its time', async () => {
  const clock = testClock('2026-01-01T08:00:00Z')
  const sleepy = defineWorker({
    process(_message, { attempt }) {
      if (attempt < 3) throw new Error('nobody is up yet')
      return { greeting: 'Good morning!' }
    },
  })
  await using worker = await startWorker({ clock, source: 'memory', processors: sleepy })
  await worker.put({})
  const [first] = await worker.runUntilIdle()
  assert.equal(first?.outcome, 'retried')
  // An hour passes at once, and what is due in it runs at its moment.
  const [second, third] = await worker.runFor(3600)
  assert.equal(second?.at, first.retryAt)
  assert.deepEqual(third?.result, { greeting: 'Good morning!' })
})
