// SEEN_FILE: a task whose end did not reach the queue is not processed again.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { defineWorker, testClient, type SeenStore } from '../src/index.ts'
import { silentLogger } from '../src/log/logger.ts'
import { openMemory } from '../src/sources/memory.ts'
import { openSeenFile } from '../src/seen/file.ts'
import { seenIn } from '../src/seen/seen.ts'
import { emulatorProcess } from './helpers/emulator.ts'
import { hosting } from './helpers/hosting.ts'
import { messageIn, testQueue } from './helpers/queue.ts'
import { until } from './helpers/until.ts'
import { processorFile, runWorker, workerProcess } from './helpers/worker_process.ts'

async function folder() {
  const path = await mkdtemp(join(tmpdir(), 'seen-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** A worker that counts, on a queue that does not hear that its task is done. */
async function processedWithLostEnd(store: SeenStore) {
  const source = openMemory()
  source.put('1')
  let acks = 0
  const deaf = {
    ...source,
    ack: async (task: Parameters<typeof source.ack>[0]) => {
      acks += 1
      if (acks > 1) await source.ack(task)
    },
  }
  let processed = 0
  const worker = defineWorker({ process: () => ({ processed: (processed += 1) }) })
  const seen = seenIn(store, silentLogger())
  await using _host = hosting(worker, deaf, { leaseSeconds: 1 }, { seen })
  await until('the queue knows', () => source.left() === 0)
  return { processed, acks, results: source.results.map(({ value }) => value) }
}

test('a task that was done and comes back is acknowledged, not processed', async () => {
  await using at = await folder()
  expect(await processedWithLostEnd(openSeenFile(join(at.path, 'seen')))).toEqual({
    processed: 1,
    acks: 2,
    results: [{ processed: 1 }],
  })
})

test('a store that cannot be written costs nothing but the memory', async () => {
  const broken = { get: async () => undefined, set: () => Promise.reject(new Error('disk full')) }
  const store: SeenStore = { ...broken, close: async () => undefined }
  expect(await processedWithLostEnd(store)).toMatchObject({ processed: 2, acks: 2 })
})

test('a worker killed before the queue heard of its result: another sends it, and does not process', async () => {
  await using at = await folder()
  await using emulator = await emulatorProcess()
  await emulator.start()
  const queue = testQueue(emulator.url)
  await queue.put({ do: 'sleep', ms: 1000 }, { id: 'a' })
  const SEEN_FILE = join(at.path, 'seen')
  const env = { ...queue.env, SEEN_FILE, LEASE_SECONDS: '2' }
  {
    await using killed = workerProcess(['run', processorFile('many_kinds.ts')], { env })
    await until('it is begun', async () => (await queue.list('task'))[0]?.retry_count === 1)
    await emulator.kill()
    const remembered = openSeenFile(SEEN_FILE)
    const key = JSON.stringify([queue.name, 'a'])
    await until('it is remembered', async () => (await remembered.get(key)) !== undefined)
    await remembered.close()
    killed.signal('SIGKILL')
    await killed.ended
  }
  await emulator.start()
  await using _other = workerProcess(['run', processorFile('many_kinds.ts')], { env })
  const [result] = await until('there is a result', async () => {
    const found = await queue.list('result')
    return found.length > 0 && found
  })
  expect(messageIn(result!)).toMatchObject({ task_id: 'a', slept: 1000, attempt: 1 })
  await until('the task is gone', async () => (await queue.list('task')).length === 0)
})

test("a worker's own store goes before the file", async () => {
  const entries = new Map<string, string>()
  const store: SeenStore = {
    get: async (key) => entries.get(key),
    set: async (key, value) => void entries.set(key, value),
    close: async () => undefined,
  }
  const worker = defineWorker({ process: () => ({ ok: true }), openSeen: () => store })
  const env = { MESSAGING_TYPE: 'MemoryConnection', SEEN_FILE: '/nowhere/seen' }
  await using client = await testClient(worker, { env })
  const id = await client.put({})
  await client.pull()
  expect([...entries.keys()].map((key) => JSON.parse(key) as unknown)).toEqual([
    [expect.any(String), id],
  ])
})

test('a file that cannot be used is a wrong setting', async () => {
  const env = { MESSAGING_TYPE: 'MemoryConnection', QUEUE_NAME: 'q', SEEN_FILE: '/nowhere/seen' }
  const { code, output } = await runWorker(['run', processorFile('many_kinds.ts')], { env })
  expect(code).toBe(78)
  expect(output).toMatch(/^worker: SEEN_FILE is "\/nowhere\/seen", which cannot be used: /m)
})
