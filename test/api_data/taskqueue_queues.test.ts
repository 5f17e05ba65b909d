// Task Queue over HTTP: what is told of a queue, how queue.yaml shapes it, and which requests are refused whatever the queue.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmulator, type StartOptions } from 'discovery-emulator'
import { describe, expect, test } from 'vitest'
import {
  describeEmulators,
  errorBody,
  idsOf,
  inBody,
  inParameter,
  leaseQuery,
  queueOf,
} from './queue_over_http.ts'
import { stores } from '../helpers/stores.ts'

const MICROS = 1_000_000

const secondsOf = (micros = ''): string => String(Math.floor(Number(micros) / MICROS))

const required = (name: string) =>
  errorBody(400, 'required', `Required parameter: ${name}`, inParameter(name))

const yamlOf = (name: string) => `
queue:
- name: ${name}
  mode: pull
  retry_parameters:
    task_retry_limit: 2
  acl:
  - user_email: worker@example.com
  - user_email: other@example.com
  - writer_email: producer@example.com
- name: mails
  rate: 5/s
`

describeEmulators('queues', (emulator) => {
  test('a queue is there before anything was put into it', async () => {
    const queue = queueOf(emulator)
    const { status, json } = await queue.send('GET', '')
    expect({ status, json }).toEqual({
      status: 200,
      json: { kind: 'taskqueues#taskqueue', id: queue.name, maxLeases: 0 },
    })
    const { json: list } = await queue.send('GET', '/tasks')
    expect(list).toEqual({ kind: 'taskqueues#tasks' })
  })

  test.each(['?getStats=false', '?getStats=False', ''])('"%s" asks for no stats', async (query) => {
    expect(await queueOf(emulator).queue(query)).not.toHaveProperty('stats')
  })

  test('the stats of an empty queue are zeros, int64 as strings', async () => {
    for (const query of ['?getStats=true', '?getStats=TRUE'])
      expect(await queueOf(emulator).queue(query)).toHaveProperty('stats', {
        totalTasks: 0,
        oldestTask: '0',
        leasedLastMinute: '0',
        leasedLastHour: '0',
      })
  })

  test('stats count tasks, leased or not, and the oldest time in seconds', async () => {
    const queue = queueOf(emulator)
    const first = await queue.insert()
    await queue.insert()
    expect((await queue.queue('?getStats=true')).stats).toMatchObject({
      totalTasks: 2,
      oldestTask: secondsOf(first.enqueueTimestamp),
    })
    // Once all are leased, the oldest time is that of the first to come back.
    const [leased] = await queue.lease({ leaseSecs: 900 })
    expect((await queue.queue('?getStats=true')).stats).toEqual({
      totalTasks: 2,
      oldestTask: secondsOf(leased?.leaseTimestamp),
      leasedLastMinute: '2',
      leasedLastHour: '2',
    })
  })

  test('stats count tasks leased in the last minute and the last hour, however often', async () => {
    const queue = queueOf(emulator)
    for (let i = 0; i < 3; i += 1) await queue.insert()
    await queue.lease({ leaseSecs: 0, numTasks: 2 })
    emulator.clock.advance(120)
    await queue.lease({ leaseSecs: 0 })
    const stats = async () => (await queue.queue('?getStats=true')).stats
    expect(await stats()).toMatchObject({ leasedLastMinute: '3', leasedLastHour: '5' })
    emulator.clock.advance(61)
    expect(await stats()).toMatchObject({ leasedLastMinute: '0', leasedLastHour: '5' })
    emulator.clock.advance(3601)
    expect(await stats()).toMatchObject({ leasedLastMinute: '0', leasedLastHour: '0' })
  })

  describe('answers to bad requests', () => {
    test('name all that is missing', async () => {
      const { json } = await queueOf(emulator).send('POST', '/tasks/lease')
      const { error } = required('numTasks')
      const errors = [...error.errors, ...required('leaseSecs').error.errors]
      expect(json).toEqual({ error: { ...error, errors } })
    })

    test.each([
      ['POST', '/tasks/lease?leaseSecs=1', undefined, required('numTasks')],
      ['POST', '/tasks/lease?numTasks=1', undefined, required('leaseSecs')],
      [
        'POST',
        '/tasks/lease?numTasks=x&leaseSecs=1',
        undefined,
        errorBody(400, 'invalidParameter', "Invalid integer value: 'x'.", inParameter('numTasks')),
      ],
      [
        'POST',
        '/tasks/lease?numTasks=1.5&leaseSecs=1',
        undefined,
        errorBody(
          400,
          'invalidParameter',
          "Invalid integer value: '1.5'.",
          inParameter('numTasks'),
        ),
      ],
      [
        'POST',
        '/tasks/lease?numTasks=1&leaseSecs=9999999999',
        undefined,
        errorBody(
          400,
          'invalidParameter',
          "Invalid integer value: '9999999999'.",
          inParameter('leaseSecs'),
        ),
      ],
      [
        'POST',
        '/tasks/lease?numTasks=1&leaseSecs=1&groupByTag=perhaps',
        undefined,
        errorBody(
          400,
          'invalidParameter',
          "Invalid boolean value: 'perhaps'.",
          inParameter('groupByTag'),
        ),
      ],
      [
        'POST',
        '/tasks',
        {},
        errorBody(400, 'required', 'Required parameter: payloadBase64', inBody('payloadBase64')),
      ],
      [
        'POST',
        '/tasks',
        undefined,
        errorBody(400, 'required', 'Required parameter: payloadBase64', inBody('payloadBase64')),
      ],
      ['POST', '/tasks', '{', errorBody(400, 'parseError', 'Parse Error')],
      ['POST', '/tasks', '[]', errorBody(400, 'parseError', 'Parse Error')],
      ['POST', '/tasks', '"text"', errorBody(400, 'parseError', 'Parse Error')],
      [
        'POST',
        '/tasks',
        { payloadBase64: {} },
        errorBody(
          400,
          'invalid',
          'Invalid value for payloadBase64: an object is not allowed',
          inBody('payloadBase64'),
        ),
      ],
      [
        'POST',
        '/tasks',
        { payloadBase64: '', tag: ['a'] },
        errorBody(400, 'invalid', 'Invalid value for tag: a list is not allowed', inBody('tag')),
      ],
      [
        'POST',
        '/tasks',
        { payloadBase64: '', leaseTimestamp: 'soon' },
        errorBody(
          400,
          'invalid',
          'Invalid value for leaseTimestamp: "soon"',
          inBody('leaseTimestamp'),
        ),
      ],
      [
        'GET',
        '/tasks?fields=nonsense',
        undefined,
        errorBody(
          400,
          'invalidParameter',
          'Invalid field selection nonsense',
          inParameter('fields'),
        ),
      ],
      [
        'GET',
        '?getStats=1',
        undefined,
        errorBody(400, 'invalidParameter', "Invalid boolean value: '1'.", inParameter('getStats')),
      ],
      ['GET', '/tasks/none', undefined, errorBody(404, 'notFound', 'There is no task none.')],
      ['DELETE', '/tasks/none', undefined, errorBody(404, 'notFound', 'There is no task none.')],
    ])('%s %s %j', async (method, path, body, expected) => {
      const { status, type, json } = await queueOf(emulator).send(method, path, body)
      expect({ status, type, json }).toEqual({
        status: expected.error.code,
        type: 'application/json; charset=UTF-8',
        json: expected,
      })
    })

    test.each([
      ['PUT', '/tasks/a'],
      ['DELETE', ''],
      ['PATCH', '/tasks'],
    ])('%s %s: the document has no such method', async (method, path) => {
      const { status, json } = await queueOf(emulator).send(method, path)
      expect(status).toBe(405)
      expect(json).toMatchObject({ error: { errors: [{ reason: 'httpMethodNotAllowed' }] } })
    })

    test('a path that no method has is 404', async () => {
      const { status, json } = await queueOf(emulator).send('GET', '/tasks/a/b')
      expect(status).toBe(404)
      expect(json).toMatchObject({ error: { errors: [{ reason: 'notFound' }] } })
    })
  })

  test.each([['PATCH'], ['DELETE'], ['GET']])(
    'a client that can only POST says %s in a header',
    async (method) => {
      const queue = queueOf(emulator)
      await queue.insert({ id: 'a' })
      await queue.lease()
      const body = method === 'PATCH' ? { queueName: queue.name } : undefined
      const { status } = await queue.send('POST', '/tasks/a?newLeaseSeconds=1', body, {
        'x-http-method-override': method,
      })
      expect(status).toBe(method === 'DELETE' ? 204 : 200)
      expect(await queue.list()).toHaveLength(method === 'DELETE' ? 0 : 1)
    },
  )

  test('an Authorization header is accepted and ignored', async () => {
    const headers = { authorization: 'Bearer none' }
    const { status } = await queueOf(emulator).send('GET', '', undefined, headers)
    expect(status).toBe(200)
  })
})

describe.each(stores)('queue.yaml ($name)', ({ url: storeUrl }) => {
  async function declared(name: string, options: StartOptions['settings'] = {}) {
    const folder = await mkdtemp(join(tmpdir(), 'queue-yaml-'))
    try {
      await writeFile(join(folder, 'queue.yaml'), yamlOf(name))
      const queueYaml = join(folder, 'queue.yaml')
      return await startEmulator({ storeUrl, settings: { queue_yaml: queueYaml, ...options } })
    } finally {
      await rm(folder, { recursive: true })
    }
  }

  test('says who may use a queue, and how often its tasks may be leased', async () => {
    const name = randomUUID()
    await using emulator = await declared(name)
    expect(await queueOf(emulator, name).queue()).toEqual({
      kind: 'taskqueues#taskqueue',
      id: name,
      maxLeases: 2,
      acl: {
        adminEmails: [],
        consumerEmails: ['worker@example.com', 'other@example.com'],
        producerEmails: ['producer@example.com'],
      },
    })
  })

  test('a task is dropped when its last lease has ended', async () => {
    const name = randomUUID()
    await using emulator = await declared(name)
    const queue = queueOf(emulator, name)
    await queue.insert({ id: 'a' })
    expect(await queue.lease()).toMatchObject([{ retry_count: 1 }])
    emulator.clock.advance(61)
    expect(await queue.lease()).toMatchObject([{ retry_count: 2 }])
    expect(await queue.get('a')).toMatchObject({ retry_count: 2 })
    emulator.clock.advance(61)
    expect(await queue.list()).toEqual([])
    expect(await queue.lease()).toEqual([])
    expect(await queue.send('GET', '/tasks/a')).toMatchObject({ status: 404 })
    expect((await queue.queue('?getStats=true')).stats).toMatchObject({ totalTasks: 0 })
  })

  test('other queues are made on first use, without limit', async () => {
    await using emulator = await declared(randomUUID())
    const queue = queueOf(emulator)
    await queue.insert({ id: 'a' })
    for (let i = 0; i < 4; i += 1) expect(idsOf(await queue.lease({ leaseSecs: 0 }))).toEqual(['a'])
    expect(await queue.queue()).toMatchObject({ maxLeases: 0 })
  })

  const requests = [
    ['GET', '', undefined],
    ['GET', '/tasks', undefined],
    ['GET', '/tasks/a', undefined],
    ['DELETE', '/tasks/a', undefined],
    ['POST', '/tasks', { payloadBase64: '' }],
    ['POST', `/tasks/lease?${leaseQuery()}`, undefined],
    ['PATCH', '/tasks/a?newLeaseSeconds=1', {}],
    ['POST', '/tasks/a?newLeaseSeconds=1', {}],
  ] as const

  test('a push queue is refused by all methods', async () => {
    await using emulator = await declared(randomUUID())
    const queue = queueOf(emulator, 'mails')
    const message = 'mails is a push queue; its tasks cannot be leased.'
    const expected = errorBody(400, 'invalid', message, inParameter('taskqueue'))
    for (const [method, path, body] of requests)
      expect(await queue.send(method, path, body)).toMatchObject({ status: 400, json: expected })
  })

  test('a queue that it does not declare is 404 where queues are strict', async () => {
    const name = randomUUID()
    await using emulator = await declared(name, { strict_queues: true })
    const expected = errorBody(404, 'notFound', 'Queue not found.')
    const unknown = queueOf(emulator)
    for (const [method, path, body] of requests)
      expect(await unknown.send(method, path, body)).toMatchObject({ status: 404, json: expected })
    expect(await queueOf(emulator, name).insert({ id: 'a' })).toMatchObject({ id: 'a' })
  })
})
