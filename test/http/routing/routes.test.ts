// Routes that a handler module adds to its document: other paths of methods, and routes that are no method's.
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { invalid, notFound } from '../../../src/errors.ts'
import type { Routes } from '../../../src/api/handlers.ts'
import { media } from '../../../src/api/media.ts'
import type { RawHandler } from '../../../src/api/raw.ts'
import { documentOf, methodsOf, serverOf, type TestApi } from '../../helpers/server.ts'

const document = documentOf({
  servicePath: 'storage/v1/',
  schemas: {
    Thing: { id: 'Thing', type: 'object', properties: { name: { type: 'string' } } },
  },
  methods: {
    ...methodsOf('shelves', {
      list: {
        path: 'b/{bucket}/o',
        response: { $ref: 'Thing' },
        parameters: { pageSize: { type: 'integer', location: 'query' } },
      },
      get: { path: 'b/{bucket}/o/{object}', response: { $ref: 'Thing' } },
      operate: {
        path: 'v1/{+name}:operate',
        httpMethod: 'POST',
        parameters: { name: { type: 'string', location: 'path', pattern: '^things/[^/]+$' } },
        request: { $ref: 'Thing' },
        response: { $ref: 'Thing' },
      },
    }),
  },
})

const handlers: TestApi['handlers'] = {
  'shelves.list': ({ params }) => ({ name: JSON.stringify(params) }),
  'shelves.get': ({ params }) => ({ name: `document ${JSON.stringify(params)}` }),
  'shelves.operate': ({ params, body }) => ({ name: JSON.stringify([params, body]) }),
}

const serving = (routes: TestApi['routes'], state?: unknown) =>
  serverOf([{ document, handlers, routes: routes!, state }])

const methodOf = ({ headers }: { headers: Headers }) => [
  headers.get('x-emulator-method'),
  headers.get('x-emulator-route'),
]

describe('an alias', () => {
  const server = serving({
    'GET /b/{bucket}/o': 'shelves.list',
    'GET /{bucket}': 'shelves.list',
    'POST /{+name}:operate': 'shelves.operate',
  })

  test('is another path of its method, with all its checks', async () => {
    const answer = await server.request('/b/x%20y/o?pageSize=3')
    expect(answer.json).toEqual({ name: '{"bucket":"x y","pageSize":3}' })
    expect(methodOf(answer)).toEqual(['shelves.list', 'GET /b/{bucket}/o'])
    expect((await server.request('/b/x/o?pageSize=many')).status).toBe(400)
    expect(server.log.at(-1)).toMatchObject({ method: 'shelves.list', status: 400 })
  })

  test('leaves the path of the document as it is', async () => {
    const answer = await server.request('/storage/v1/b/x/o')
    expect(methodOf(answer)).toEqual(['shelves.list', null])
  })

  test('matches by the pattern of its parameter, and by its verb', async () => {
    const answer = await server.post('/things/1:operate', { name: 'n' })
    expect(answer.json).toEqual({ name: '[{"name":"things/1"},{"name":"n"}]' })
    expect((await server.post('/others/1:operate', {})).status).toBe(404)
    expect((await server.request('/things/1:operate')).status).toBe(404)
  })

  test("is reached by the API's host as well", async () => {
    const inPath = await server.request('/shelves.googleapis.com/b/x/o')
    const inHeader = await server.request('/b/x/o', { headers: { host: 'shelves.googleapis.com' } })
    for (const answer of [inPath, inHeader])
      expect(methodOf(answer)).toEqual(['shelves.list', 'GET /b/{bucket}/o'])
  })

  test('answers 501 where its method has no handler', async () => {
    const { status, json } = await serverOf([
      { document, routes: { 'GET /b/{bucket}/o': 'shelves.list' } },
    ]).request('/b/x/o')
    expect([status, json.error.message]).toEqual([501, expect.stringContaining('shelves.list has')])
  })
})

const raw = (handler: RawHandler<unknown>, state?: unknown) =>
  serving({ '* /raw/{id}/{+rest}': handler }, state)

describe('a raw route', () => {
  test('gets the request as it came and its state, and answers what it likes', async () => {
    const server = raw(
      async (request, state) => ({
        status: 418,
        headers: { 'content-type': 'text/plain', 'x-own': 'yes' },
        body: JSON.stringify([
          request.httpMethod,
          request.path,
          request.params,
          request.query.getAll('a'),
          request.header('X-Mine'),
          request.headerNames().filter((name) => name.startsWith('x-')),
          (await request.bytes()).toString(),
          state,
        ]),
      }),
      'state',
    )
    const answer = await server.request('/raw/a%2Fb/c/d%2Fe?a=1&a=2', {
      method: 'PROPFIND',
      headers: { 'x-mine': 'mine', 'content-encoding': 'gzip' },
      body: gzipSync('not JSON'),
    })
    expect(answer.status).toBe(418)
    expect(answer.json).toEqual([
      'PROPFIND',
      '/raw/a%2Fb/c/d%2Fe',
      { id: 'a/b', rest: 'c/d%2Fe' },
      ['1', '2'],
      'mine',
      ['x-mine'],
      'not JSON',
      'state',
    ])
    expect(answer.headers.get('x-own')).toBe('yes')
    expect(methodOf(answer)).toEqual(['shelves:v1 * /raw/{id}/{+rest}', '* /raw/{id}/{+rest}'])
    expect(server.log.at(-1)).toMatchObject({
      method: 'shelves:v1 * /raw/{id}/{+rest}',
      status: 418,
    })
  })

  test('leaves a request to others, which is then answered as if the route were not there', async () => {
    const server = serving({
      'GET /{any}/{+rest}': () => undefined,
      'PUT /{any}/{+rest}': () => undefined,
    })
    const unknown = await server.request('/no/such/thing')
    expect([unknown.status, unknown.json.error.message]).toEqual([
      404,
      expect.stringContaining('No method of the served APIs has the path GET /no/such/thing.'),
    ])
    expect(unknown.headers.get('x-emulator-route')).toBeNull()
    const other = await server.request('/storage/v1/b/x/o', { method: 'PUT' })
    expect([other.status, other.headers.get('allow')]).toEqual([405, expect.any(String)])
  })

  test('that leaves a request to others does so to the next best route as well', async () => {
    const server = serving({
      'GET /{any}/{+rest}': () => undefined,
      'GET /things/{+rest}': () => undefined,
      '* /{+rest}': ({ path }) => ({ body: path }),
      'GET /{bucket}/{+rest}:list': () => undefined,
    })
    const answer = await server.request('/things/a/b:list')
    expect([answer.text, methodOf(answer)[1]]).toEqual(['/things/a/b:list', '* /{+rest}'])
  })

  test('answers text, bytes, a stream, or nothing', async () => {
    const bodies = [
      'text',
      Buffer.from('bytes'),
      Readable.from([Buffer.from('str'), Buffer.from('eam')]),
      undefined,
    ]
    for (const [i, text] of ['text', 'bytes', 'stream', ''].entries()) {
      const answer = await raw(() => ({ ...(bodies[i] && { body: bodies[i] }) })).request(
        '/raw/1/2',
      )
      expect([answer.status, answer.text]).toEqual([200, text])
    }
  })

  test('answers the range that was asked for of its media', async () => {
    const server = raw(() => media(Buffer.from('0123456789'), { contentType: 'text/x' }))
    const answer = await server.request('/raw/1/2', { headers: { range: 'bytes=2-4' } })
    expect([answer.status, answer.text, answer.headers.get('content-range')]).toEqual([
      206,
      '234',
      'bytes 2-4/10',
    ])
  })

  test('reads a body as it arrives', async () => {
    const server = raw(async ({ body }) => {
      const chunks = []
      for await (const chunk of body) chunks.push(chunk as Buffer)
      return { body: Buffer.concat(chunks).toString('hex') }
    })
    const answer = await server.request('/raw/1/2', { method: 'PUT', body: Buffer.from([0, 255]) })
    expect(answer.text).toBe('00ff')
  })

  test("refuses in the words of its API's style, and a failure tells the client nothing", async () => {
    const refused = await raw(() => {
      throw notFound('There is no such thing.')
    }).request('/raw/1/2')
    expect(refused.json.error).toEqual({
      code: 404,
      message: 'There is no such thing.',
      status: 'NOT_FOUND',
    })
    const failing = raw(() => {
      throw new Error('secret')
    })
    const failed = await failing.request('/raw/1/2')
    expect([failed.status, failed.text.includes('secret')]).toEqual([500, false])
    expect(failing.log.at(-1)?.error).toContain('Error: secret')
    expect((await raw((() => 5) as never).request('/raw/1/2')).status).toBe(500)
  })

  test('a body beyond the limit is 413, and one that takes too long is 504', async () => {
    const reading = serverOf(
      [{ document, routes: { 'PUT /x': async (request) => ({ body: await request.bytes() }) } }],
      { bodyLimit: 3 },
    )
    expect((await reading.request('/x', { method: 'PUT', body: '1234' })).status).toBe(413)
    const slow = serverOf([{ document, routes: { 'GET /x': () => new Promise(() => {}) } }], {
      timeout: 0.01,
    })
    expect((await slow.request('/x')).status).toBe(504)
  })

  test('comes after all that documents have, and before "not allowed"', async () => {
    const server = serving({
      '* /{+all}': () => ({ body: 'any' }),
      'GET /{+all}': () => ({ body: 'get' }),
      'GET /own/{x}': () => ({ body: 'own' }),
    })
    const text = async (path: string, method = 'GET') =>
      (await server.request(path, { method })).text
    expect(await text('/storage/v1/b/x/o/y')).toContain('document')
    expect(await text('/own/y')).toBe('own')
    expect(await text('/own/y/z')).toBe('get')
    expect(await text('/own/y', 'PUT')).toBe('any')
    expect(await text('/storage/v1/b/x/o', 'DELETE')).toBe('any')
    expect(await text('/shelves.googleapis.com/')).toBe('get')
  })
})

test('the type of a table of routes knows the methods and the state', () => {
  interface Methods {
    'a.get': { params: { id: string }; body: undefined; response: undefined }
  }
  const right: Routes<Methods, number> = {
    'GET /x/{id}': 'a.get',
    '* /y': (_, state) => ({ status: state + 1 }),
  }
  // @ts-expect-error -- no such method
  const wrongMethod: Routes<Methods> = { 'GET /x': 'a.gte' }
  // @ts-expect-error -- a path begins with a slash
  const wrongPath: Routes<Methods> = { 'GET x': 'a.get' }
  expect([right, wrongMethod, wrongPath]).toHaveLength(3)
})

const answers = () => ({})

describe('a route is refused at the start', () => {
  test.each([
    [
      { 'b/{x}': answers },
      'the route "b/{x}" is not a verb and a path, such as "GET /b/{bucket}/o"',
    ],
    [{ 'get /b': answers }, 'the route "get /b" is not a verb and a path'],
    [{ 'GET /b c': answers }, 'the route "GET /b c" is not a verb and a path'],
    [{ 'GET /{b': answers }, 'the route "GET /{b" has no template for its path: "{b" is not'],
    [{ 'GET /b': 5 }, 'the route "GET /b" must be the id of a method, or a function'],
    [{ '* /b': 'shelves.get' }, 'the route "* /b" is for any verb, so it cannot be another path'],
    [
      { 'GET /b': 'shelves.lits' },
      'the route "GET /b" names shelves.lits, which is no method; did you mean shelves.list?',
    ],
    [{ 'GET /b': 'shelves.list' }, 'the route "GET /b" lacks {bucket} of shelves.list'],
    [
      { 'GET /{a}/{bucket}': 'shelves.list' },
      'the route "GET /{a}/{bucket}" has {a}, which shelves.list has not',
    ],
    [
      { 'GET /storage/v1/b/{x}/o': answers },
      'the route "GET /storage/v1/b/{x}/o" is one that shelves.list has',
    ],
    [
      { 'GET /{a}': answers, 'GET /{b}': answers },
      'the route "GET /{b}" is one that shelves_v1.ts gives "GET /{a}"',
    ],
    [5, '`routes` must be a table by verb and path, such as { "GET /b/{bucket}/o": … }'],
  ])('%o', (routes, problem) => {
    expect(() => serving(routes as never)).toThrow(
      `the handlers do not fit their documents:\n  shelves_v1.ts: ${problem}`,
    )
  })

  test('where another API of the same host has it', () => {
    const other = { ...document, name: 'other', methods: {} }
    const routes = { 'GET /{x}': () => ({}) }
    expect(() =>
      serverOf([
        { document, routes },
        { document: other, routes },
      ]),
    ).toThrow('other_v1.ts: the route "GET /{x}" is one that shelves_v1.ts gives "GET /{x}"')
    const elsewhere = { ...other, rootUrl: 'https://other.googleapis.com/' }
    expect(() =>
      serverOf([
        { document, routes },
        { document: elsewhere, routes },
      ]),
    ).not.toThrow()
  })
})

test('between hosts, a route that fits several APIs is refused with what to say instead', async () => {
  const routes = {
    'GET /{x}': () => {
      throw invalid('not reached')
    },
  }
  const elsewhere = { ...document, name: 'other', rootUrl: 'https://other.googleapis.com/' }
  const { json } = await serverOf([
    { document, routes },
    { document: elsewhere, routes },
  ]).request('/y')
  expect(json.error.message).toContain('(other:v1) at /other.googleapis.com/{x}')
})
