// Cloud Storage past what its client for Node does: words of refusals, calls that go on, bytes that are packed, other doors.
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Emulator } from '../../../src/emulator.ts'
import { startEmulator } from '../../../src/start_emulator.ts'
import { apiFolder } from '../../helpers/api_folder.ts'

let emulator: Emulator

beforeAll(async () => {
  emulator = await startEmulator({ apiData: apiFolder('storage_v1', 'taskqueue_v1beta2') })
})
afterEach(() => emulator.reset())
afterAll(() => emulator.stop())

interface Sent {
  readonly json?: unknown
  readonly body?: string | Uint8Array<ArrayBuffer>
  readonly headers?: Readonly<Record<string, string>>
}

/** `line`: verb and path. */
async function ask(line: string, { json, body, headers = {} }: Sent = {}) {
  const [method, path] = line.split(' ') as [string, string]
  const response = await fetch(emulator.url + path, {
    method,
    ...(json !== undefined && { body: JSON.stringify(json) }),
    ...(body !== undefined && { body }),
    headers: { ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : {},
  }
}

const O = '/storage/v1/b/things/o'
const newBucket = (more = {}) =>
  ask('POST /storage/v1/b?project=p', { json: { name: 'things', ...more } })
const upload = (name: string, body: string | Uint8Array<ArrayBuffer>, query = '', headers = {}) =>
  ask(`POST /upload${O}?uploadType=media&name=${encodeURIComponent(name)}${query}`, {
    body,
    headers,
  })

const refusal = ({ status, json }: { status: number; json: { error?: object } }) => ({
  status,
  ...json.error,
})

const said = (code: number, reason: string, message: string, more = {}) => ({
  status: code,
  code,
  message,
  errors: [{ domain: 'global', reason, message, ...more }],
})

describe('a refusal', () => {
  test.each([
    ['GET /storage/v1/b/none', said(404, 'notFound', 'The specified bucket does not exist.')],
    ['GET /storage/v1/b/none/o/x', said(404, 'notFound', 'The specified bucket does not exist.')],
    ['GET /b/none/o', said(404, 'notFound', 'The specified bucket does not exist.')],
    [`GET ${O}/a%2Fb`, said(404, 'notFound', 'No such object: things/a/b')],
    [`DELETE ${O}/a%2Fb`, said(404, 'notFound', 'No such object: things/a/b')],
    [`GET ${O}?pageToken=other`, said(400, 'invalid', 'Invalid argument.')],
    [`POST ${O}/x/rewriteTo/b/things/o/y`, said(404, 'notFound', 'No such object: things/x')],
  ])('of %s', async (line, expected) => {
    await newBucket()
    expect(refusal(await ask(line, line.startsWith('POST') ? { json: {} } : {}))).toEqual(expected)
  })

  test.each(['Things', 'x', '-x-', 'a/b', 'ä-b'])('of the bucket name %s', async (name) => {
    const answer = await ask('POST /storage/v1/b?project=p', { json: { name } })
    expect(refusal(answer)).toEqual(said(400, 'invalid', `Invalid bucket name: '${name}'`))
  })

  test('of another version', async () => {
    await newBucket()
    const message = 'At least one of the pre-conditions you specified did not hold.'
    const where = { locationType: 'header', location: 'If-Match' }
    expect(refusal(await upload('x', 'x', '&ifGenerationMatch=7'))).toEqual(
      said(412, 'conditionNotMet', message, where),
    )
    await upload('x', 'x')
    expect((await upload('x', 'x', '&ifGenerationNotMatch=0')).status).toBe(200)
    expect((await upload('y', 'x', '&ifGenerationNotMatch=0')).status).toBe(412)
    expect((await upload('x', 'x', '&ifMetagenerationMatch=2')).status).toBe(412)
    expect((await upload('x', 'x', '&ifMetagenerationNotMatch=1')).status).toBe(412)
    expect((await ask('DELETE /storage/v1/b/things?ifMetagenerationMatch=4')).status).toBe(412)
  })

  test('of a bucket that is not there comes when a resumable upload begins', async () => {
    const begin = `POST /upload/storage/v1/b/none/o?uploadType=resumable&name=x`
    expect(refusal(await ask(begin, { json: {} }))).toEqual(
      said(404, 'notFound', 'The specified bucket does not exist.'),
    )
  })

  test('of bytes that are not those that were sent', async () => {
    await newBucket()
    const md5 = createHash('md5').update('x').digest('base64')
    const wrong = createHash('md5').update('y').digest('base64')
    const message = `Provided MD5 hash "${wrong}" doesn't match calculated MD5 hash "${md5}".`
    const header = { 'x-goog-hash': `md5=${wrong}` }
    expect(refusal(await upload('x', 'x', '', header))).toEqual(said(400, 'invalid', message))
    expect((await ask(`GET ${O}/x`)).status).toBe(404)
    const right = { 'x-goog-hash': `crc32c=qv/VZQ==,md5=${md5}` }
    const crc = 'Provided CRC32C "qv/VZQ==" doesn\'t match calculated CRC32C "'
    expect((await upload('x', 'x', '', right)).json.error.message).toContain(crc)
  })
})

test.each([
  ['', 'AAAAAA=='],
  // The check value of CRC-32C in the catalogue of parametrised CRC algorithms, 0xe3069283.
  ['123456789', '4waSgw=='],
  // Recorded from the real service.
  ['hello world', 'yZRlqg=='],
  ['Hello world', 'crUfeA=='],
])('the CRC32C of %j', async (text, crc32c) => {
  await newBucket()
  expect((await upload('x', text)).json.crc32c).toBe(crc32c)
})

test('a rewrite of a large object goes on with a token', async () => {
  await newBucket()
  const bytes = new Uint8Array(2.5 * 2 ** 20).fill(7)
  await upload('large', bytes)
  const rewrite = `POST ${O}/large/rewriteTo/b/things/o/copy?maxBytesRewrittenPerCall=1048576`
  const first = (await ask(rewrite, { json: {} })).json
  expect(first).toEqual({
    kind: 'storage#rewriteResponse',
    done: false,
    objectSize: '2621440',
    totalBytesRewritten: '1048576',
    rewriteToken: expect.any(String),
  })
  expect((await ask(`GET ${O}/copy`)).status).toBe(404)
  const second = (await ask(`${rewrite}&rewriteToken=${first.rewriteToken}`, { json: {} })).json
  const third = (await ask(`${rewrite}&rewriteToken=${second.rewriteToken}`, { json: {} })).json
  expect(third).toMatchObject({
    done: true,
    totalBytesRewritten: '2621440',
    resource: { name: 'copy', size: '2621440', md5Hash: expect.any(String) },
  })
})

test('what is packed is unpacked for clients that do not ask for it packed', async () => {
  await newBucket()
  const packed = new Uint8Array(gzipSync('Roses are red'))
  await upload('poem', packed, '&contentEncoding=gzip')
  const unpacked = await ask('GET /things/poem', { headers: { 'accept-encoding': 'identity' } })
  expect([unpacked.text, unpacked.headers.get('x-goog-stored-content-encoding')]).toEqual([
    'Roses are red',
    'gzip',
  ])
  expect(unpacked.headers.get('content-encoding')).toBeNull()
  const whole = await ask('GET /things/poem', { headers: { 'accept-encoding': 'gzip' } })
  expect([whole.headers.get('content-encoding'), whole.headers.get('content-length')]).toEqual([
    'gzip',
    String(packed.length),
  ])
})

test('downloads say what they are', async () => {
  await newBucket()
  const { json: object } = await upload('x.txt', 'hello world', '', {
    'content-type': 'text/plain',
  })
  const { headers, text } = await ask(`GET /download${O}/x.txt?alt=media`)
  expect(text).toBe('hello world')
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'text/plain',
    etag: object.etag,
    'x-goog-generation': object.generation,
    'x-goog-metageneration': '1',
    'x-goog-hash': `crc32c=yZRlqg==,md5=${object.md5Hash}`,
    'x-goog-stored-content-length': '11',
    'x-goog-storage-class': 'STANDARD',
  })
  // The tag is the generation and the metageneration as a protobuf message, as Google's are.
  expect(Buffer.from(object.etag, 'base64').subarray(-2)).toEqual(Buffer.from([0x10, 1]))
  expect(await (await fetch(object.mediaLink)).text()).toBe('hello world')
})

describe('a public address', () => {
  test('of another API stays what it was', async () => {
    const { status, json } = await ask('PUT /taskqueue/v1beta2/projects/p/taskqueues/q/tasks/a')
    expect([status, json.error.message]).toEqual([405, expect.stringContaining('PUT')])
    expect((await ask('GET /no/such/thing')).json.error.message).toContain('is listed at /')
  })

  test('names what is missing as the XML API does', async () => {
    await newBucket()
    const { status, text, headers } = await ask('GET /things/a/b')
    expect([status, headers.get('content-type'), text]).toEqual([
      404,
      'application/xml; charset=UTF-8',
      "<?xml version='1.0' encoding='UTF-8'?><Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Details>No such object: things/a/b.</Details></Error>",
    ])
  })

  test('takes uploads, in place of what is there, with metadata in headers', async () => {
    await newBucket()
    const put = await ask('PUT /things/a/b.txt', {
      body: 'hello world',
      headers: {
        'content-type': 'text/plain',
        'x-goog-meta-owner': 'me',
        'cache-control': 'no-store',
      },
    })
    expect([put.status, put.headers.get('x-goog-hash')]).toEqual([
      200,
      expect.stringContaining('crc32c=yZRlqg=='),
    ])
    expect((await ask(`GET ${O}/a%2Fb.txt`)).json).toMatchObject({
      contentType: 'text/plain',
      cacheControl: 'no-store',
      metadata: { owner: 'me' },
    })
    const other = { body: 'x', headers: { 'x-goog-if-generation-match': '0' } }
    expect((await ask('PUT /things/a/b.txt', other)).status).toBe(412)
    expect((await ask('GET /things/a/b.txt')).text).toBe('hello world')
  })
})

test('a retention policy keeps objects until its time is over', async () => {
  await newBucket({ retentionPolicy: { retentionPeriod: '60' } })
  const { json } = await upload('x', 'x')
  expect(json.retentionExpirationTime).toBe(
    new Date(Date.parse(json.timeCreated) + 60_000).toISOString(),
  )
  const kept = await ask(`DELETE ${O}/x`)
  expect([kept.status, kept.json.error.errors[0].reason]).toEqual([403, 'forbidden'])
  emulator.clock.advance(61)
  expect((await ask(`DELETE ${O}/x`)).status).toBe(204)
  emulator.clock.advance(-61)
})

test('two uploads at once are two generations, one of which is the live one', async () => {
  await newBucket({ versioning: { enabled: true } })
  const all = await Promise.all(Array.from({ length: 8 }, (_, i) => upload('x', String(i))))
  const generations = all.map(({ json }) => Number(json.generation))
  expect(new Set(generations).size).toBe(8)
  const { items } = (await ask(`GET ${O}?versions=true`)).json as {
    items: { timeDeleted?: string }[]
  }
  expect(items.map(({ timeDeleted }) => timeDeleted === undefined)).toEqual([
    ...Array<boolean>(7).fill(false),
    true,
  ])
})

test('what only one of several clients may make is made once', async () => {
  await newBucket()
  const all = await Promise.all(
    Array.from({ length: 8 }, (_, i) => upload('lock', String(i), '&ifGenerationMatch=0')),
  )
  expect(all.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
    200,
    ...Array<number>(7).fill(412),
  ])
})

test('each fork has objects of its own', async () => {
  await newBucket()
  await upload('x', 'one')
  await using fork = await emulator.fork()
  const headers = { 'x-emulator-fork': fork.name }
  await ask('PUT /things/x', { body: 'two', headers })
  expect((await ask('GET /things/x', { headers })).text).toBe('two')
  expect((await ask('GET /things/x')).text).toBe('one')
})
