// Task Queue over HTTP: which tasks a lease takes, for how long, and in what order they come back.
import { describe, expect, test } from 'vitest'
import {
  describeEmulators,
  errorBody,
  idsOf,
  inParameter,
  leaseQuery,
  queueOf,
  type HttpQueue,
} from './queue_over_http.ts'

const MICROS = 1_000_000
const WEEK = 604_800

async function insertAll(queue: HttpQueue, tagById: Readonly<Record<string, string>>) {
  for (const [id, tag] of Object.entries(tagById)) await queue.insert({ id, tag })
}

describeEmulators('lease', (emulator) => {
  describe('a leased task', () => {
    test('is answered whole, under the full name of its queue, and counts this lease', async () => {
      const queue = queueOf(emulator)
      const inserted = await queue.insert({ id: 'a', tag: 'blue' })
      const { status, json } = await queue.send('POST', `/tasks/lease?${leaseQuery()}`)
      expect(status).toBe(200)
      expect(json).toEqual({
        kind: 'taskqueue#tasks',
        items: [
          {
            ...inserted,
            queueName: `projects/p/taskqueues/${queue.name}`,
            leaseTimestamp: expect.stringMatching(/^\d{16}$/),
            retry_count: 1,
          },
        ],
      })
      const [task] = (json as { items: [{ leaseTimestamp: string; enqueueTimestamp: string }] })
        .items
      const held = Number(task.leaseTimestamp) - Number(task.enqueueTimestamp)
      expect(held).toBeGreaterThan(60 * MICROS)
      expect(held).toBeLessThan(120 * MICROS)
      expect(await queue.get('a')).toEqual({ ...task, queueName: queue.name })
    })

    test('is leased again once its lease has passed, and keeps the old leaseTimestamp until then', async () => {
      const queue = queueOf(emulator)
      await queue.insert({ id: 'a' })
      const [first] = await queue.lease({ leaseSecs: 60 })
      emulator.clock.advance(50)
      expect(await queue.lease()).toEqual([])
      emulator.clock.advance(11)
      expect(await queue.get('a')).toMatchObject({
        leaseTimestamp: first?.leaseTimestamp,
        retry_count: 1,
      })
      expect(await queue.lease()).toMatchObject([{ id: 'a', retry_count: 2 }])
      expect(await queue.get('a')).toMatchObject({ retry_count: 2 })
    })

    test('of 0 seconds is not taken twice by one request, but by the next', async () => {
      const queue = queueOf(emulator)
      await queue.insert({ id: 'a' })
      for (const retry_count of [1, 2, 3])
        expect(await queue.lease({ leaseSecs: 0 })).toMatchObject([{ id: 'a', retry_count }])
    })

    test('may be held for a week', async () => {
      const queue = queueOf(emulator)
      await queue.insert({ id: 'a' })
      await queue.lease({ leaseSecs: WEEK })
      emulator.clock.advance(WEEK - 60)
      expect(await queue.lease()).toEqual([])
      emulator.clock.advance(61)
      expect(idsOf(await queue.lease())).toEqual(['a'])
    })
  })

  describe('order', () => {
    test('the oldest come first, and as many as were asked for', async () => {
      const queue = queueOf(emulator)
      for (const id of ['c', 'a', 'b', 'd']) await queue.insert({ id })
      expect(idsOf(await queue.lease({ numTasks: 3 }))).toEqual(['c', 'a', 'b'])
      expect(idsOf(await queue.lease({ numTasks: 3 }))).toEqual(['d'])
      expect(idsOf(await queue.lease({ numTasks: 3 }))).toEqual([])
    })

    test('a task waits by the time from which it may be leased, not by its age', async () => {
      const queue = queueOf(emulator)
      const leaseTimestamp = String(emulator.clock.now() + 600 * MICROS)
      await queue.insert({ id: 'delayed', leaseTimestamp })
      await queue.insert({ id: 'leased' })
      await queue.lease({ leaseSecs: 900 })
      emulator.clock.advance(700)
      await queue.insert({ id: 'new' })
      emulator.clock.advance(300)
      await queue.insert({ id: 'newest' })
      expect(idsOf(await queue.list())).toEqual(['delayed', 'new', 'leased', 'newest'])
      expect(idsOf(await queue.lease())).toEqual(['delayed', 'new', 'leased', 'newest'])
    })

    test('tasks whose leases end come back in the order in which the leases end', async () => {
      const queue = queueOf(emulator)
      for (const id of ['a', 'b', 'c']) await queue.insert({ id })
      for (const leaseSecs of [300, 100, 200]) await queue.lease({ numTasks: 1, leaseSecs })
      emulator.clock.advance(301)
      expect(idsOf(await queue.lease())).toEqual(['b', 'c', 'a'])
    })

    test('tasks leased together stay in their order', async () => {
      const queue = queueOf(emulator)
      for (const id of ['c', 'a', 'b']) await queue.insert({ id })
      await queue.lease()
      emulator.clock.advance(61)
      expect(idsOf(await queue.lease())).toEqual(['c', 'a', 'b'])
    })
  })

  describe('tags', () => {
    const blueFirst = { b1: 'blue', r1: 'red', n1: '', b2: 'blue', n2: '' }
    const noneFirst = { n1: '', b1: 'blue', n2: '' }
    test.each([
      ['every tag without groupByTag', blueFirst, {}, ['b1', 'r1', 'n1', 'b2', 'n2']],
      [
        'every tag with groupByTag=false',
        blueFirst,
        { groupByTag: false },
        ['b1', 'r1', 'n1', 'b2', 'n2'],
      ],
      ['the tag asked for', blueFirst, { groupByTag: true, tag: 'red' }, ['r1']],
      ['no task if none has the tag', blueFirst, { groupByTag: true, tag: 'green' }, []],
      ['the tag of the oldest task', blueFirst, { groupByTag: true }, ['b1', 'b2']],
      ['those without tag if the oldest has none', noneFirst, { groupByTag: true }, ['n1', 'n2']],
      [
        'those without tag for an empty tag',
        blueFirst,
        { groupByTag: true, tag: '' },
        ['n1', 'n2'],
      ],
      ['nothing of an empty queue', {}, { groupByTag: true }, []],
    ])('a lease takes %s', async (_, tagById, query, expected) => {
      const queue = queueOf(emulator)
      await insertAll(queue, tagById)
      expect(idsOf(await queue.lease(query))).toEqual(expected)
    })

    test('the oldest task is the oldest that nobody holds', async () => {
      const queue = queueOf(emulator)
      await insertAll(queue, { b1: 'blue', r1: 'red', b2: 'blue', n1: '' })
      await queue.lease({ numTasks: 1 })
      expect(idsOf(await queue.lease({ groupByTag: true }))).toEqual(['r1'])
      expect(idsOf(await queue.lease({ groupByTag: true, numTasks: 1 }))).toEqual(['b2'])
      expect(idsOf(await queue.lease({ groupByTag: true }))).toEqual(['n1'])
    })

    test('as many of one tag as were asked for, oldest first', async () => {
      const queue = queueOf(emulator)
      await insertAll(queue, { r1: 'red', b1: 'blue', b2: 'blue', b3: 'blue' })
      const query = { groupByTag: true, tag: 'blue', numTasks: 2 }
      expect(idsOf(await queue.lease(query))).toEqual(['b1', 'b2'])
      expect(idsOf(await queue.lease(query))).toEqual(['b3'])
      expect(idsOf(await queue.lease(query))).toEqual([])
    })

    test.each(['tag=blue', 'tag=', 'tag=blue&groupByTag=false', 'groupByTag=FALSE&tag=blue'])(
      '%s is refused: a tag needs groupByTag=true',
      async (query) => {
        const queue = queueOf(emulator)
        await insertAll(queue, { b1: 'blue' })
        const path = `/tasks/lease?numTasks=1&leaseSecs=1&${query}`
        const { status, json } = await queue.send('POST', path)
        const message = 'tag is only allowed with groupByTag=true.'
        expect(status).toBe(400)
        expect(json).toEqual(errorBody(400, 'invalid', message, inParameter('tag')))
        expect(await queue.list()).toMatchObject([{ retry_count: 0 }])
      },
    )
  })

  describe('requests', () => {
    test('nothing to lease is an empty list of items', async () => {
      const { status, json } = await queueOf(emulator).send('POST', `/tasks/lease?${leaseQuery()}`)
      expect({ status, json }).toEqual({
        status: 200,
        json: { kind: 'taskqueue#tasks', items: [] },
      })
    })

    test.each([
      ['numTasks', 0, 1000],
      ['numTasks', 1001, 1000],
      ['numTasks', -1, 1000],
      ['leaseSecs', -1, WEEK],
      ['leaseSecs', WEEK + 1, WEEK],
    ])('%s may not be %i', async (name, value, most) => {
      const path = `/tasks/lease?${leaseQuery({ [name]: value })}`
      const { status, json } = await queueOf(emulator).send('POST', path)
      const message = `${name} must be from ${name === 'numTasks' ? 1 : 0} to ${most}, is ${value}.`
      expect(status).toBe(400)
      expect(json).toEqual(errorBody(400, 'invalid', message, inParameter(name)))
    })

    test('both limits are allowed', async () => {
      const queue = queueOf(emulator)
      await queue.insert()
      expect(await queue.lease({ numTasks: 1000, leaseSecs: WEEK })).toHaveLength(1)
    })

    test('parameters may come as a form', async () => {
      const queue = queueOf(emulator)
      await insertAll(queue, { r1: 'red', b1: 'blue & green' })
      const form = leaseQuery({ groupByTag: true, tag: 'blue & green' }).replaceAll('%20', '+')
      const type = { 'content-type': 'application/x-www-form-urlencoded' }
      const { status, json } = await queue.send('POST', '/tasks/lease', form, type)
      expect(status).toBe(200)
      expect(json).toMatchObject({ items: [{ id: 'b1' }] })
    })

    test('any other body is not looked at', async () => {
      const queue = queueOf(emulator)
      await queue.insert({ id: 'a' })
      const path = `/tasks/lease?${leaseQuery()}`
      for (const body of ['', 'null', '{"numTasks":5}', 'not JSON'])
        expect(await queue.send('POST', path, body)).toMatchObject({ status: 200 })
    })

    test.each([
      ['items(id,tag)', { items: [{ id: 'a', tag: 'blue' }] }],
      ['kind,items/id', { kind: 'taskqueue#tasks', items: [{ id: 'a' }] }],
      ['kind', { kind: 'taskqueue#tasks' }],
    ])('fields=%s answers that much, and the tasks are leased', async (fields, expected) => {
      const queue = queueOf(emulator)
      await queue.insert({ id: 'a', tag: 'blue' })
      const { json } = await queue.send('POST', `/tasks/lease?${leaseQuery({ fields })}`)
      expect(json).toEqual(expected)
      expect(await queue.lease()).toEqual([])
    })

    test('GET is not the way to lease: it reads a task', async () => {
      const { status, json } = await queueOf(emulator).send('GET', `/tasks/lease?${leaseQuery()}`)
      expect(status).toBe(404)
      expect(json).toEqual(errorBody(404, 'notFound', 'There is no task lease.'))
    })
  })

  test('an answer holds 32 MiB of payload at most', async () => {
    const queue = queueOf(emulator)
    const payloadBase64 = Buffer.alloc(2 ** 20, 7).toString('base64')
    for (let i = 0; i < 34; i += 1) await queue.insert({ payloadBase64 })
    const first = await queue.lease({ fields: 'items/id' }) // else each answer is 43 MB
    const second = await queue.lease({ fields: 'items/id' })
    // Padding counts too, so it is one less than 32.
    expect([first.length, second.length]).toEqual([31, 3])
  })
})
