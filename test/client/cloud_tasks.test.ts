// Cloud Tasks through the clients that people use, each over a socket.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CloudTasksClient, v2beta2 } from '@google-cloud/tasks'
import { deleteApp, initializeApp } from 'firebase-admin/app'
import { getFunctions } from 'firebase-admin/functions'
import { google, Auth } from 'googleapis'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startEmulator, type Emulator } from '../../src/index.ts'
import { startTarget, type Target } from '../api_data/cloudtasks/target.ts'
import { pythonFound, runPython } from '../helpers/python.ts'

let emulator: Emulator
let target: Target
let location: string

beforeAll(async () => {
  target = await startTarget()
  emulator = await startEmulator({
    settings: { default_task_url: `${target.url}/{queue}`, auto_create_queues: true },
  })
  location = 'projects/p/locations/us-central1'
})
afterAll(async () => {
  await emulator.stop()
  await target[Symbol.asyncDispose]()
})

test('googleapis makes a queue and a task, and reads both', async () => {
  const { queues } = google.cloudtasks({ version: 'v2', rootUrl: `${emulator.url}/` }).projects
    .locations
  const name = `${location}/queues/googleapis`
  await queues.create({ parent: location, requestBody: { name } })
  await queues.pause({ name })
  const task = { httpRequest: { url: target.url, httpMethod: 'PUT', body: 'aGk=' } }
  const { data } = await queues.tasks.create({ parent: name, requestBody: { task } })
  expect(data.httpRequest).toMatchObject({ httpMethod: 'PUT' })
  const listed = await queues.tasks.list({ parent: name, responseView: 'FULL' })
  expect(listed.data.tasks).toMatchObject([{ name: data.name, httpRequest: { body: 'aGk=' } }])
  await queues.delete({ name })
  await expect(queues.get({ name })).rejects.toThrow('Queue does not exist.')
})

const options = () => ({
  fallback: true as const,
  protocol: 'http',
  apiEndpoint: '127.0.0.1',
  port: Number(new URL(emulator.url).port),
  projectId: 'p',
  authClient: new Auth.PassThroughClient() as never,
})

describe('@google-cloud/tasks with fallback', () => {
  test('makes, changes and reads a queue; creates, runs and deletes tasks', async () => {
    const client = new CloudTasksClient(options())
    const name = client.queuePath('p', 'us-central1', 'gax')
    await client.createQueue({ parent: location, queue: { name } })
    const [patched] = await client.updateQueue({
      queue: { name, rateLimits: { maxDispatchesPerSecond: 5 } },
      updateMask: { paths: ['rate_limits.max_dispatches_per_second'] },
    })
    expect(patched.rateLimits?.maxDispatchesPerSecond).toBe(5)
    expect((await client.pauseQueue({ name }))[0].state).toBe('PAUSED')
    const [task] = await client.createTask({
      parent: name,
      task: {
        httpRequest: { url: `${target.url}/gax`, httpMethod: 'POST', body: Buffer.from('hi') },
      },
      responseView: 'FULL',
    })
    expect(task).toMatchObject({ view: 'FULL', httpRequest: { httpMethod: 'POST' } })
    await client.runTask({ name: task.name! })
    await emulator.tasks.runUntilIdle()
    expect(target.received.filter(({ path }) => path === '/gax')).toMatchObject([{ body: 'hi' }])
    const [tasks] = await client.listTasks({ parent: name })
    expect(tasks).toEqual([])
    const [[first]] = await client.listQueues({ parent: location })
    expect(first?.name).toContain(location)
    await expect(client.getTask({ name: task.name! })).rejects.toThrow('no longer exists')
    await client.close()
  })

  test('asks for locations at v1', async () => {
    const client = new CloudTasksClient(options())
    const found = []
    for await (const place of client.listLocationsAsync({ name: 'projects/p' }))
      found.push(place.locationId)
    expect(found).toContain('us-central1')
    await client.close()
  })

  test('leases the tasks of a pull queue through v2beta2', async () => {
    const client = new v2beta2.CloudTasksClient(options())
    const name = `${location}/queues/gax-pull`
    await client.createQueue({ parent: location, queue: { name, pullTarget: {} } })
    await client.createTask({
      parent: name,
      task: { pullMessage: { payload: Buffer.from('x'), tag: 't' } },
    })
    const [{ tasks }] = await client.leaseTasks({
      parent: name,
      maxTasks: 1,
      leaseDuration: { seconds: 60 },
      responseView: 'FULL',
    })
    expect(tasks).toMatchObject([{ pullMessage: { tag: 't' } }])
    const { name: task, scheduleTime } = tasks![0]!
    await client.acknowledgeTask({ name: task!, scheduleTime: scheduleTime! })
    expect((await client.listTasks({ parent: name }))[0]).toEqual([])
    await client.close()
  })
})

test('firebase-admin enqueues and deletes tasks with CLOUD_TASKS_EMULATOR_HOST', async () => {
  vi.stubEnv('CLOUD_TASKS_EMULATOR_HOST', new URL(emulator.url).host)
  const app = initializeApp({ projectId: 'p' }, 'tasks')
  try {
    const queue = getFunctions(app).taskQueue('hello')
    await queue.enqueue({ greeting: 'hi' }, { id: 'one' })
    await emulator.tasks.runUntilIdle()
    const [received] = target.received.filter(({ path }) => path === '/hello')
    expect(JSON.parse(received!.body)).toEqual({ data: { greeting: 'hi' } })
    expect(received!.headers.authorization).toMatch(/^Bearer /)
    await expect(queue.enqueue({}, { id: 'one' })).rejects.toMatchObject({
      code: 'functions/task-already-exists',
    })
    await queue.enqueue({}, { id: 'two', scheduleDelaySeconds: 3600 })
    await queue.delete('two')
    emulator.clock.advance(3700)
    expect(await emulator.tasks.runUntilIdle()).toBe(0)
  } finally {
    await deleteApp(app)
    vi.unstubAllEnvs()
  }
})

/** What curl prints, read. */
const curl = async (...args: readonly string[]) => {
  const { stdout } = await promisify(execFile)('curl', [
    '-sS',
    '-H',
    'content-type: application/json',
    ...args,
  ])
  return JSON.parse(stdout) as object
}

test("gcloud's form of a call, with curl: a patch by mask, at the host that its setting names", async () => {
  const name = `${location}/queues/gcloud`
  await curl(`${emulator.url}/v2/${location}/queues?alt=json`, '-d', JSON.stringify({ name }))
  const changed = await curl(
    '-X',
    'PATCH',
    `${emulator.url}/v2/${name}?alt=json&updateMask=rateLimits.maxDispatchesPerSecond`,
    '-d',
    JSON.stringify({ name, rateLimits: { maxDispatchesPerSecond: 3.5 } }),
  )
  expect(changed).toMatchObject({ name, rateLimits: { maxDispatchesPerSecond: 3.5 } })
  expect(await curl(`${emulator.url}/v2/${name}:pause?alt=json`, '-d', '{}')).toMatchObject({
    state: 'PAUSED',
  })
})

test.skipIf(!pythonFound)("Debian's googleapiclient", async () => {
  const script = join(import.meta.dirname, 'cloud_tasks.py')
  const { all } = await runPython([script, emulator.url, `${target.url}/python`])
  expect(all).toMatchObject({
    queue: { retryConfig: { minBackoff: '20s' } },
    task: { view: 'BASIC', name: expect.stringMatching(/t1$/) },
    reason: 'Requested entity was not found.',
  })
  await emulator.tasks.runUntilIdle()
  expect(target.received.filter(({ path }) => path === '/python')).toMatchObject([
    { body: 'hello' },
  ])
})
