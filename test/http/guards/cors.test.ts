// Which web pages may talk to the server, and what their browsers are told (CORS).
import { describe, expect, test } from 'vitest'
import { documentOf, methodsOf, serverOf, type TestServer } from '../../helpers/server.ts'

const methods = methodsOf('o', {
  get: { path: 'v1/thing', response: {} },
  put: { path: 'v1/thing', httpMethod: 'PUT', request: { type: 'object' }, response: {} },
})
const document = documentOf({ name: 'o', methods, batchPath: 'batch' })
const handlers = { 'o.get': () => ({ a: 1 }), 'o.put': () => ({ b: 2 }) }
const server = serverOf([{ document, handlers }])
const open = serverOf([{ document, handlers }], { allowedOrigins: ['https://app.example.com'] })
const wide = serverOf([{ document, handlers }], { allowedOrigins: ['*'] })

const from = (on: TestServer, headers: Record<string, string>, method = 'GET') =>
  on.request('/v1/thing', { method, headers })

describe('a page may talk to the server', () => {
  test.each([
    'http://localhost:3000',
    'https://localhost',
    'http://app.localhost:8080',
    'http://127.0.0.1:5173',
    'http://[::1]:5173',
  ])('that this machine serves: %s', async (origin) => {
    const { status, headers } = await from(server, { origin })
    expect(status).toBe(200)
    expect(headers.get('access-control-allow-origin')).toBe(origin)
    expect(headers.get('access-control-allow-credentials')).toBe('true')
    expect(headers.get('vary')).toBe('Origin')
    expect(headers.get('access-control-expose-headers')).toContain('x-emulator-method')
  })

  test('that is served under the name the server is asked for', async () => {
    const headers = { origin: 'http://192.168.1.5:3000', host: '192.168.1.5:5052' }
    expect((await from(server, headers)).status).toBe(200)
  })

  test('that a setting names', async () => {
    expect((await from(open, { origin: 'https://app.example.com' })).status).toBe(200)
    expect((await from(open, { origin: 'https://App.example.com' })).status).toBe(200)
    for (const origin of ['https://evil.example', 'null', 'chrome-extension://abc'])
      expect((await from(wide, { origin })).headers.get('access-control-allow-origin')).toBe(origin)
  })

  test('and reads refusals as well', async () => {
    const { status, headers } = await server.request('/v1/nope', {
      headers: { origin: 'http://localhost' },
    })
    expect([status, headers.get('access-control-allow-origin')]).toEqual([404, 'http://localhost'])
  })
})

const askByScript = (headers: Record<string, string>) =>
  server.request('/v1/thing?callback=cb', { headers })

describe('a page is refused', () => {
  test.each([
    'https://evil.example',
    'http://localhost.evil.example',
    'http://evil.example:5052',
    'http://127.0.0.1.evil.example',
    'http://203.0.113.7',
    'http://storage.googleapis.com',
    'null',
    'file://',
    'chrome-extension://localhost',
    'nonsense',
    '',
  ])('of %j', async (origin) => {
    for (const on of [server, open]) {
      const { status, headers, json } = await from(on, { origin })
      expect(status).toBe(403)
      expect(headers.get('access-control-allow-origin')).toBeNull()
      expect(json.error.message).toBe(
        `Requests from web pages of the origin "${origin}" are refused. Allow them with ALLOWED_ORIGINS=${origin}.`,
      )
    }
  })

  test('before it has done anything, with a line in the log', async () => {
    const on = serverOf([{ document, handlers }])
    const { status } = await on.request('/v1/thing', {
      method: 'PUT',
      body: '{}',
      headers: { origin: 'https://evil.example', 'content-type': 'text/plain' },
    })
    expect(status).toBe(403)
    expect(on.log).toMatchObject([{ method: '-', status: 403, reason: /ALLOWED_ORIGINS/ }])
  })

  test('that asks by a script, which comes without an Origin', async () => {
    const script = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }
    expect((await askByScript(script)).status).toBe(403)
    expect((await askByScript({ ...script, referer: 'https://evil.example/x' })).status).toBe(403)
    expect((await askByScript({ ...script, referer: 'http://localhost:3000/x' })).status).toBe(200)
    expect((await askByScript({ ...script, 'sec-fetch-site': 'same-site' })).status).toBe(200)
    expect((await askByScript({ ...script, 'sec-fetch-mode': 'navigate' })).status).toBe(200)
  })
})

const preflight = (origin: string, more: Record<string, string> = {}) =>
  from(
    server,
    {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'authorization,content-type,x-goog-api-client',
      ...more,
    },
    'OPTIONS',
  )

describe('a preflight', () => {
  test('is told all that a page of this machine may send', async () => {
    const { status, headers } = await preflight('http://localhost:3000')
    expect(status).toBe(204)
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': 'http://localhost:3000',
      'access-control-allow-methods': 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT',
      'access-control-allow-headers': 'authorization,content-type,x-goog-api-client',
      'access-control-max-age': '3600',
    })
    expect(headers.has('access-control-allow-private-network')).toBe(false)
    const network = { 'access-control-request-private-network': 'true' }
    expect(
      (await preflight('http://localhost', network)).headers.get(
        'access-control-allow-private-network',
      ),
    ).toBe('true')
  })

  test('of another page is refused', async () => {
    const { status, headers } = await preflight('https://evil.example')
    expect([status, headers.get('access-control-allow-methods')]).toEqual([403, null])
  })

  test('is no call, and an OPTIONS without a page is answered too', async () => {
    const { status, headers } = await from(server, {}, 'OPTIONS')
    expect([status, headers.get('allow')]).toEqual([
      204,
      'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT',
    ])
    expect(headers.has('access-control-allow-origin')).toBe(false)
  })
})

test('who is no page hears nothing of origins', async () => {
  const { headers } = await from(server, {})
  expect(
    [...headers.keys()].filter((name) => name.startsWith('access-') || name === 'vary'),
  ).toEqual([])
})
