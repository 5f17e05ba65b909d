// Google's own client for Node against an emulator on a socket, as a user's program would use it.
import { randomUUID } from 'node:crypto'
import { startEmulator, type Emulator } from 'discovery-emulator'
import { GaxiosError } from 'googleapis-common'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Task, TaskQueue, Tasks } from '../../api_data/types/taskqueue_v1beta2.ts'
import { discover, type Call, type GoogleApi } from './google_client.ts'

interface TaskQueueApi extends GoogleApi {
  readonly taskqueues: { readonly get: Call<TaskQueue> }
  readonly tasks: Readonly<Record<'insert' | 'get' | 'patch' | 'update', Call<Task>>> &
    Readonly<Record<'list' | 'lease', Call<Tasks>>> & { readonly delete: Call<string> }
}

const documents = ['/discovery/v1/apis/taskqueue/v1beta2/rest', '/api/taskqueue/v1beta2']

const apiOf = async ({ url }: Emulator, document = documents[0]!): Promise<TaskQueueApi> =>
  (await discover(url + document)) as TaskQueueApi

const newQueue = () => ({ project: 's~p', taskqueue: `queue-${randomUUID()}` })

let emulator: Emulator

beforeAll(async () => {
  emulator = await startEmulator()
})

afterAll(() => emulator.stop())

describe.each(documents)('from %s', (document) => {
  test('all eight methods', async () => {
    const { tasks, taskqueues } = await apiOf(emulator, document)
    const queue = newQueue()
    const payloadBase64 = Buffer.from('{"kind":"task#render"}').toString('base64')

    const inserted = await tasks.insert({
      ...queue,
      requestBody: { id: 'a', payloadBase64, tag: 'blue' },
    })
    expect(inserted).toMatchObject({
      status: 200,
      data: { kind: 'taskqueues#task', id: 'a', tag: 'blue', retry_count: 0 },
    })
    expect(await tasks.get({ ...queue, task: 'a' })).toMatchObject({ data: inserted.data })
    expect(await tasks.list(queue)).toMatchObject({
      data: { kind: 'taskqueues#tasks', items: [inserted.data] },
    })
    const request = { ...queue, numTasks: 10, leaseSecs: 60 }
    const other = await tasks.lease({ ...request, groupByTag: true, tag: 'red' })
    expect(other.data).toEqual({ kind: 'taskqueue#tasks', items: [] })
    const { data: lease } = await tasks.lease({ ...request, groupByTag: true, tag: 'blue' })
    const [leased] = lease.items ?? []
    expect(leased).toMatchObject({
      id: 'a',
      payloadBase64,
      retry_count: 1,
      queueName: `projects/s~p/taskqueues/${queue.taskqueue}`,
    })

    const task = { ...queue, task: 'a', newLeaseSeconds: 600 }
    const patched = await tasks.patch({ ...task, requestBody: { queueName: queue.taskqueue } })
    expect(Number(patched.data.leaseTimestamp)).toBeGreaterThan(Number(leased?.leaseTimestamp))
    const updated = await tasks.update({ ...task, newLeaseSeconds: 900, requestBody: patched.data })
    expect(Number(updated.data.leaseTimestamp)).toBeGreaterThan(Number(patched.data.leaseTimestamp))

    expect(await taskqueues.get({ ...queue, getStats: true })).toMatchObject({
      data: { id: queue.taskqueue, maxLeases: 0, stats: { totalTasks: 1, leasedLastMinute: '1' } },
    })
    expect((await taskqueues.get({ ...queue, getStats: false })).data).not.toHaveProperty('stats')
    expect(await tasks.delete({ ...queue, task: 'a' })).toMatchObject({ status: 204 })
    expect((await tasks.list(queue)).data).toEqual({ kind: 'taskqueues#tasks' })
  })
})

describe('errors as the client sees them', () => {
  test.each([
    ['get', { task: 'none' }, 404, 'notFound', 'There is no task none.'],
    ['delete', { task: 'none' }, 404, 'notFound', 'There is no task none.'],
    ['insert', { requestBody: {} }, 400, 'required', 'Required parameter: payloadBase64'],
    [
      'insert',
      { requestBody: { payloadBase64: '!' } },
      400,
      'invalid',
      'payloadBase64 is not base64.',
    ],
    [
      'lease',
      { numTasks: 0, leaseSecs: 1 },
      400,
      'invalid',
      'numTasks must be from 1 to 1000, is 0.',
    ],
    [
      'lease',
      { numTasks: 'x', leaseSecs: 1 },
      400,
      'invalidParameter',
      "Invalid integer value: 'x'.",
    ],
  ] as const)('%s %j', async (name, params, code, reason, message) => {
    const { tasks } = await apiOf(emulator)
    const error: unknown = await tasks[name]({ ...newQueue(), ...params }).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(GaxiosError)
    const { message: said, status, response } = error as GaxiosError
    expect({ said, status }).toEqual({ said: message, status: code })
    const errors = [{ domain: 'global', reason, message }]
    expect(response?.data).toMatchObject({ error: { code, message, errors } })
  })

  test('a missing parameter is refused by the client itself', async () => {
    const { tasks } = await apiOf(emulator)
    await expect(tasks.lease(newQueue())).rejects.toThrow(
      'Missing required parameters: numTasks, leaseSecs',
    )
  })
})

describe('what programs send', () => {
  test('names and tags with any characters', async () => {
    const { tasks } = await apiOf(emulator)
    const queue = newQueue()
    const tag = 'a b&c=d/é?#%20+👍'
    await tasks.insert({ ...queue, requestBody: { payloadBase64: '', tag } })
    const { data } = await tasks.lease({
      ...queue,
      numTasks: 1,
      leaseSecs: 1,
      groupByTag: true,
      tag,
    })
    expect(data.items).toMatchObject([{ tag }])
  })

  test('a selection of fields', async () => {
    const { tasks } = await apiOf(emulator)
    const queue = newQueue()
    await tasks.insert({ ...queue, requestBody: { id: 'a', payloadBase64: '' } })
    const { data } = await tasks.list({ ...queue, fields: 'items(id,retry_count)' })
    expect(data).toEqual({ items: [{ id: 'a', retry_count: 0 }] })
  })

  test('hundreds of calls at once', async () => {
    const { tasks } = await apiOf(emulator)
    const queue = newQueue()
    const inserts = Array.from({ length: 300 }, (_, i) =>
      tasks.insert({ ...queue, requestBody: { id: `t${i}`, payloadBase64: '' } }),
    )
    await Promise.all(inserts)
    const leases = Array.from({ length: 50 }, () =>
      tasks.lease({ ...queue, numTasks: 7, leaseSecs: 60 }),
    )
    const ids = (await Promise.all(leases))
      .flatMap(({ data }) => data.items ?? [])
      .map(({ id }) => id)
    expect(ids).toHaveLength(300)
    expect(new Set(ids).size).toBe(300)
  })
})

describe('emulators in one process', () => {
  test('share neither tasks nor time', async () => {
    await using one = await startEmulator()
    await using other = await startEmulator()
    const [here, there] = [await apiOf(one), await apiOf(other)]
    const queue = { project: 'p', taskqueue: 'q' }
    const requestBody = { id: 'a', payloadBase64: '' }
    await here.tasks.insert({ ...queue, requestBody })
    expect((await there.tasks.list(queue)).data).not.toHaveProperty('items')
    await there.tasks.insert({ ...queue, requestBody })
    const lease = { ...queue, numTasks: 1, leaseSecs: 60 }
    for (const { tasks } of [here, there])
      expect((await tasks.lease(lease)).data.items).toHaveLength(1)
    one.clock.advance(61)
    expect((await here.tasks.lease(lease)).data.items).toHaveLength(1)
    expect((await there.tasks.lease(lease)).data.items).toEqual([])
  })

  test('reset forgets the tasks of one and leaves the other alone', async () => {
    await using one = await startEmulator()
    await using other = await startEmulator()
    const apis = [await apiOf(one), await apiOf(other)]
    const queue = { project: 'p', taskqueue: 'q' }
    for (const { tasks } of apis)
      await tasks.insert({ ...queue, requestBody: { id: 'a', payloadBase64: '' } })
    await one.reset()
    expect((await apis[0]!.tasks.list(queue)).data).not.toHaveProperty('items')
    expect((await apis[1]!.tasks.list(queue)).data.items).toHaveLength(1)
    // Not even its name is remembered.
    await apis[0]!.tasks.insert({ ...queue, requestBody: { id: 'a', payloadBase64: '' } })
  })

  test('stop frees the port, and may be asked for twice', async () => {
    const short = await startEmulator()
    await Promise.all([short.stop(), short.stop()])
    await short.stop()
    await expect(fetch(short.url)).rejects.toThrow('fetch failed')
  })
})
