// Versions of resources in headers, HEAD, and answers packed with gzip.
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Call } from '../../src/api/handlers.ts'
import { documentOf, methodsOf, oldStyleParameters, serverOf } from '../helpers/server.ts'

const methods = methodsOf('e', {
  get: { path: 'v1/things/{etag}', response: {} },
  put: { path: 'v1/things/{etag}', httpMethod: 'PUT', response: {} },
  large: { path: 'v1/large', response: {} },
})
const thing = ({ params }: Call) => ({ id: 'a', ...params })
const handlers = {
  'e.get': thing,
  'e.put': thing,
  'e.large': () => ({ text: 'é<'.repeat(2000) }),
}
const document = documentOf({ name: 'e', methods })
const v2 = serverOf([{ document, handlers }])
const v1 = serverOf([{ document: { ...document, parameters: oldStyleParameters! }, handlers }])
const kind = { type: 'string', default: 'e#thing' } as const
const schemas = { Thing: { type: 'object', properties: { kind } } } as const
const kinded = serverOf([{ document: { ...document, schemas }, handlers }])

const get = (on: typeof v1, etag: string, headers: Record<string, string> = {}, init = {}) =>
  on.request(`/v1/things/${encodeURIComponent(etag)}`, { headers, ...init })

describe('the etag of a resource', () => {
  test.each([
    ['abc/d=', '"abc/d="'],
    ['"abc"', '"abc"'],
    ['W/"abc"', 'W/"abc"'],
  ])('%s is the ETag %s of an API of the older kind', async (etag, header) => {
    for (const on of [v1, kinded]) expect((await get(on, etag)).headers.get('etag')).toBe(header)
    expect((await get(v1, etag, {}, { method: 'PUT' })).headers.has('etag')).toBe(false)
    expect((await get(v2, etag)).headers.has('etag')).toBe(false)
  })

  test('is told also where `fields` leaves it out', async () => {
    const { headers, json } = await v1.request('/v1/things/abc?fields=id')
    expect([headers.get('etag'), json]).toEqual(['"abc"', { id: 'a' }])
  })

  test('that no header can hold is left out', async () => {
    const { status, headers } = await get(v1, 'é\n')
    expect([status, headers.has('etag')]).toEqual([200, false])
  })

  test.each(['"abc"', '"x", W/"abc"', '*', 'W/"abc","y"'])(
    'which a client has already, %s, is not sent again',
    async (known) => {
      const { status, headers, text } = await get(v1, 'abc', { 'if-none-match': known })
      expect([status, text]).toEqual([304, ''])
      expect(Object.fromEntries(headers)).toEqual({
        etag: '"abc"',
        'x-content-type-options': 'nosniff',
        'x-emulator-method': 'e.get',
        'x-emulator-origin': 'handler',
      })
    },
  )

  test.each(['"x"', 'abc', ''])('which a client does not have, %j, is sent', async (known) => {
    expect((await get(v1, 'abc', { 'if-none-match': known })).status).toBe(200)
  })
})

test('HEAD is answered as GET, without the body', async () => {
  const { status, headers, text } = await get(v1, 'abc', {}, { method: 'HEAD' })
  expect([status, text, headers.get('etag')]).toEqual([200, '', '"abc"'])
  expect((await v2.request('/', { method: 'HEAD' })).status).toBe(200)
  expect((await v2.request('/discovery/v1/apis/e/v1/rest', { method: 'HEAD' })).status).toBe(200)
  expect(v1.log.at(-1)).toMatchObject({ http: 'HEAD', method: 'e.get' })
})

const asked = { 'accept-encoding': 'gzip, deflate', 'user-agent': 'my-app (gzip)' }

/** How a large answer is packed. */
const packingOf = async (headers: Record<string, string>) => {
  const response = await v2.request('/v1/large', { headers })
  return response.headers.get('content-encoding')
}

describe('an answer', () => {
  test.each([
    ['as Google wants it', asked, 'gzip'],
    ['with a weight', { ...asked, 'accept-encoding': 'br;q=1, gzip;q=0.5' }, 'gzip'],
    ['by a star', { ...asked, 'accept-encoding': '*' }, 'gzip'],
    ['with no weight', { ...asked, 'accept-encoding': 'deflate, gzip;q=0' }, null],
    ['for another packing', { ...asked, 'accept-encoding': 'br, xgzip' }, null],
    ['without a User-Agent that says so', { 'accept-encoding': 'gzip' }, null],
    ['by the User-Agent alone', { 'user-agent': 'x (gzip)' }, null],
  ])('is packed only where it is asked for %s', async (_, headers, expected) => {
    expect(await packingOf(headers)).toBe(expected)
  })

  test('is packed only if it is worth it, and is the same then', async () => {
    expect((await get(v2, 'abc', asked)).headers.has('content-encoding')).toBe(false)
    const app = await v2.request('/v1/large')
    const { bytes } = await v2.request('/v1/large', { headers: asked })
    expect(bytes.length).toBeLessThan(1000)
    expect(gunzipSync(bytes).toString()).toBe(app.text)
  })

  test('of the discovery service is packed too', async () => {
    const long = { ...document, description: 'x'.repeat(5000) }
    const { headers } = await serverOf([{ document: long }]).request(
      '/discovery/v1/apis/e/v1/rest',
      {
        headers: asked,
      },
    )
    expect([headers.get('content-encoding'), headers.get('vary')]).toEqual([
      'gzip',
      'Accept-Encoding',
    ])
  })

  test('to a page that asks for it tells both things it varies with', async () => {
    const headers = { ...asked, origin: 'http://localhost' }
    const response = await v2.request('/v1/large', { headers })
    expect(response.headers.get('vary')).toBe('Origin, Accept-Encoding')
  })
})
