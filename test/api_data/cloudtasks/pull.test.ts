// Pull queues of v2beta2, which are those of Task Queue, on every store.
import { expect, test } from 'vitest'
import { describeEmulators } from '../queue_over_http.ts'
import { clientOf } from './client.ts'

const payload = Buffer.from('?>~').toString('base64')

describeEmulators('pull queues', (emulator) => {
  const beta = () => clientOf(emulator.url, 'v2beta2')
  const taskQueue = async (queue: string, method: string, path: string, body?: object) => {
    const [, project, , , , id] = queue.split('/')
    const url = `${emulator.url}/taskqueue/v1beta2/projects/s~${project}/taskqueues/${id}/tasks${path}`
    const answer = await fetch(url, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const text = await answer.text()
    return { status: answer.status, json: text === '' ? undefined : JSON.parse(text) }
  }

  test('a task inserted by Task Queue is leased, renewed and acknowledged by v2beta2', async () => {
    const client = beta()
    const queue = await client.queue({ pullTarget: {} })
    const inserted = await taskQueue(queue, 'POST', '', { payloadBase64: payload, tag: 'red' })
    expect(inserted.status).toBe(200)
    const request = { maxTasks: 5, leaseDuration: '60s', filter: 'tag="red"', responseView: 'FULL' }
    const leased = await client.call('POST', `${queue}/tasks:lease`, request)
    const [task] = leased.json.tasks
    expect(task).toMatchObject({
      name: `${queue}/tasks/${inserted.json.id}`,
      pullMessage: { payload, tag: 'red' },
      status: { attemptDispatchCount: 1 },
    })
    const renew = { scheduleTime: task.scheduleTime, leaseDuration: '120s' }
    const renewed = await client.call('POST', `${task.name}:renewLease`, renew)
    const stale = await client.call('POST', `${task.name}:acknowledge`, {
      scheduleTime: task.scheduleTime,
    })
    expect(stale.json.error.status).toBe('FAILED_PRECONDITION')
    const { scheduleTime } = renewed.json
    expect(await client.call('POST', `${task.name}:acknowledge`, { scheduleTime })).toEqual({
      status: 200,
      json: {},
    })
    expect((await taskQueue(queue, 'GET', `/${inserted.json.id}`)).status).toBe(404)
  })

  test('a task created by v2beta2 is leased and deleted by Task Queue', async () => {
    const client = beta()
    const queue = await client.queue({ pullTarget: {} })
    const created = await client.task(queue, { pullMessage: { payload, tag: 'blue' } })
    expect(created.pullMessage).toEqual({ tag: 'blue' })
    const leased = await taskQueue(queue, 'POST', '/lease?numTasks=1&leaseSecs=60')
    const id = created.name.split('/').at(-1)
    expect(leased.json.items).toMatchObject([
      { id, payloadBase64: payload, tag: 'blue', retry_count: 1 },
    ])
    const { json } = await client.call('GET', created.name)
    expect(json.status).toEqual({ attemptDispatchCount: 1 })
    expect((await taskQueue(queue, 'DELETE', `/${id}`)).status).toBe(204)
    expect((await client.call('GET', created.name)).status).toBe(404)
  })

  test('a queue that Task Queue made by using it is a pull queue of v2beta2', async () => {
    const client = beta()
    const queue = `${client.location}/queues/used`
    expect((await client.call('GET', queue)).status).toBe(404)
    await taskQueue(queue, 'POST', '', { payloadBase64: payload })
    expect((await client.call('GET', queue)).json).toMatchObject({ name: queue, pullTarget: {} })
    const { json } = await client.call('POST', `${queue}/tasks:lease`, { leaseDuration: '9s' })
    expect(json.tasks).toHaveLength(1)
  })

  test('a cancelled lease is given back at once; a paused queue leases nothing', async () => {
    const client = beta()
    const queue = await client.queue({ pullTarget: {} })
    await client.task(queue, { pullMessage: { payload } })
    const lease = () => client.call('POST', `${queue}/tasks:lease`, { leaseDuration: '60s' })
    const [task] = (await lease()).json.tasks
    expect((await lease()).json).toEqual({})
    const { scheduleTime } = task
    await client.call('POST', `${task.name}:cancelLease`, { scheduleTime })
    expect((await lease()).json.tasks).toHaveLength(1)
    await client.call('POST', `${queue}:pause`, {})
    expect((await lease()).json.error.status).toBe('FAILED_PRECONDITION')
    expect((await client.call('POST', `${task.name}:run`, {})).status).toBe(400)
  })

  test('a task is dropped after as many leases as its queue allows', async () => {
    const client = beta()
    const queue = await client.queue({ pullTarget: {}, retryConfig: { maxAttempts: 2 } })
    await client.task(queue, { pullMessage: { payload } })
    const lease = () => client.call('POST', `${queue}/tasks:lease`, { leaseDuration: '60s' })
    for (let i = 0; i < 2; i += 1) {
      expect((await lease()).json.tasks).toHaveLength(1)
      emulator.clock.advance(60)
    }
    expect((await lease()).json).toEqual({})
    expect((await client.call('GET', `${queue}/tasks`)).json).toEqual({})
  })

  test('eight workers acknowledge each of forty tasks once', async () => {
    const client = beta()
    const queue = await client.queue({ pullTarget: {} })
    for (let i = 0; i < 40; i += 1) await client.task(queue, { pullMessage: { payload } })
    const done: string[] = []
    const work = async () => {
      for (;;) {
        const { json } = await client.call('POST', `${queue}/tasks:lease`, {
          maxTasks: 3,
          leaseDuration: '60s',
        })
        if (json.tasks === undefined) return
        for (const { name, scheduleTime } of json.tasks) {
          const { status } = await client.call('POST', `${name}:acknowledge`, { scheduleTime })
          if (status === 200) done.push(name)
        }
      }
    }
    await Promise.all(Array.from({ length: 8 }, work))
    expect(new Set(done).size).toBe(40)
    expect(done).toHaveLength(40)
  })
})
