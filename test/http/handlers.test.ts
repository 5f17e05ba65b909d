// Handlers: how they are bound to their methods, and what becomes of what they answer or throw.
import { describe, expect, test } from 'vitest'
import { ApiError, notFound } from '../../src/errors.ts'
import type { Call, HandlerModule } from '../../src/api/handlers.ts'
import type { Schema } from '../../src/discovery/document.ts'
import { documentOf, methodsOf, serverOf } from '../helpers/server.ts'

const schemas: Record<string, Schema> = {
  Thing: {
    id: 'Thing',
    type: 'object',
    properties: {
      id: { type: 'string' },
      size: { type: 'integer' },
      bytes: { type: 'string', format: 'int64' },
      child: { $ref: 'Thing' },
    },
  },
}
const methods = methodsOf('shelves', {
  get: { path: 'v1/things/{id}', response: { $ref: 'Thing' } },
  delete: { path: 'v1/things/{id}', httpMethod: 'DELETE' },
})
const document = documentOf({ methods, schemas })
const serving = (handlers: HandlerModule['handlers'], options = {}, state?: unknown) =>
  serverOf([{ document, handlers, state }], options)
const answering = (answer: () => unknown, options = {}) =>
  serving({ 'shelves.get': answer }, options).request('/v1/things/1')

describe('a table of handlers is refused at the start', () => {
  test.each([
    [
      { 'shelves.gte': () => ({}) },
      'shelves_v1.ts: shelves_v1.api has no method shelves.gte; did you mean shelves.get?',
    ],
    [{ 'books.list': () => ({}) }, 'shelves_v1.ts: shelves_v1.api has no method books.list'],
    [{ 'shelves.get': 5 }, 'shelves_v1.ts: the handler of shelves.get is not a function'],
    ['text', 'shelves_v1.ts: it must export a table `handlers` by method id'],
  ])('%o', (handlers, problem) => {
    expect(() => serving(handlers as never)).toThrow(
      `the handlers do not fit their documents:\n  ${problem}`,
    )
  })

  test('with all that is wrong in it', () => {
    expect(() => serving({ 'shelves.gat': () => ({}), 'shelves.delet': () => ({}) })).toThrow(
      /did you mean shelves\.get\?\n.*did you mean shelves\.delete\?$/,
    )
  })
})

test('a 304 that a handler throws has headers and no body', async () => {
  const { status, headers, text } = await answering(() => {
    throw new ApiError('FAILED_PRECONDITION', 'notModified', 'Not Modified', {
      code: 304,
      headers: { etag: '"7"' },
    })
  })
  expect([status, text, headers.get('etag'), headers.get('content-type')]).toEqual([
    304,
    '',
    '"7"',
    null,
  ])
})

describe('a method', () => {
  test('without a handler is 501 and named, also where the table has what objects have', async () => {
    const odd = documentOf({
      methods: { x: { id: 'constructor', path: 'v1/x', httpMethod: 'GET' } },
    })
    const { status, headers, json } = await serverOf([{ document: odd, handlers: {} }]).request(
      '/v1/x',
    )
    expect(status).toBe(501)
    expect(headers.get('x-emulator-method')).toBe('constructor')
    expect(json.error.message).toBe(
      'constructor has no handler: nothing in shelves_v1.ts says what it does.',
    )
  })

  test('without a response is 204, whatever its handler answers', async () => {
    for (const answer of [undefined, {}, { id: 'x' }]) {
      const server = serving({ 'shelves.delete': () => answer })
      const { status, text, headers } = await server.request('/v1/things/1', { method: 'DELETE' })
      expect([status, text, headers.get('content-type')]).toEqual([204, '', null])
      expect(headers.get('x-emulator-method')).toBe('shelves.delete')
    }
  })

  test('with a response is an empty message, if its handler answers nothing', async () => {
    expect((await answering(() => undefined)).text).toBe('{}\n')
  })

  test('is called with its parameters and the state of its API', async () => {
    const server = serving(
      { 'shelves.get': ({ params }, state) => Object.assign({}, params, state) },
      {},
      { size: 5 },
    )
    expect((await server.request('/v1/things/a%20b')).json).toEqual({ id: 'a b', size: 5 })
  })

  test('is called with its description, the address its client uses, and the headers', async () => {
    const seen: unknown[] = []
    const handler = ({ method, baseUrl, header, signal }: Call) => {
      seen.push([method.id, baseUrl, header('X-Thing'), header('none'), signal.aborted])
      return {}
    }
    const ask = { headers: { host: 'localhost:1234', 'x-thing': 'a' } }
    await serving({ 'shelves.get': handler }).request('/v1/things/1', ask)
    await serving({ 'shelves.get': handler }, { advertised: 'a.b:80' }).request('/v1/things/1')
    expect(seen).toEqual([
      ['shelves.get', 'http://localhost:1234', 'a', undefined, false],
      ['shelves.get', 'http://a.b:80', undefined, undefined, false],
    ])
  })

  test('is answered with where the answer comes from', async () => {
    const server = serving({ 'shelves.get': () => ({}) })
    const origins = [
      (await server.request('/v1/things/1')).headers,
      (await server.request('/v1/things/1', { method: 'DELETE' })).headers,
      (await server.request('/v1/none')).headers,
    ].map((headers) => headers.get('x-emulator-origin'))
    expect(origins).toEqual(['handler', 'none', null])
  })

  test('that a request is refused for is named in the answer too', async () => {
    const { status, headers } = await serving({}).request('/v1/things/1?nope=1')
    expect([status, headers.get('x-emulator-method')]).toEqual([400, 'shelves.get'])
  })
})

describe('what a handler throws', () => {
  test('is the answer, if it is an ApiError', async () => {
    const { status, json } = await answering(() => {
      throw notFound('no thing 1')
    })
    expect(status).toBe(404)
    expect(json).toEqual({ error: { code: 404, message: 'no thing 1', status: 'NOT_FOUND' } })
  })

  test('has the code it says', async () => {
    const { status } = await answering(() => {
      throw new ApiError('UNAVAILABLE', 'backendError', 'later', { code: 599 })
    })
    expect(status).toBe(599)
  })

  test.each<[string, () => unknown]>([
    [
      'an error',
      () => {
        throw new Error('secret')
      },
    ],
    ['an error, later', () => Promise.reject(new Error('secret'))],
    [
      'no error',
      () => {
        throw 'secret'
      },
    ], // oxlint-disable-line typescript/only-throw-error
    ['what is no JSON', () => ({ id: 'secret', size: 5n })],
    [
      'nothing but a circle',
      () => {
        const circle: Record<string, unknown> = { id: 'secret' }
        circle['child'] = circle
        return circle
      },
    ],
  ])('is a 500 that tells nothing, and a line in the log, if it is %s', async (_, answer) => {
    const server = serving({ 'shelves.get': answer })
    const { status, text, headers } = await server.request('/v1/things/1')
    expect(status).toBe(500)
    expect(text).not.toContain('secret')
    expect(JSON.parse(text)).toEqual({
      error: { code: 500, message: 'Internal error encountered.', status: 'INTERNAL' },
    })
    expect(headers.get('x-emulator-method')).toBe('shelves.get')
    expect(server.log).toHaveLength(1)
    expect(server.log[0]).toMatchObject({ method: 'shelves.get', status: 500 })
    expect(server.log[0]?.error).toBeTruthy()
  })

  test.each([[Object.create(null)], ['text'], [undefined], [Symbol('x')]])(
    'is a 500 in JSON, whatever is thrown: %o',
    async (thrown) => {
      const server = serving({
        'shelves.get': () => {
          throw thrown
        },
      })
      const { status, json } = await server.request('/v1/things/1')
      expect([status, json.error.status]).toEqual([500, 'INTERNAL'])
      expect(server.log[0]?.error).toBeTypeOf('string')
    },
  )

  test('has its stack in the log', async () => {
    const server = serving({
      'shelves.get': () => {
        throw new Error('secret')
      },
    })
    await server.request('/v1/things/1')
    expect(server.log[0]?.error).toMatch(/^Error: secret\n {4}at .*handlers\.test\.ts/)
  })
})

describe('an answer that does not fit its document', () => {
  test.each<[unknown, string]>([
    [{ id: 5 }, '/id: 5 does not fit'],
    [{ size: '5' }, '/size: "5" does not fit'],
    [{ bytes: 5 }, '/bytes: 5 does not fit'],
    [{ child: { ids: 'x' } }, '/child: unknown field ids'],
    [{ id: null }, '/id: null does not fit'],
    ['text', '/: "text" does not fit'],
  ])('is a 500, if answers are checked: %j', async (answer, problem) => {
    const server = serving({ 'shelves.get': () => answer })
    expect((await server.request('/v1/things/1')).status).toBe(500)
    expect(server.log[0]?.error).toContain(
      `the answer of shelves.get does not fit its document:\n  ${problem}`,
    )
    expect((await answering(() => answer, { validateResponses: false })).status).toBe(200)
  })

  test('is not one with a field that is undefined', async () => {
    expect((await answering(() => ({ id: 'x', size: undefined }))).json).toEqual({ id: 'x' })
  })
})

describe('a handler that takes longer than the timeout', () => {
  test('is answered for with 504', async () => {
    const { status, json } = await answering(() => new Promise(() => {}), { timeout: 0.01 })
    expect(status).toBe(504)
    expect(json.error).toMatchObject({
      status: 'DEADLINE_EXCEEDED',
      message: 'shelves.get took longer than 0.01 s (the setting timeout).',
    })
  })

  test('may fail afterwards without harm', async () => {
    const { promise, reject } = Promise.withResolvers()
    expect((await answering(() => promise, { timeout: 0.01 })).status).toBe(504)
    reject(new Error('too late'))
    await new Promise((resolve) => void setImmediate(resolve))
  })
})

test('every request leaves one line in the log', async () => {
  const server = serving({ 'shelves.get': () => ({}) })
  for (const path of ['/v1/things/1', '/v1/nothing', '/v1/things/1?x=1', '/discovery/v1/apis'])
    await server.request(path)
  expect(server.log.map(({ method, status }) => `${status} ${method}`)).toEqual([
    '200 shelves.get',
    '404 -',
    '400 shelves.get',
    '200 discovery.apis.list',
  ])
  expect(server.log[1]?.reason).toMatch(/^No method of the served APIs/)
  expect(server.log.every(({ error }) => error === undefined)).toBe(true)
})
