// Task Queue over HTTP: a lease made longer, shorter or given back, by patch and by update.
import { describe, expect, test } from 'vitest'
import type { Task } from '../../api_data/types/taskqueue_v1beta2.ts'
import {
  describeEmulators,
  errorBody,
  idsOf,
  inBody,
  inParameter,
  queueOf,
} from './queue_over_http.ts'
import type { HttpQueue } from './queue_over_http.ts'

const MICROS = 1_000_000
const WEEK = 604_800
const EXPIRED = errorBody(400, 'invalid', 'The task lease has expired.')

/** The body that a careful client sends for a task that it holds. */
const bodyOf = ({ id, leaseTimestamp }: Task, queue: HttpQueue) => ({
  id,
  leaseTimestamp,
  queueName: queue.name,
})

describeEmulators('renewal', (emulator) => {
  async function leased(): Promise<{ queue: HttpQueue; task: Task }> {
    const queue = queueOf(emulator)
    await queue.insert({ id: 'a', tag: 'blue', payloadBase64: 'AAAA' })
    const [task] = await queue.lease()
    return { queue, task: task! }
  }

  describe.each(['PATCH', 'POST'])('%s', (method) => {
    test('counts the new lease from now, answers the task whole and changes nothing else', async () => {
      const { queue, task } = await leased()
      emulator.clock.advance(30)
      const now = emulator.clock.now()
      const path = '/tasks/a?newLeaseSeconds=100'
      const { status, json } = await queue.send(method, path, bodyOf(task, queue))
      expect(status).toBe(200)
      expect(json).toEqual({
        ...task,
        queueName: queue.name,
        leaseTimestamp: expect.stringMatching(/^\d{16}$/),
      })
      const held = Number((json as Task).leaseTimestamp) - now
      expect(held / MICROS).toBeGreaterThan(40) // Redis has a clock of its own
      expect(held / MICROS).toBeLessThan(160)
      expect(await queue.get('a')).toEqual(json)
      emulator.clock.advance(60)
      expect(await queue.lease()).toEqual([])
      emulator.clock.advance(41)
      expect(await queue.lease()).toMatchObject([{ id: 'a', retry_count: 2 }])
    })

    test('may shorten a lease, and with 0 seconds gives the task back at once', async () => {
      const { queue, task } = await leased()
      const shorter = await queue.send(method, '/tasks/a?newLeaseSeconds=5', bodyOf(task, queue))
      const now = shorter.json as Task
      expect(Number(now.leaseTimestamp)).toBeLessThan(Number(task.leaseTimestamp))
      const back = await queue.send(method, '/tasks/a?newLeaseSeconds=0', bodyOf(now, queue))
      expect(back.status).toBe(200)
      expect(await queue.lease()).toMatchObject([{ id: 'a', retry_count: 2 }])
    })

    test('is refused when the lease has ended', async () => {
      const { queue, task } = await leased()
      emulator.clock.advance(61)
      const { status, json } = await queue.send(
        method,
        '/tasks/a?newLeaseSeconds=60',
        bodyOf(task, queue),
      )
      expect({ status, json }).toEqual({ status: 400, json: EXPIRED })
      expect(idsOf(await queue.lease())).toEqual(['a'])
    })

    test('is refused for a task that was never leased', async () => {
      const queue = queueOf(emulator)
      const task = await queue.insert({ id: 'a' })
      const path = '/tasks/a?newLeaseSeconds=60'
      const { status, json } = await queue.send(method, path, bodyOf(task, queue))
      expect({ status, json }).toEqual({ status: 400, json: EXPIRED })
    })

    test('is refused to whoever lost the lease, so that the new holder keeps it', async () => {
      const { queue, task } = await leased()
      emulator.clock.advance(61)
      const [second] = await queue.lease({ leaseSecs: 1000 })
      const path = '/tasks/a?newLeaseSeconds=0'
      const stale = await queue.send(method, path, bodyOf(task, queue))
      expect({ status: stale.status, json: stale.json }).toEqual({ status: 400, json: EXPIRED })
      expect(await queue.get('a')).toMatchObject({ leaseTimestamp: second?.leaseTimestamp })
      expect(await queue.send(method, path, bodyOf(second!, queue))).toMatchObject({ status: 200 })
    })

    test('takes a leaseTimestamp as a number, and the full name of the queue', async () => {
      const { queue, task } = await leased()
      const body = {
        id: 'a',
        leaseTimestamp: Number(task.leaseTimestamp),
        queueName: `projects/s~p/taskqueues/${queue.name}`,
      }
      const { status } = await queue.send(method, '/tasks/a?newLeaseSeconds=60', body)
      expect(status).toBe(200)
    })

    test('takes the task as the lease answered it', async () => {
      const { queue, task } = await leased()
      const { status, json } = await queue.send(method, '/tasks/a?newLeaseSeconds=60', {
        ...task,
        payloadBase64: 'BBBB',
        tag: 'other',
        retry_count: 9,
      })
      expect(status).toBe(200)
      expect(json).toMatchObject({ payloadBase64: 'AAAA', tag: 'blue', retry_count: 1 })
    })

    test('holds a task that waits for its eta', async () => {
      const queue = queueOf(emulator)
      const leaseTimestamp = String(emulator.clock.now() + 3600 * MICROS)
      const task = await queue.insert({ id: 'a', leaseTimestamp })
      const path = '/tasks/a?newLeaseSeconds=0'
      expect(await queue.send(method, path, bodyOf(task, queue))).toMatchObject({ status: 200 })
      expect(await queue.lease()).toMatchObject([{ id: 'a', retry_count: 1 }])
    })

    test('is refused for another id than that of the path', async () => {
      const { queue, task } = await leased()
      const body = { ...bodyOf(task, queue), id: 'b' }
      const { status, json } = await queue.send(method, '/tasks/a?newLeaseSeconds=60', body)
      const message = "The id b in the body is not the task's, a."
      expect(status).toBe(400)
      expect(json).toEqual(errorBody(400, 'invalid', message, inBody('id')))
    })

    test('is refused for another queue than that of the path', async () => {
      const { queue, task } = await leased()
      const queueName = `projects/q/taskqueues/${queue.name}`
      const body = { ...bodyOf(task, queue), queueName }
      const { status, json } = await queue.send(method, '/tasks/a?newLeaseSeconds=60', body)
      const message = `The queueName ${queueName} is not the queue of the path, ${queue.name}.`
      expect(status).toBe(400)
      expect(json).toEqual(errorBody(400, 'invalid', message, inBody('queueName')))
    })

    test('is 404 for a task that is not there', async () => {
      const { queue, task } = await leased()
      const body = { ...bodyOf(task, queue), id: 'b' }
      const { status, json } = await queue.send(method, '/tasks/b?newLeaseSeconds=60', body)
      expect(status).toBe(404)
      expect(json).toEqual(errorBody(404, 'notFound', 'There is no task b.'))
    })

    test.each([-1, WEEK + 1])('%i is no length of a lease', async (seconds) => {
      const { queue, task } = await leased()
      const path = `/tasks/a?newLeaseSeconds=${seconds}`
      const { status, json } = await queue.send(method, path, bodyOf(task, queue))
      const message = `newLeaseSeconds must be from 0 to ${WEEK}, is ${seconds}.`
      expect(status).toBe(400)
      expect(json).toEqual(errorBody(400, 'invalid', message, inParameter('newLeaseSeconds')))
      expect(await queue.get('a')).toMatchObject({ leaseTimestamp: task.leaseTimestamp })
    })

    test('needs newLeaseSeconds', async () => {
      const { queue, task } = await leased()
      const { status, json } = await queue.send(method, '/tasks/a', bodyOf(task, queue))
      const message = 'Required parameter: newLeaseSeconds'
      expect(status).toBe(400)
      expect(json).toEqual(errorBody(400, 'required', message, inParameter('newLeaseSeconds')))
    })
  })

  describe('what a body must have', () => {
    test.each([
      ['PATCH', 'queueName', { queueName: true }],
      ['POST', 'id', { id: true, leaseTimestamp: true }],
      ['POST', 'leaseTimestamp', { id: true, leaseTimestamp: true }],
    ])('%s needs %s', async (method, name, needed) => {
      const { queue, task } = await leased()
      const all: Record<string, unknown> = bodyOf(task, queue)
      const least = Object.fromEntries(Object.keys(needed).map((key) => [key, all[key]]))
      const path = '/tasks/a?newLeaseSeconds=60'
      for (const absent of [undefined, '', null]) {
        const { status, json } = await queue.send(method, path, { ...least, [name]: absent })
        const message = `Required parameter: ${name}`
        // The empty string is no int64, whatever it stands for.
        if (name === 'leaseTimestamp' && absent === '') continue
        expect(status).toBe(400)
        expect(json).toEqual(errorBody(400, 'required', message, inBody(name)))
      }
      expect(await queue.send(method, path, least)).toMatchObject({ status: 200 })
    })

    test('no body at all is refused, for want of what must be in it', async () => {
      const { queue } = await leased()
      const path = '/tasks/a?newLeaseSeconds=60'
      const patch = errorBody(400, 'required', 'Required parameter: queueName', inBody('queueName'))
      const update = errorBody(400, 'required', 'Required parameter: id', inBody('id'))
      expect(await queue.send('PATCH', path)).toMatchObject({ status: 400, json: patch })
      expect(await queue.send('POST', path)).toMatchObject({ status: 400, json: update })
    })
  })
})
