// Uploads in several requests, in both ways of speaking of them.
import { existsSync } from 'node:fs'
import { readdir, utimes, mkdir, symlink, writeFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { ApiError } from '../../../src/errors.ts'
import { beginningOf } from '../../../src/process_identity.ts'
import { UploadFolder } from '../../../src/http/upload/folder.ts'
import { commandIn } from '../../../src/http/upload/content_range.ts'
import { filesServer, type FilesServer } from './files_api.ts'

const START = '/resumable/upload/files/v1/files?uploadType=resumable'

/** Begins an upload; resolves to its path. */
async function begin(
  server: FilesServer,
  path = START,
  { message = '{"name":"n"}', headers = {} }: { message?: string; headers?: object } = {},
): Promise<string> {
  const answer = await server.post(path, message, {
    'x-upload-content-type': 'text/plain',
    ...headers,
  })
  expect([answer.status, answer.text]).toEqual([200, ''])
  const location = answer.headers.get('location') ?? answer.headers.get('x-goog-upload-url')
  const { host, pathname, search } = new URL(location!)
  expect(host).toBe('localhost:5052')
  return pathname + search
}

const put = (server: FilesServer, path: string, range?: string, body = '', headers: object = {}) =>
  server.request(path, {
    method: 'PUT',
    body,
    headers: { ...(range !== undefined && { 'content-range': range }), ...headers },
  })

/** Status and Range of an answer. */
const state = ({ status, headers }: { status: number; headers: Headers }) => [
  status,
  headers.get('range'),
]

describe('an upload', () => {
  test.each([
    '/upload/files/v1/files?uploadType=resumable',
    '/files.googleapis.com/resumable/upload/files/v1/files?uploadType=resumable',
    '/upload/files/v1/files?upload_protocol=resumable&fields=size',
  ])('is begun at %s and goes on there', async (path) => {
    const server = filesServer()
    const at = await begin(server, path)
    expect(at).toMatch(/^.+&upload_id=[\da-f-]{36}$/)
    expect(at.startsWith(path)).toBe(true)
    const { status, json, headers } = await put(server, at, 'bytes 0-4/5', 'hello')
    expect([status, json.size]).toEqual([200, 5])
    expect(headers.get('x-emulator-method')).toBe('files.create')
    expect(json.name === undefined).toBe(path.includes('fields'))
    expect(server.received).toMatchObject([
      { body: { name: 'n' }, media: { contentType: 'text/plain', length: 5 } },
    ])
  })

  test('in pieces is answered with 308 until it is whole', async () => {
    const server = filesServer()
    const at = await begin(server)
    expect(state(await put(server, at, 'bytes 0-2/8', 'abc'))).toEqual([308, 'bytes=0-2'])
    expect(state(await put(server, at, 'bytes 3-5/*', 'def'))).toEqual([308, 'bytes=0-5'])
    expect(server.received).toEqual([])
    expect((await put(server, at, 'bytes 6-7/8', 'gh')).json).toMatchObject({ text: 'abcdefgh' })
  })

  test('of which the total becomes known last ends with an empty request', async () => {
    const server = filesServer()
    const at = await begin(server)
    await put(server, at, 'bytes 0-2/*', 'abc')
    expect((await put(server, at, 'bytes */3')).json).toMatchObject({ text: 'abc' })
  })

  test.each([undefined, 'bytes 0-*/*', 'bytes 0-*/5'])(
    'in one piece ends with it: %s',
    async (range) => {
      const server = filesServer()
      expect((await put(server, await begin(server), range, 'hello')).json.text).toBe('hello')
    },
  )

  test.each([undefined, 'bytes */0', 'bytes 0-*/*'])('may be empty: %s', async (range) => {
    const server = filesServer()
    expect((await put(server, await begin(server), range)).json).toMatchObject({ size: 0 })
  })

  test('is asked how far it is, with the total or without', async () => {
    const server = filesServer()
    const at = await begin(server)
    expect(state(await put(server, at, 'bytes */*'))).toEqual([308, null])
    await put(server, at, 'bytes 0-0/9', 'a')
    expect(state(await put(server, at, 'bytes */9'))).toEqual([308, 'bytes=0-0'])
    expect(state(await put(server, at, 'bytes */*'))).toEqual([308, 'bytes=0-0'])
  })

  test('that is over is answered as before, and its method is not called again', async () => {
    const server = filesServer()
    const at = await begin(server)
    const first = await put(server, at, 'bytes 0-4/5', 'hello')
    for (const range of ['bytes */5', 'bytes */*', 'bytes 0-4/5'])
      expect((await put(server, at, range, range === 'bytes 0-4/5' ? 'hello' : '')).json).toEqual(
        first.json,
      )
    expect(server.received).toHaveLength(1)
    expect(await readdir(join(server.folder, at.slice(-36)))).toEqual(['answer.json', 'start.json'])
  })

  test('of an object that exists has the HTTP method of its own method', async () => {
    const server = filesServer()
    const answer = await server.request('/upload/files/v1/files/7?uploadType=resumable', {
      method: 'PATCH',
    })
    const { pathname, search } = new URL(answer.headers.get('location')!)
    expect((await put(server, pathname + search, undefined, 'x')).status).toBe(200)
    expect(server.received).toMatchObject([{ id: 'files.update', params: { file: '7' }, body: {} }])
  })

  test('may be sent by POST, with 200 for 308 (Go)', async () => {
    const server = filesServer()
    const at = await begin(server)
    const post = (range: string, body: string) =>
      server.request(at, {
        method: 'POST',
        body,
        headers: { 'content-range': range, 'x-guploader-no-308': 'yes' },
      })
    const { status, headers } = await post('bytes 0-2/*', 'abc')
    expect([status, headers.get('x-http-status-code-override'), headers.get('range')]).toEqual([
      200,
      '308',
      'bytes=0-2',
    ])
    const { json, headers: last } = await post('bytes */3', '')
    expect(json.text).toBe('abc')
    expect(last.get('x-http-status-code-override')).toBeNull()
  })

  test('that is cancelled is gone', async () => {
    const server = filesServer()
    const at = await begin(server)
    await put(server, at, 'bytes 0-2/8', 'abc')
    const { status, text } = await server.request(at, { method: 'DELETE' })
    expect([status, text]).toEqual([499, ''])
    expect(await readdir(server.folder)).toEqual([])
    expect((await put(server, at, 'bytes */*')).status).toBe(404)
  })

  test('of a method without a response is answered 204', async () => {
    const server = filesServer()
    const at = await begin(server, '/upload/files/v1/marks?uploadType=resumable')
    expect((await put(server, at, undefined, 'x')).status).toBe(204)
    expect((await put(server, at, 'bytes */1')).status).toBe(204)
  })
})

describe('the beginning of an upload', () => {
  test('is refused as the call would be', async () => {
    const server = filesServer()
    const { status, json } = await server.post(START, { nome: 'x' })
    expect(status).toBe(400)
    expect(json).toEqual((await server.post('/files/v1/files', { nome: 'x' })).json)
    expect((await server.post(`${START}&nope=1`, {})).status).toBe(400)
    await expect(readdir(server.folder)).rejects.toThrow('ENOENT')
  })

  test('says what is accepted', async () => {
    const server = filesServer()
    const pictures = '/upload/files/v1/pictures?uploadType=resumable'
    const asked = (headers: Record<string, string>) => server.post(pictures, '', headers)
    expect((await asked({ 'x-upload-content-type': 'text/plain' })).status).toBe(400)
    const png = { 'x-upload-content-type': 'image/png' }
    expect((await asked({ ...png, 'x-upload-content-length': '1025' })).status).toBe(413)
    expect((await asked({ ...png, 'x-upload-content-length': 'many' })).status).toBe(400)
    expect((await asked({ ...png, 'x-upload-content-length': '1024' })).status).toBe(200)
  })
})

describe('a piece', () => {
  test('that leaves a gap is refused with how much is here', async () => {
    const server = filesServer()
    const at = await begin(server)
    await put(server, at, 'bytes 0-2/9', 'abc')
    const { status, json } = await put(server, at, 'bytes 5-6/9', 'fg')
    expect(status).toBe(503)
    expect(json.error.message).toBe(
      'Invalid request. According to the Content-Range header, the upload offset is 5 byte(s), which exceeds already uploaded size of 3 byte(s).',
    )
    expect(state(await put(server, at, 'bytes */*'))).toEqual([308, 'bytes=0-2'])
  })

  test('that brings again what is here adds what is new', async () => {
    const server = filesServer()
    const at = await begin(server)
    await put(server, at, 'bytes 0-2/5', 'abc')
    expect(state(await put(server, at, 'bytes 0-1/5', 'ab'))).toEqual([308, 'bytes=0-2'])
    expect((await put(server, at, 'bytes 1-4/5', 'bcde')).json.text).toBe('abcde')
  })

  test('of another length than it says is not taken', async () => {
    const server = filesServer()
    const at = await begin(server)
    await put(server, at, 'bytes 0-2/9', 'abc')
    for (const body of ['d', 'defghi']) {
      const { status, json } = await put(server, at, 'bytes 3-5/9', body)
      expect([status, json.error.message]).toEqual([
        400,
        `The request has ${body.length} bytes, but its Content-Range says 3.`,
      ])
    }
    expect(state(await put(server, at, 'bytes */*'))).toEqual([308, 'bytes=0-2'])
  })

  test('beyond what the method accepts is refused', async () => {
    const server = filesServer()
    const at = await begin(server, '/upload/files/v1/pictures?uploadType=resumable', {
      headers: { 'x-upload-content-type': 'image/png' },
    })
    expect((await put(server, at, 'bytes 0-0/1025', 'a')).status).toBe(413)
    expect((await put(server, at, 'bytes 0-*/*', 'a'.repeat(1025))).status).toBe(413)
  })

  test.each([
    'bytes 3-1/9',
    'bytes 5-4/5',
    'bytes 0-9/9',
    'bytes',
    'bytes a-b/c',
    '0-4/5',
    'bytes 0-/5',
    '',
  ])('with the Content-Range %j is refused in words of Google', async (range) => {
    const server = filesServer()
    const { status, json } = await put(server, await begin(server), range, 'hello')
    expect([status, json.error.message]).toEqual([400, 'Failed to parse Content-Range header.'])
  })

  test('does not come by GET', async () => {
    const server = filesServer()
    expect((await server.request(await begin(server))).status).toBe(405)
  })

  test('may come packed: what counts are the bytes that are in it', async () => {
    const server = filesServer()
    const at = await begin(server)
    const packed = (text: string, range: string) =>
      server.request(at, {
        method: 'PUT',
        body: gzipSync(text),
        headers: { 'content-range': range, 'content-encoding': 'gzip' },
      })
    expect(state(await packed('hel', 'bytes 0-2/5'))).toEqual([308, 'bytes=0-2'])
    expect((await packed('lo', 'bytes 3-4/5')).json.text).toBe('hello')
    const broken = await begin(server)
    expect((await put(server, broken, undefined, 'x', { 'content-encoding': 'gzip' })).status).toBe(
      400,
    )
  })

  test.each(['bytes */*', 'bytes */5'])('is not asked about with bytes: %s', async (range) => {
    const server = filesServer()
    const at = await begin(server)
    const { status, json } = await put(server, at, range, 'hello')
    expect([status, json.error.message]).toEqual([
      400,
      'Client sent query request with a non-empty body.',
    ])
    expect(state(await put(server, at, 'bytes */*'))).toEqual([308, null])
  })

  test.skipIf(!existsSync('/dev/full'))('onto a full disk is a 503 that says so', async () => {
    const server = filesServer()
    const at = await begin(server)
    await symlink('/dev/full', join(server.folder, at.slice(-36), 'bytes'))
    const { status, json } = await put(server, at, 'bytes 0-4/5', 'hello')
    expect([status, json.error.status]).toEqual([503, 'UNAVAILABLE'])
    expect(json.error.message).toMatch(/^upload .* the disk is full; free some space \(ENOSPC\)\.$/)
  })

  test('of which the start was lost with the power of the machine is not there', async () => {
    const server = filesServer()
    const at = await begin(server)
    await writeFile(join(server.folder, at.slice(-36), 'start.json'), '')
    expect((await put(server, at, 'bytes */*')).status).toBe(404)
  })
})

describe('the length that was announced', () => {
  const announced = { headers: { 'x-upload-content-length': '5' } }

  test('has to be the one that comes', async () => {
    const server = filesServer()
    const at = await begin(server, START, announced)
    expect((await put(server, at, 'bytes 0-2/3', 'abc')).status).toBe(400)
    expect((await put(server, at, undefined, 'abc')).status).toBe(400)
    expect((await put(server, at, 'bytes 0-4/5', 'abcde')).status).toBe(200)
  })
})

describe('a handler', () => {
  test('that refuses has refused for good', async () => {
    const server = filesServer()
    const at = await begin(server, START, { message: '{"name":"refused"}' })
    const first = await put(server, at, undefined, 'x')
    expect([first.status, first.json.error.message]).toEqual([400, 'The name is taken.'])
    expect((await put(server, at, 'bytes */1')).json).toEqual(first.json)
    expect(server.received).toHaveLength(1)
    expect(server.log.find(({ reason }) => reason === 'The name is taken.')).toBeDefined()
  })

  test.each([
    ['fails', () => Promise.reject(new Error('oops')), 500],
    ['is not available', () => Promise.reject(new ApiError('UNAVAILABLE', 'x', 'later')), 503],
  ])('that %s is asked again', async (_, next, expected) => {
    const server = filesServer()
    const at = await begin(server)
    server.next = next
    expect((await put(server, at, undefined, 'hello')).status).toBe(expected)
    expect((await put(server, at, 'bytes */5')).json.text).toBe('hello')
  })
})

const ordered = (server: FilesServer, at: string, words: string, offset?: number, body = '') =>
  server.request(at, {
    method: 'POST',
    body,
    headers: {
      'x-goog-upload-command': words,
      ...(offset !== undefined && { 'x-goog-upload-offset': `${offset}` }),
    },
  })
const said = ({ status, headers }: { status: number; headers: Headers }) => [
  status,
  headers.get('x-goog-upload-status'),
  headers.get('x-goog-upload-size-received'),
]

describe('X-Goog-Upload', () => {
  const START_GOOG = '/upload/files/v1/files'
  const startHeaders = {
    'x-upload-content-type': '',
    'x-goog-upload-protocol': 'resumable',
    'x-goog-upload-command': 'start',
    'x-goog-upload-header-content-type': 'image/gif',
  }
  test('start, upload, query, then upload and finalize', async () => {
    const server = filesServer()
    const start = await server.post(START_GOOG, { name: 'n' }, startHeaders)
    expect(said(start)).toEqual([200, 'active', null])
    expect(start.headers.get('x-goog-upload-chunk-granularity')).toBe('262144')
    const { pathname, search } = new URL(start.headers.get('x-goog-upload-url')!)
    const at = pathname + search
    expect(said(await ordered(server, at, 'query'))).toEqual([200, 'active', '0'])
    expect(said(await ordered(server, at, 'upload', 0, 'abc'))).toEqual([200, 'active', '3'])
    expect(said(await ordered(server, at, 'query'))).toEqual([200, 'active', '3'])
    const last = await ordered(server, at, 'upload, finalize', 3, 'de')
    expect(said(last)).toEqual([200, 'final', null])
    expect(last.json).toEqual({ name: 'n', type: 'image/gif', size: 5, text: 'abcde' })
    const after = await ordered(server, at, 'query')
    expect([said(after), after.json]).toEqual([[200, 'final', null], last.json])
  })

  test('finalize alone, cancel, and what is refused', async () => {
    const server = filesServer()
    const headers = { headers: startHeaders }
    const one = await begin(server, START_GOOG, headers)
    await ordered(server, one, 'upload', 0, 'abc')
    expect((await ordered(server, one, 'finalize')).json.text).toBe('abc')
    const two = await begin(server, START_GOOG, headers)
    expect((await ordered(server, two, 'upload', 7, 'abc')).status).toBe(503)
    expect((await ordered(server, two, 'upload')).status).toBe(400)
    expect((await ordered(server, two, 'dance')).status).toBe(400)
    expect(said(await ordered(server, two, 'cancel'))).toEqual([200, 'cancelled', null])
    expect((await ordered(server, two, 'query')).status).toBe(404)
  })

  test('has the status "final" on a refusal too, which ends the tries of a client', async () => {
    const server = filesServer()
    const message = '{"name":"refused"}'
    const at = await begin(server, START_GOOG, { message, headers: startHeaders })
    expect(said(await ordered(server, at, 'upload, finalize', 0, 'x'))).toEqual([
      400,
      'final',
      null,
    ])
  })
})

describe('an id', () => {
  test.each(['', 'nope', '../../etc', '00000000-0000-0000-0000-000000000000', 'a'.repeat(36)])(
    'that is none, %j, is 404',
    async (id) => {
      const server = filesServer()
      const { status, json } = await put(server, `${START}&upload_id=${encodeURIComponent(id)}`)
      expect([status, json.error.message]).toMatchObject([
        404,
        expect.stringContaining('There is no upload'),
      ])
    },
  )

  test('of an upload to another method is 404', async () => {
    const server = filesServer()
    const id = (await begin(server)).slice(-36)
    expect((await put(server, `/upload/files/v1/marks?upload_id=${id}`)).status).toBe(404)
  })

  test('is forgotten after a week, and what it had is removed', async () => {
    let now = Date.now()
    const server = filesServer({ now: () => now })
    const at = await begin(server)
    await put(server, at, 'bytes 0-2/9', 'abc')
    now += 6.9 * 86_400_000
    expect((await put(server, at, 'bytes */*')).status).toBe(308)
    now += 0.2 * 86_400_000
    expect((await put(server, at, 'bytes */*')).status).toBe(404)
    expect(await readdir(server.folder)).toEqual([at.slice(-36)])
    const other = await begin(server)
    expect(await readdir(server.folder)).toEqual([other.slice(-36)])
  })
})

describe('the folder', () => {
  test('is cleared of what a killed server left in it', async () => {
    const server = filesServer()
    await begin(server)
    const left = join(server.folder, 'left')
    await mkdir(left)
    await writeFile(join(left, 'bytes'), 'x')
    const old = (Date.now() - 8 * 86_400_000) / 1000
    await utimes(left, old, old)
    await new UploadFolder(server.folder, Date.now).sweep()
    expect(await readdir(server.folder)).not.toContain('left')
  })

  test('may be locked by a process that died', async () => {
    const server = filesServer()
    const at = await begin(server)
    const beginning = await beginningOf(process.pid)
    // The last: another process has got the pid since then.
    const dead = [`2147483646 ${beginning}`, `${process.pid} ${beginning}`, `${process.ppid} 1`]
    for (const holder of dead) {
      await symlink(holder, join(server.folder, at.slice(-36), 'lock'))
      expect((await put(server, at, 'bytes */*')).status).toBe(308)
    }
  })

  test('is waited for while another process has it', async () => {
    const server = filesServer()
    const at = await begin(server)
    const lock = join(server.folder, at.slice(-36), 'lock')
    await symlink(`${process.ppid} ${await beginningOf(process.ppid)}`, lock)
    const asked = put(server, at, 'bytes */*')
    for (let i = 0; i < 5; i += 1) await begin(server) // by then an answer that waits for nothing is there
    await writeFile(join(server.folder, at.slice(-36), 'bytes'), 'abc')
    await rm(lock)
    expect(state(await asked)).toEqual([308, 'bytes=0-2'])
  })
})

test('requests for one upload at the same time are answered one after the other', async () => {
  const server = filesServer()
  const at = await begin(server)
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => put(server, at, 'bytes 0-4/5', 'hello')),
  )
  for (const { json } of answers) expect(json.text).toBe('hello')
  expect(server.received).toHaveLength(1)
})

test.each([
  ['bytes 0-99/200', { kind: 'bytes', offset: 0, length: 100, total: 200, last: false }],
  ['bytes 5-*/*', { kind: 'bytes', offset: 5, last: true }],
  ['bytes 5-*/9', { kind: 'bytes', offset: 5, total: 9, last: true }],
  ['bytes */*', { kind: 'query' }],
  ['bytes */7', { kind: 'query', total: 7 }],
])('%s is read', (range, command) => {
  expect(commandIn(range)).toEqual(command)
})
