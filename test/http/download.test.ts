// Bytes as the answer of a method: whole, in ranges, and to methods that have none.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { media } from '../../src/api/media.ts'
import type { HandlerModule } from '../../src/api/handlers.ts'
import { rangeOf } from '../../src/http/download.ts'
import { documentOf, methodsOf, serverOf } from '../helpers/server.ts'

const methods = methodsOf('files', {
  get: { path: 'v1/files/{file}', response: { type: 'object' }, supportsMediaDownload: true },
  export: { path: 'v1/files/{file}/export', supportsMediaDownload: true },
  list: { path: 'v1/files', response: { type: 'object' } },
})

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'download-'))
  await writeFile(join(folder, 'ten'), '0123456789')
  await writeFile(join(folder, 'none'), '')
})

afterAll(() => rm(folder, { recursive: true }))

const headers = { 'x-goog-hash': 'crc32c=AAAAAA==' }
const handlers: HandlerModule['handlers'] = {
  'files.get': ({ params, alt }) => {
    const { file } = params as { file: string }
    if (alt === 'json') return { name: file }
    if (file === 'bytes') return media(Buffer.from('0123456789'), { contentType: 'text/plain' })
    if (file === 'stream') return media(Readable.from([Buffer.from('01234'), Buffer.from('56789')]))
    return media({ path: join(folder, file) }, { contentType: 'text/plain', headers })
  },
  'files.export': () => media(Buffer.from('exported'), { contentType: 'text/csv' }),
  'files.list': () => media(Buffer.from('oops')),
}

const serving = () => serverOf([{ document: documentOf({ name: 'files', methods }), handlers }])
const get = (path: string, range?: string) =>
  serving().request(`/v1/files${path}`, range === undefined ? {} : { headers: { range } })

describe('alt=media', () => {
  test.each(['/ten', '/bytes', '/stream'])('answers the bytes of %s', async (file) => {
    const { status, text } = await get(`${file}?alt=media`)
    expect([status, text]).toEqual([200, '0123456789'])
  })

  test('has the type, the length and the headers that the handler gave', async () => {
    const answer = await get('/ten?alt=media')
    expect(Object.fromEntries(answer.headers)).toEqual({
      'accept-ranges': 'bytes',
      'content-length': '10',
      'content-security-policy': 'sandbox',
      'content-type': 'text/plain',
      'x-content-type-options': 'nosniff',
      'x-emulator-method': 'files.get',
      'x-emulator-origin': 'handler',
      'x-goog-hash': 'crc32c=AAAAAA==',
    })
  })

  test('is not what is answered without it', async () => {
    for (const query of ['', '?alt=json', '?alt='])
      expect((await get(`/ten${query}`)).json).toEqual({ name: 'ten' })
  })

  test('is the only answer of a method without a response', async () => {
    for (const query of ['', '?alt=media', '?alt=json'])
      expect((await get(`/ten/export${query}`)).text).toBe('exported')
  })

  test('is refused by a method that has no media', async () => {
    const { status, json } = await get('?alt=media')
    expect([status, json.error.message]).toEqual([
      400,
      'Unsupported alt type "media" for non byte stream request.',
    ])
  })

  test('needs no selector, and ignores one', async () => {
    expect((await get('/ten?alt=media&fields=name')).text).toBe('0123456789')
  })
})

describe('a handler', () => {
  test('that answers bytes to who wants the resource is a fault of ours', async () => {
    expect((await get('')).status).toBe(500)
  })

  test('that has no bytes says so', async () => {
    const server = serverOf([
      { document: documentOf({ name: 'files', methods }), handlers: { 'files.get': () => ({}) } },
    ])
    const { status, json } = await server.request('/v1/files/ten?alt=media')
    expect([status, json.error.message]).toEqual([
      501,
      'files.get has no media here: its handler answers alt=media with no media(…).',
    ])
  })

  test('whose file is gone is a fault of ours', async () => {
    const { status, text } = await get('/gone?alt=media')
    expect(status).toBe(500)
    expect(text).not.toContain('ENOENT')
  })
})

describe('a range', () => {
  test.each([
    ['bytes=0-3', '0123', '0-3'],
    ['bytes=8-', '89', '8-9'],
    ['bytes=-3', '789', '7-9'],
    ['bytes=-30', '0123456789', '0-9'],
    ['bytes=5-500', '56789', '5-9'],
  ])('%s is answered with 206', async (range, text, inside) => {
    for (const file of ['ten', 'bytes']) {
      const answer = await get(`/${file}?alt=media`, range)
      expect([answer.status, answer.text]).toEqual([206, text])
      expect(answer.headers.get('content-range')).toBe(`bytes ${inside}/10`)
      expect(answer.headers.get('content-length')).toBe(`${text.length}`)
    }
  })

  test.each(['bytes=10-', 'bytes=99-100', 'bytes=-0'])('%s is 416', async (range) => {
    const { status, json, headers: answered } = await get('/ten?alt=media', range)
    expect([status, json.error.code]).toEqual([416, 416])
    expect(answered.get('content-range')).toBe('bytes */10')
  })

  test('of an empty file is 416, which a client takes for its end', async () => {
    const { status, headers: answered } = await get('/none?alt=media', 'bytes=0-9')
    expect([status, answered.get('content-range')]).toEqual([416, 'bytes */0'])
    expect((await get('/none?alt=media')).text).toBe('')
  })

  test.each(['bytes=0-1,4-5', 'bytes=5-2', 'bytes=-', 'lines=0-1', 'bytes=a-b', ''])(
    'that is none, %j, is as if it were not there',
    async (range) => {
      expect(rangeOf(range, 10)).toBeUndefined()
      expect((await get('/ten?alt=media', range)).status).toBe(200)
    },
  )

  test('of a stream is all of it', async () => {
    const { status, text } = await get('/stream?alt=media', 'bytes=0-3')
    expect([status, text]).toEqual([200, '0123456789'])
  })

  test('has no say in a resource', async () => {
    expect((await get('/ten', 'bytes=0-3')).json).toEqual({ name: 'ten' })
  })
})
