// The service as it runs, on a queue in memory. Without MESSAGING_TYPE the same test takes the queue of `.env`.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testClient } from '@discovery-emulator/worker'
import processor from './processor.ts'

const env = { MESSAGING_TYPE: 'MemoryConnection' }

await test('greets whoever a message names', async () => {
  await using client = await testClient(processor, { env })
  const id = await client.put({ name: 'Ada' })
  assert.deepEqual(await client.pull(), { task_id: id, greeting: 'Hello, Ada!' })
})

await test('gives up a message without a name, and goes on', async () => {
  await using client = await testClient(processor, { env })
  await client.put({ nobody: true })
  await client.put({ name: 'Ada' })
  await client.pull()
  const [letter] = await client.dead()
  assert.match(letter?.notice.reason ?? '', /must have required property 'name'/)
})
