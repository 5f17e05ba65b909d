// testClient: what authors of services test with.
import { describe, expect, test } from 'vitest'
import { defineWorker, PermanentError, testClient } from '../src/index.ts'
import { startEmulator } from './helpers/emulator.ts'
import { pullServers } from './helpers/pull_server.ts'
import { processorFile } from './helpers/worker_process.ts'

const doubler = defineWorker<{ n: number }, { twice: number }>({
  input: { type: 'object', required: ['n'] },
  process({ n }) {
    if (n < 0) throw new PermanentError('negative')
    return { twice: n * 2 }
  },
})

test('a message goes in and its result comes out; nothing is left behind', async () => {
  await using emulator = await startEmulator()
  const env = { API_DISCOVERY_URL: `${emulator.url}/api/{api}/{apiVersion}` }
  const prefix = 'test-left-'
  {
    await using client = await testClient(doubler, { env: { ...env, QUEUE_NAME_PREFIX: prefix } })
    const id = await client.put({ n: 21 })
    expect(await client.pull()).toEqual({ task_id: id, twice: 42 })
    await client.put({ n: -1 })
    await expect(client.pull({ seconds: 0.5 })).rejects.toThrow('no result in 0.5 s')
    expect(await client.dead()).toMatchObject([{ notice: { reason: 'negative' } }])
    await client.put({ n: 1 })
  }
  const left = await fetch(
    `${emulator.url}/taskqueue/v1beta2/projects/test/taskqueues/${prefix}test/tasks`,
  )
  expect(await left.json()).not.toHaveProperty('items')
})

test('a file runs as it will in production, in a thread', async () => {
  await using emulator = await startEmulator()
  const env = { API_DISCOVERY_URL: `${emulator.url}/api/{api}/{apiVersion}` }
  await using client = await testClient(processorFile('many_kinds.ts'), { env })
  await client.put({ do: 'hang' }, { id: 'a' })
  await client.put({ n: 1 }, { id: 'b' })
  expect(client.host.status().draining).toBe(false)
})

test('two services at a time do not meet', async () => {
  await using emulator = await startEmulator()
  const env = { API_DISCOVERY_URL: `${emulator.url}/api/{api}/{apiVersion}` }
  await using one = await testClient(named('one'), { env })
  await using two = await testClient(named('two'), { env })
  await one.put({})
  await two.put({})
  expect(await one.pull()).toMatchObject({ name: 'one' })
  expect(await two.pull()).toMatchObject({ name: 'two' })
})

describe.each(pullServers)('with $name', (server) => {
  test('a prefix stands before the queues of tasks and of results, and each message finds its processor', async () => {
    await using emulator = await server.start()
    const { env } = server.queue(emulator.url)
    const worker = defineWorker({ processors: [fromTo('a', 'out'), fromTo('ba', 'out')] })
    await using client = await testClient(worker, { env: { ...env, QUEUE_NAME: 'a,ba' } })
    await client.put({}, { queue: 'ba' })
    expect(await client.pull({ from: 'out' })).toMatchObject({ inKey: 'ba' })
    await client.put({}, { queue: 'a' })
    expect(await client.pull({ from: 'out' })).toMatchObject({ inKey: 'a' })
  })
})

const fromTo = (inKey: string, outKey: string) => ({ inKey, outKey, process: () => ({ inKey }) })

const named = (name: string) => defineWorker({ process: () => ({ name }) })
