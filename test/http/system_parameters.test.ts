// What every API understands besides its own parameters (docs/google_rest.md#system-parameters).
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { notFound } from '../../src/errors.ts'
import type { Schema } from '../../src/discovery/document.ts'
import { documentOf, methodsOf, oldStyleParameters, serverOf } from '../helpers/server.ts'

const methods = methodsOf('s', {
  get: { path: 'v1/get', parameters: { x: { type: 'string', location: 'query' } }, response: {} },
  put: { path: 'v1/get', httpMethod: 'PUT', response: {} },
  post: { path: 'v1/post', httpMethod: 'POST', request: { $ref: 'Thing' }, response: {} },
  fail: { path: 'v1/fail', response: {} },
  odd: { path: 'v1/odd', response: {} },
})
const schemas: Record<string, Schema> = {
  Thing: { type: 'object', properties: { a: { type: 'string' } } },
  Kinded: { type: 'object', properties: { kind: { type: 'string', default: 's#thing' } } },
}
const handlers = {
  's.get': ({ params }: { params: object }) => ({ params }),
  's.put': () => ({ put: true }),
  's.post': ({ body }: { body: unknown }) => ({ body }),
  's.fail': () => {
    throw notFound('no such thing')
  },
  's.odd': () => ({ html: '<b>&\u2028\u00e9\u200b</b>', big: '\u{1F600}' }),
}
const document = documentOf({ name: 's', methods, schemas: { Thing: schemas['Thing']! } })
const server = serverOf([{ document, handlers }])
const old = serverOf([{ document: { ...document, parameters: oldStyleParameters! }, handlers }])
const kinded = serverOf([{ document: { ...document, schemas }, handlers }])

const message = async (path: string, init?: RequestInit) =>
  (await server.request(path, init)).json.error?.message

describe('system parameters', () => {
  test.each([
    'key',
    'access_token',
    'oauth_token',
    'quotaUser',
    'prettyPrint',
    'fields',
    'alt',
    'callback',
    'upload_protocol',
    'uploadType',
    'userIp',
  ])('are taken with and without a dollar: %s', async (name) => {
    const value = name === 'alt' ? 'json' : name === 'fields' ? '*' : 'x'
    expect((await server.request(`/v1/get?${name}=${value}`)).status).toBe(200)
    expect((await server.request(`/v1/get?%24${name}=${value}`)).status).toBe(200)
  })

  test('are nothing a handler sees', async () => {
    const { json } = await server.request('/v1/get?key=k&x=1&quotaUser=u&$.xgafv=2&alt=json')
    expect(json).toEqual({ params: { x: '1' } })
  })
})

describe('alt', () => {
  test.each(['json', 'JSON', '', 'json;enc=utf8', 'json&alt=zzz'])('may be %j', async (alt) => {
    expect((await server.request(`/v1/get?alt=${alt}`)).status).toBe(200)
  })

  test.each([
    ['zzz', 400, `Invalid value "zzz" for query parameter 'alt'`],
    ['atom', 400, `Invalid value "atom" for query parameter 'alt'`],
    ['media', 400, 'Unsupported alt type "media" for non byte stream request.'],
    ['MEDIA', 400, 'Unsupported alt type "media" for non byte stream request.'],
    ['proto', 501, 'alt=proto is not emulated; leave alt out, or say alt=json'],
    ['zzz&alt=json', 400, `Invalid value "zzz" for query parameter 'alt'`],
  ])('may not be %s', async (alt, status, expected) => {
    const answer = await server.request(`/v1/get?alt=${alt}`)
    expect([answer.status, answer.json.error.message]).toEqual([status, expected])
  })
})

const errorOf = async (from: typeof server, query: string) =>
  Object.keys((await from.request(`/v1/fail${query}`)).json.error)

describe('$.xgafv', () => {
  test('adds or leaves out the list of errors', async () => {
    expect(await errorOf(server, '')).toEqual(['code', 'message', 'status'])
    expect(await errorOf(server, '?$.xgafv=2')).toEqual(['code', 'message', 'status'])
    expect(await errorOf(server, '?$.xgafv=1')).toEqual(['code', 'message', 'errors', 'status'])
    expect(await errorOf(server, '?%24.xgafv=1')).toEqual(['code', 'message', 'errors', 'status'])
    expect(await errorOf(kinded, '?$.xgafv=2')).toEqual(['code', 'message', 'errors', 'status'])
    expect(await errorOf(old, '?$.xgafv=2')).toEqual(['errors', 'code', 'message'])
  })

  test('adds it before the details of a bad request', async () => {
    const { json } = await server.request('/v1/get?y=1&$.xgafv=1')
    expect(Object.keys(json.error)).toEqual(['code', 'message', 'errors', 'status', 'details'])
    expect(json.error.errors).toEqual([
      { domain: 'global', reason: 'badRequest', message: json.error.message },
    ])
  })

  test('counts also where there is no such API', async () => {
    const keys = async (query: string) =>
      Object.keys((await server.request(`/nope${query}`)).json.error)
    expect(await keys('')).toEqual(['code', 'message', 'errors', 'status'])
    expect(await keys('?$.xgafv=1')).toEqual(['code', 'message', 'errors', 'status'])
    expect(await keys('?$.xgafv=2')).toEqual(['code', 'message', 'status'])
    expect((await server.request('/nope?callback=cb')).text).toMatch(/^\/\/ API callback\ncb\(/)
  })

  test('counts by its last value', async () => {
    expect(await errorOf(server, '?$.xgafv=1&$.xgafv=2')).not.toContain('errors')
  })

  test.each(['3', '', 'v1'])('is refused before all else if it is %j', async (value) => {
    expect(await message(`/v1/get?y=1&alt=zzz&callback=%00&$.xgafv=${value}`)).toBe(
      `Invalid query parameters. Invalid value '${value}' for system query parameter : $.xgafv`,
    )
  })
})

describe('prettyPrint', () => {
  test.each([
    ['', true],
    ['?prettyPrint=true', true],
    ['?prettyPrint=what', true],
    ['?prettyPrint=', true],
    ['?prettyPrint=false', false],
    ['?prettyPrint=FALSE', false],
    ['?prettyPrint=0', false],
    ['?$prettyPrint=no', false],
    ['?prettyPrint=false&prettyPrint=true', false],
  ])('%j', async (query, isPretty) => {
    const { text } = await server.request(`/v1/get${query}`)
    expect(text).toBe(isPretty ? '{\n  "params": {}\n}\n' : '{"params":{}}\n')
  })

  test('is false where the document says so', async () => {
    const prettyPrint: Schema = { type: 'boolean', default: 'false', location: 'query' }
    const parameters = { ...document.parameters, prettyPrint }
    const some = serverOf([{ document: { ...document, parameters }, handlers }])
    expect((await some.request('/v1/get')).text).toBe('{"params":{}}\n')
  })

  test('does nothing to an error', async () => {
    const { text } = await server.request('/v1/fail?prettyPrint=false')
    expect(text).toContain('{\n  "error": {\n    "code": 404,')
  })
})

describe('callback', () => {
  test('wraps the answer in a script', async () => {
    const { status, headers, text } = await server.request('/v1/get?callback=a.b[0]&x=1')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/javascript; charset=UTF-8')
    expect(text).toBe('// API callback\na.b[0]({\n  "params": {\n    "x": "1"\n  }\n}\n);')
  })

  test('makes every error a success', async () => {
    const { status, text } = await server.request('/v1/fail?callback=cb&callback=other')
    expect(status).toBe(200)
    expect(text).toMatch(/^\/\/ API callback\ncb\(\{\n {2}"error": \{\n {4}"code": 404,/)
  })

  test.each(['', '1a', 'a-b', 'a(b)', 'alert(1)//', '<script>', 'a\u2028b', 'a'.repeat(201)])(
    'is refused, and never answered as script, if it is %.20j',
    async (callback) => {
      const answer = await server.request(`/v1/get?callback=${encodeURIComponent(callback)}`)
      expect(answer.status).toBe(400)
      expect(answer.headers.get('content-type')).toBe('application/json; charset=UTF-8')
      expect(answer.json.error.message).toBe(
        `Invalid value '${callback}' for query parameter 'callback'`,
      )
    },
  )

  test('is for GET only', async () => {
    const answer = await server.request('/v1/get?callback=cb', { method: 'PUT' })
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toBe('application/json; charset=UTF-8')
  })
})

const override = (path: string, method: string, init: RequestInit = {}) =>
  server.request(path, {
    method: 'POST',
    ...init,
    headers: { ...(init.headers as object), 'x-http-method-override': method },
  })

const formOf = (body: string) => ({
  body,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
})

describe('another HTTP method than the one sent', () => {
  test('goes by header or by parameter', async () => {
    expect((await override('/v1/get?x=1', 'GET')).json).toEqual({ params: { x: '1' } })
    expect((await override('/v1/get', 'put')).json).toEqual({ put: true })
    expect((await server.request('/v1/get?$httpMethod=PUT', { method: 'POST' })).json).toEqual({
      put: true,
    })
  })

  test('is for POST only, and may be nothing', async () => {
    const headers = { 'x-http-method-override': 'PUT' }
    expect((await server.request('/v1/get', { headers })).json).toEqual({ params: {} })
    expect((await override('/v1/post', '')).json).toEqual({ body: {} })
  })

  test('that no method has is 405', async () => {
    expect((await override('/v1/get', 'DELETE')).status).toBe(405)
  })

  test('may send a long GET as a form', async () => {
    const x = `a b&=${'é'.repeat(5000)}`
    const form = {
      body: String(new URLSearchParams({ x, key: 'k' })),
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
    }
    expect((await override('/v1/get', 'GET', form)).json).toEqual({ params: { x } })
    const packed = {
      body: gzipSync(form.body),
      headers: { ...form.headers, 'content-encoding': 'gzip' },
    }
    expect((await override('/v1/get', 'GET', packed)).json).toEqual({ params: { x } })
  })

  test('with a form has the system parameters from it', async () => {
    expect((await override('/v1/get', 'GET', formOf('prettyPrint=false'))).text).toBe(
      '{"params":{}}\n',
    )
    expect((await override('/v1/get', 'GET', formOf('alt=zzz'))).status).toBe(400)
  })

  test('a form is read as parameters also where a body is expected', async () => {
    const { json } = await server.post('/v1/post', 'a=1', {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(json.error.message).toContain('Unknown name "a": Cannot bind query parameter.')
  })
})

test('what a browser could take for markup or for the end of a line is escaped', async () => {
  const { text, json } = await server.request('/v1/odd?prettyPrint=false')
  expect(text).toBe('{"html":"\\u003cb\\u003e&\\u2028é\\u200b\\u003c/b\\u003e","big":"😀"}\n')
  expect(json).toEqual({ html: '<b>&\u2028\u00e9\u200b</b>', big: '\u{1F600}' })
})
