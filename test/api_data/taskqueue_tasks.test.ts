// Task Queue over HTTP: what is inserted, read, listed and deleted.
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  describeEmulators,
  errorBody,
  idsOf,
  inBody,
  inParameter,
  queueOf,
} from './queue_over_http.ts'

const MICROS = 1_000_000
const DAY = 86_400

describeEmulators('tasks', (emulator) => {
  describe('an inserted task', () => {
    test('is answered whole, with int64 as strings and no tag if it has none', async () => {
      const queue = queueOf(emulator)
      const before = emulator.clock.now()
      const { status, type, json } = await queue.send('POST', '/tasks', { payloadBase64: 'aGk=' })
      expect({ status, type, json }).toEqual({
        status: 200,
        type: 'application/json; charset=UTF-8',
        json: {
          kind: 'taskqueues#task',
          id: expect.stringMatching(/^[0-9a-f]{16}$/),
          queueName: queue.name,
          payloadBase64: 'aGk=',
          enqueueTimestamp: expect.stringMatching(/^\d{16}$/),
          leaseTimestamp: '0',
          retry_count: 0,
        },
      })
      const { enqueueTimestamp } = json as { enqueueTimestamp: string }
      // In microseconds, near now; Redis has a clock of its own.
      expect(Math.abs(Number(enqueueTimestamp) - before)).toBeLessThan(60 * MICROS)
    })

    test('is read as it was answered, which leases it to nobody', async () => {
      const queue = queueOf(emulator)
      const inserted = await queue.insert({ id: 'a', tag: 'blue' })
      expect(inserted).toMatchObject({ id: 'a', tag: 'blue' })
      expect(await queue.get('a')).toEqual(inserted)
      expect(await queue.list()).toEqual([inserted])
      expect(idsOf(await queue.lease())).toEqual(['a'])
    })

    test('ignores fields that only answers have, and fields nobody knows', async () => {
      const queue = queueOf(emulator)
      const { status, json } = await queue.send('POST', '/tasks', {
        kind: 'elephant',
        payloadBase64: '',
        enqueueTimestamp: '5',
        retry_count: 7,
        groupByTag: true,
        unheardOf: { of: [1] },
      })
      expect(status).toBe(200)
      expect(json).toMatchObject({ kind: 'taskqueues#task', payloadBase64: '', retry_count: 0 })
      expect(json).not.toMatchObject({ enqueueTimestamp: '5' })
      expect(json).not.toHaveProperty('groupByTag')
    })

    test('may name its queue in short or in full, whatever the prefix of the project', async () => {
      const queue = queueOf(emulator)
      for (const queueName of [
        queue.name,
        '',
        `projects/p/taskqueues/${queue.name}`,
        `projects/s~p/taskqueues/${queue.name}`,
      ])
        expect(await queue.insert({ queueName })).toMatchObject({ queueName: queue.name })
    })

    test.each(['other', 'projects/q/taskqueues/%', 'projects/p/taskqueues/other', 'p/%', '/%'])(
      'may not name the queue %s',
      async (pattern) => {
        const queue = queueOf(emulator)
        const queueName = pattern.replace('%', queue.name)
        const { status, json } = await queue.send('POST', '/tasks', {
          payloadBase64: '',
          queueName,
        })
        const message = `The queueName ${queueName} is not the queue of the path, ${queue.name}.`
        expect(status).toBe(400)
        expect(json).toEqual(errorBody(400, 'invalid', message, inBody('queueName')))
        expect(await queue.list()).toEqual([])
      },
    )
  })

  describe('a payload', () => {
    test.each([
      ['', ''],
      ['aGk=', 'aGk='],
      ['aGk', 'aGk='],
      ['aGkh', 'aGkh'],
      ['asdf123', 'asdf120='],
      ['asdf12', 'asdf1w=='],
      ['-_-_', '-_-_'],
      ['+/+/', '+/+/'],
      ['-_+/', '-_+/'],
      ['__', '_w=='],
      ['//', '/w=='],
      ['-_-', '-_8='],
    ])('%j is answered as %j', async (sent, answered) => {
      const queue = queueOf(emulator)
      expect(await queue.insert({ payloadBase64: sent })).toMatchObject({ payloadBase64: answered })
      expect(await queue.list()).toMatchObject([{ payloadBase64: answered }])
      expect(await queue.lease()).toMatchObject([{ payloadBase64: answered }])
    })

    test('any bytes come back as the same bytes', async () => {
      const queue = queueOf(emulator)
      for (let size = 0; size < 9; size += 1) {
        const bytes = randomBytes(size)
        for (const alphabet of ['base64', 'base64url'] as const) {
          const sent = bytes.toString(alphabet)
          const { payloadBase64 = '' } = await queue.insert({ payloadBase64: sent })
          expect(payloadBase64.replace(/=+$/, '')).toBe(sent.replace(/=+$/, ''))
          expect(payloadBase64.length % 4).toBe(0)
        }
      }
    })

    test.each(['a', 'abcde', 'a=bc', 'aGk===', 'aG k', 'aGk=\n', 'grün', '%41%41'])(
      '%j is refused: it is not base64',
      async (payloadBase64) => {
        const { status, json } = await queueOf(emulator).send('POST', '/tasks', { payloadBase64 })
        const message = 'payloadBase64 is not base64.'
        expect(status).toBe(400)
        expect(json).toEqual(errorBody(400, 'invalid', message, inBody('payloadBase64')))
      },
    )

    test('of 1 MiB is taken, of one byte more is refused', async () => {
      const queue = queueOf(emulator)
      const largest = Buffer.alloc(2 ** 20, 7).toString('base64')
      const larger = Buffer.alloc(2 ** 20 + 1, 7).toString('base64')
      const { id } = await queue.insert({ payloadBase64: largest })
      const refused = await queue.send('POST', '/tasks', { payloadBase64: larger })
      const message = 'The payload is larger than 1048576 bytes.'
      expect(refused.json).toEqual(errorBody(400, 'invalid', message, inBody('payloadBase64')))
      expect((await queue.get(id ?? '')).payloadBase64 === largest).toBe(true)
      expect(idsOf(await queue.list())).toEqual([id])
    })
  })

  describe('a tag', () => {
    test.each(['blue', 'grün', '日本', '👩‍🚀', 'a&b=c d/e?f#g%20', '"', ' '])(
      '%j is kept and leased by, exactly',
      async (tag) => {
        const queue = queueOf(emulator)
        await queue.insert({ id: 'a', tag })
        await queue.insert({ id: 'b', tag: `${tag} ` })
        expect(await queue.get('a')).toMatchObject({ tag })
        expect(idsOf(await queue.lease({ groupByTag: true, tag }))).toEqual(['a'])
      },
    )

    test.each(['x', 'ü', '👍'])(
      'of 500 times %s is taken, of 501 is refused',
      async (character) => {
        const queue = queueOf(emulator)
        const tag = character.repeat(500)
        expect(await queue.insert({ tag })).toMatchObject({ tag })
        expect(await queue.lease({ groupByTag: true, tag })).toMatchObject([{ tag }])
        const task = { payloadBase64: '', tag: character.repeat(501) }
        const { status, json } = await queue.send('POST', '/tasks', task)
        const message = 'The tag is longer than 500 characters.'
        expect(status).toBe(400)
        expect(json).toEqual(errorBody(400, 'invalid', message, inBody('tag')))
      },
    )

    test('of the same look but other code points is another tag', async () => {
      const queue = queueOf(emulator)
      await queue.insert({ id: 'composed', tag: 'é' })
      await queue.insert({ id: 'combining', tag: 'e\u0301' })
      await queue.insert({ id: 'upper', tag: 'É' })
      expect(idsOf(await queue.lease({ groupByTag: true, tag: 'é' }))).toEqual(['composed'])
    })

    test('"" is no tag', async () => {
      const queue = queueOf(emulator)
      expect(await queue.insert({ tag: '' })).not.toHaveProperty('tag')
    })
  })

  describe('an id', () => {
    test.each(['a', '-', '_', '0', 'A-b_9', 'x'.repeat(500), 'leases', 'Lease'])(
      '%s may be chosen',
      async (id) => {
        const queue = queueOf(emulator)
        expect(await queue.insert({ id })).toMatchObject({ id })
        expect(await queue.get(id)).toMatchObject({ id })
      },
    )

    test.each(['lease', 'a b', 'a/b', 'ü', 'a.b', 'a:b', 'x'.repeat(501)])(
      '%s may not be chosen',
      async (id) => {
        const queue = queueOf(emulator)
        const { status, json } = await queue.send('POST', '/tasks', { payloadBase64: '', id })
        const message = `The task name ${id} is not 1 to 500 letters, digits, - or _, or is "lease".`
        expect(status).toBe(400)
        expect(json).toEqual(errorBody(400, 'invalid', message, inBody('id')))
      },
    )

    test('"" means that the service chooses one', async () => {
      const queue = queueOf(emulator)
      expect(await queue.insert({ id: '' })).toMatchObject({
        id: expect.stringMatching(/^\w{16}$/),
      })
    })

    test('that is taken is refused with 400, and the task that has it stays as it is', async () => {
      const queue = queueOf(emulator)
      const first = await queue.insert({ id: 'a', payloadBase64: 'AAAA' })
      const { status, json } = await queue.send('POST', '/tasks', { id: 'a', payloadBase64: '' })
      const message = 'The task name a is taken, or was until lately.'
      expect(status).toBe(400)
      expect(json).toEqual(errorBody(400, 'invalid', message, inBody('id')))
      expect(await queue.list()).toEqual([first])
    })

    test('of a deleted task stays taken for seven days', async () => {
      const queue = queueOf(emulator)
      const chosen = { id: 'a', payloadBase64: '' }
      await queue.insert(chosen)
      expect((await queue.send('DELETE', '/tasks/a')).status).toBe(204)
      expect((await queue.send('POST', '/tasks', chosen)).status).toBe(400)
      emulator.clock.advance(7 * DAY - 60)
      expect((await queue.send('POST', '/tasks', chosen)).status).toBe(400)
      emulator.clock.advance(61)
      expect((await queue.send('POST', '/tasks', chosen)).status).toBe(200)
    })

    test('is unique in its queue only', async () => {
      const [one, other] = [queueOf(emulator), queueOf(emulator)]
      await one.insert({ id: 'a' })
      expect((await other.send('GET', '/tasks/a')).status).toBe(404)
      await other.insert({ id: 'a', payloadBase64: 'AAAA' })
      await one.send('DELETE', '/tasks/a')
      expect(await other.get('a')).toMatchObject({ payloadBase64: 'AAAA' })
    })
  })

  describe('an eta', () => {
    test.each([(eta: number) => String(eta), (eta: number) => eta])(
      'keeps a task from being leased until it has passed, as string or number',
      async (written) => {
        const queue = queueOf(emulator)
        const eta = emulator.clock.now() + 3600 * MICROS
        const task = { id: 'later', payloadBase64: '', leaseTimestamp: written(eta) }
        const inserted = await queue.send('POST', '/tasks', task)
        expect(inserted.json).toMatchObject({ leaseTimestamp: String(eta), retry_count: 0 })
        await queue.insert({ id: 'now' })
        expect(idsOf(await queue.list())).toEqual(['now', 'later'])
        expect(idsOf(await queue.lease({ leaseSecs: 7200 }))).toEqual(['now'])
        emulator.clock.advance(3540)
        expect(await queue.lease()).toEqual([])
        emulator.clock.advance(120)
        expect(await queue.lease()).toMatchObject([{ id: 'later', retry_count: 1 }])
      },
    )

    test.each(['0', '1', '-5', null])('%j means now', async (leaseTimestamp) => {
      const queue = queueOf(emulator)
      const task = { id: 'a', payloadBase64: '', leaseTimestamp }
      const { status, json } = await queue.send('POST', '/tasks', task)
      expect(status).toBe(200)
      expect(json).toMatchObject({ leaseTimestamp: '0' })
      expect(idsOf(await queue.lease())).toEqual(['a'])
    })

    test('may be 30 days ahead and no more', async () => {
      const queue = queueOf(emulator)
      const at = (days: number) =>
        queue.send('POST', '/tasks', {
          payloadBase64: '',
          leaseTimestamp: String(emulator.clock.now() + days * DAY * MICROS),
        })
      expect(await at(29.99)).toMatchObject({ status: 200 })
      const { status, json } = await at(30.01)
      const message = 'leaseTimestamp is more than 30 days ahead.'
      expect(status).toBe(400)
      expect(json).toEqual(errorBody(400, 'invalid', message, inBody('leaseTimestamp')))
    })
  })

  describe('a list', () => {
    test('of an empty queue has no items', async () => {
      const { json } = await queueOf(emulator).send('GET', '/tasks')
      expect(json).toEqual({ kind: 'taskqueues#tasks' })
    })

    test('shows the first hundred, leased or not, with their payloads, under short queue names', async () => {
      const queue = queueOf(emulator)
      for (let i = 0; i < 101; i += 1) await queue.insert({ id: `t${i}` })
      const [first] = await queue.lease({ numTasks: 1 })
      const { json } = await queue.send('GET', '/tasks')
      expect(json).toMatchObject({ kind: 'taskqueues#tasks' })
      const items = await queue.list()
      expect(items).toHaveLength(100)
      expect(idsOf(items).slice(0, 2)).toEqual(['t1', 't2'])
      expect(first).toMatchObject({ id: 't0' })
      expect(items[0]).toMatchObject({ payloadBase64: 'aGk=', queueName: queue.name })
    })

    test('shows a leased task after those that wait, in the order in which they come back', async () => {
      const queue = queueOf(emulator)
      for (const id of ['a', 'b', 'c']) await queue.insert({ id })
      const [leased] = await queue.lease({ numTasks: 1 })
      const items = await queue.list()
      expect(idsOf(items)).toEqual(['b', 'c', 'a'])
      expect(items[2]).toEqual({ ...leased, queueName: queue.name })
    })
  })

  describe('a deleted task', () => {
    test('is answered with 204 and nothing, and is gone', async () => {
      const queue = queueOf(emulator)
      await queue.insert({ id: 'a' })
      expect(await queue.send('DELETE', '/tasks/a')).toMatchObject({ status: 204, text: '' })
      const gone = errorBody(404, 'notFound', 'There is no task a.')
      expect(await queue.send('GET', '/tasks/a')).toMatchObject({ status: 404, json: gone })
      expect(await queue.send('DELETE', '/tasks/a')).toMatchObject({ status: 404, json: gone })
      expect(await queue.list()).toEqual([])
      expect(await queue.lease()).toEqual([])
    })

    test('may have been leased, by anyone, or have lost its lease', async () => {
      const queue = queueOf(emulator)
      for (const id of ['a', 'b']) await queue.insert({ id })
      await queue.lease()
      expect(await queue.send('DELETE', '/tasks/a')).toMatchObject({ status: 204 })
      emulator.clock.advance(61)
      expect(await queue.send('DELETE', '/tasks/b')).toMatchObject({ status: 204 })
      expect(await queue.list()).toEqual([])
    })
  })

  describe('names', () => {
    test('a project is the same with and without the prefix of its region', async () => {
      const name = queueOf(emulator).name
      const [bare, s, b] = ['p', 's~p', 'b%7Ep'].map((project) => queueOf(emulator, name, project))
      await s!.insert({ id: 'a' })
      expect(idsOf(await bare!.list())).toEqual(['a'])
      expect(await b!.get('a')).toMatchObject({ id: 'a', queueName: name })
      const [leased] = await s!.lease()
      expect(leased).toMatchObject({ queueName: `projects/s~p/taskqueues/${name}` })
      expect((await bare!.send('DELETE', '/tasks/a')).status).toBe(204)
    })

    test.each(['q', 'Q-1', 'test_queue', '0', 'x'.repeat(100)])(
      'a queue may be called %s',
      async (name) => {
        expect(await queueOf(emulator, name).queue()).toMatchObject({ id: name })
      },
    )

    test.each(['a.b', 'a b', 'ü', 'a:b', 'x'.repeat(101)])(
      'a queue may not be called %s',
      async (name) => {
        const queue = queueOf(emulator, encodeURIComponent(name))
        const { status, json } = await queue.send('GET', '')
        const message = `The queue name ${name} is not 1 to 100 letters, digits, - or _.`
        expect(status).toBe(400)
        expect(json).toEqual(errorBody(400, 'invalid', message, inParameter('taskqueue')))
      },
    )

    test.each(['example.com:app', 'test_project', 's~example.com:app'])(
      'a project may be called %s',
      async (project) => {
        const queue = queueOf(emulator, undefined, project)
        await queue.insert({ id: 'a' })
        expect(await queue.lease()).toMatchObject([
          { queueName: `projects/${project}/taskqueues/${queue.name}` },
        ])
      },
    )

    test.each(['s~', 'a b', 'ü', 'a{b}'])('a project may not be called %s', async (project) => {
      const queue = queueOf(emulator, undefined, encodeURIComponent(project))
      const { status, json } = await queue.send('GET', '/tasks')
      const message = `The project name ${project.replace(/^.~/, '')} is not valid.`
      expect(status).toBe(400)
      expect(json).toEqual(errorBody(400, 'invalid', message, inParameter('project')))
    })
  })
})
