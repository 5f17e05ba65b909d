// Uploads in one request.
import { access, readdir, readFile, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { filesServer } from './files_api.ts'

const UPLOAD = '/upload/files/v1'

const sent = (
  body: string | Uint8Array<ArrayBuffer>,
  type?: string,
  headers: Record<string, string> = {},
) => ({
  method: 'POST',
  body,
  headers: { ...(type !== undefined && { 'content-type': type }), ...headers },
})

/** A multipart/related body of a message and bytes. */
function related(message: string, media: string, { end = '\r\n', closing = '' } = {}) {
  const lines = [
    '--b=1',
    'Content-Type: application/json',
    '',
    message,
    '--b=1',
    'Content-Type: text/plain',
    '',
    media,
    '--b=1--',
  ]
  return lines.join(end) + closing
}

const RELATED = 'multipart/related; boundary="b=1"'

describe('bytes alone', () => {
  test.each([
    '/upload/files/v1/files?uploadType=media&name=a',
    '/resumable/upload/files/v1/files?uploadType=media&name=a',
    '/files.googleapis.com/upload/files/v1/files?uploadType=media&name=a',
    '/upload/files/v1/files?upload_protocol=raw&name=a',
    '/upload/files/v1/files?name=a',
  ])('reach the handler at %s', async (path) => {
    const server = filesServer()
    const { status, json, headers } = await server.request(path, sent('hello', 'text/plain'))
    expect([status, json]).toEqual([200, { name: 'a', type: 'text/plain', size: 5, text: 'hello' }])
    expect(headers.get('x-emulator-method')).toBe('files.create')
    expect(server.received[0]).toMatchObject({
      id: 'files.create',
      params: { name: 'a' },
      body: {},
    })
  })

  test('may be said with X-Goog-Upload-Protocol: raw', async () => {
    const server = filesServer()
    const request = sent('hello', 'text/plain', { 'x-goog-upload-protocol': 'raw' })
    expect((await server.request(`${UPLOAD}/files`, request)).json).toMatchObject({ text: 'hello' })
  })

  test('may be none, and of no type', async () => {
    const { json } = await filesServer().request(`${UPLOAD}/files?uploadType=media`, {
      method: 'POST',
    })
    expect(json).toEqual({ type: 'application/octet-stream', size: 0, text: '' })
  })

  test('of a method with a verb of its own, and one without a request', async () => {
    const server = filesServer()
    const patch = { ...sent('x', 'text/plain'), method: 'PATCH' }
    expect((await server.request(`${UPLOAD}/files/7?uploadType=media`, patch)).status).toBe(200)
    const put = { ...sent('x', 'text/plain'), method: 'PUT' }
    expect((await server.request(`${UPLOAD}/simple?uploadType=media`, put)).status).toBe(200)
    expect(server.received).toMatchObject([
      { id: 'files.update', params: { file: '7' }, body: {} },
      { id: 'files.simple', body: undefined },
    ])
  })

  test('of a method without a response are answered 204', async () => {
    const { status, text } = await filesServer().request(`${UPLOAD}/marks`, sent('x', 'image/png'))
    expect([status, text]).toEqual([204, ''])
  })

  test('are unpacked', async () => {
    const request = sent(gzipSync('hello'), 'text/plain', { 'content-encoding': 'gzip' })
    expect((await filesServer().request(`${UPLOAD}/files`, request)).json).toMatchObject({
      text: 'hello',
    })
  })

  test('are of a type the method accepts', async () => {
    const server = filesServer()
    for (const type of ['image/png', 'IMAGE/GIF; q=1', 'text/x-svg'])
      expect((await server.request(`${UPLOAD}/pictures`, sent('x', type))).status).toBe(200)
    for (const type of ['text/plain', 'imagex/png', undefined]) {
      const { status, json } = await server.request(
        `${UPLOAD}/pictures`,
        sent(Buffer.from('x'), type),
      )
      expect(status).toBe(400)
      expect(json.error.message).toBe(
        `Media type '${type ?? 'application/octet-stream'}' is not supported. Valid media types: [image/*, text/x-svg]`,
      )
    }
    expect(server.received).toHaveLength(3)
  })

  test('are no more than the method accepts', async () => {
    const server = filesServer()
    const send = (size: number) =>
      server.request(`${UPLOAD}/pictures`, sent('x'.repeat(size), 'image/png'))
    expect((await send(1024)).status).toBe(200)
    const { status, json } = await send(1025)
    expect([status, json.error.code]).toEqual([413, 413])
    expect(json.error.message).toContain('larger than 1024 bytes')
  })

  test('are no JSON, whatever they say they are', async () => {
    const request = sent('{"name":"x"', 'application/json')
    expect((await filesServer().request(`${UPLOAD}/files`, request)).json).toMatchObject({
      text: '{"name":"x"',
    })
  })
})

describe('a message and bytes', () => {
  test.each([
    ['CRLF', { end: '\r\n', closing: '\r\n' }],
    ['CRLF, no line end at the end', { end: '\r\n' }],
    ['LF', { end: '\n' }],
    ['CRLF, and more after it', { end: '\r\n', closing: '\r\nepilogue' }],
  ])('are told apart: %s', async (_, how) => {
    const server = filesServer()
    const body = related('{"name":"n"}', 'line\r\nline\n\n', how)
    const path = `${UPLOAD}/files?uploadType=multipart`
    const { json } = await server.request(path, sent(body, RELATED))
    expect(json).toEqual({ name: 'n', type: 'text/plain', size: 12, text: 'line\r\nline\n\n' })
  })

  test('keep a return at the end of bytes where lines end without one', async () => {
    const body = related('{}', 'bytes\r', { end: '\n' })
    const { json } = await filesServer().request(`${UPLOAD}/files`, sent(body, RELATED))
    expect(json.text).toBe('bytes\r')
  })

  test('are read whatever the pieces they come in', async () => {
    const body = related('{"name":"n"}', 'a\r\n--b=\r\n--b=12\r\n-', {})
    const chunks = body.split('').map((byte) => Buffer.from(byte))
    const request = {
      ...sent('', RELATED),
      body: Readable.toWeb(Readable.from(chunks)),
      duplex: 'half',
    }
    const { json } = await filesServer().request(`${UPLOAD}/files`, request as RequestInit)
    expect(json.text).toBe('a\r\n--b=\r\n--b=12\r\n-')
  })

  test('may be base64', async () => {
    const body = related('{}', 'aGVs\r\nbG8=').replace(
      'text/plain',
      'text/plain\r\nContent-Transfer-Encoding: base64',
    )
    const { json } = await filesServer().request(`${UPLOAD}/files`, sent(body, RELATED))
    expect(json).toMatchObject({ text: 'hello', size: 5 })
  })

  test('are checked as any message is, before the bytes are taken', async () => {
    const server = filesServer()
    const wrong = related('{"nome":"x"}', 'bytes')
    const upload = await server.request(`${UPLOAD}/files`, sent(wrong, RELATED))
    const plain = await server.post('/files/v1/files', { nome: 'x' })
    expect(upload.status).toBe(400)
    expect(upload.json).toEqual(plain.json)
    const query = await server.request(`${UPLOAD}/files?nope=1`, sent(related('{}', ''), RELATED))
    expect(query.json.error.message).toContain('Unknown name "nope"')
    expect(server.received).toEqual([])
  })

  test.each([
    ['no boundary', 'multipart/related', related('{}', 'x')],
    ['no part', RELATED, '--b=1--'],
    ['one part', RELATED, '--b=1\r\n\r\n{}\r\n--b=1--'],
    ['three parts', RELATED, related('{}', 'x').replace(/--$/, '\r\n\r\nmore\r\n--b=1--')],
    ['a body cut short', RELATED, related('{}', 'x').slice(0, -4)],
    ['another boundary', 'multipart/related; boundary=c', related('{}', 'x')],
    ['nothing', RELATED, ''],
  ])('are refused with %s', async (_, type, body) => {
    const server = filesServer()
    const path = `${UPLOAD}/files?uploadType=multipart`
    expect((await server.request(path, sent(body, type))).status).toBe(400)
    expect(server.received).toEqual([])
    expect(await readdir(server.folder)).toEqual([])
  })

  test('have a message within the limit of messages, and bytes beyond it', async () => {
    const server = filesServer({ bodyLimit: 100 })
    const send = (message: string, bytes: string) =>
      server.request(`${UPLOAD}/files`, sent(related(message, bytes), RELATED))
    expect((await send('{}', 'x'.repeat(1000))).status).toBe(200)
    expect((await send(`{"name":"${'x'.repeat(100)}"}`, 'x')).status).toBe(413)
  })

  test('are refused by a method that does not accept the type of the bytes', async () => {
    const server = filesServer()
    const { json } = await server.request(`${UPLOAD}/pictures`, sent(related('{}', 'x'), RELATED))
    expect(json.error.message).toContain("Media type 'text/plain' is not supported.")
  })
})

describe('the file of the bytes', () => {
  test('is gone after the handler', async () => {
    const server = filesServer()
    await server.request(`${UPLOAD}/files`, sent('hello', 'text/plain'))
    await server.request(`${UPLOAD}/files?name=refused`, sent('hello', 'text/plain'))
    expect(server.received).toHaveLength(2)
    for (const { media } of server.received)
      await expect(access(media!.path)).rejects.toThrow('ENOENT')
    expect(await readdir(server.folder)).toEqual([])
  })

  test('is kept by a handler that moves it', async () => {
    const server = filesServer()
    await server.request(`${UPLOAD}/files?name=kept`, sent('hello', 'text/plain'))
    expect(await readFile(`${server.folder}.kept`, 'utf8')).toBe('hello')
    await rm(`${server.folder}.kept`)
  })
})

test('an uploadType that is none is refused', async () => {
  const { status, json } = await filesServer().request(
    `${UPLOAD}/files?uploadType=constructor`,
    sent('x'),
  )
  expect([status, json.error.message]).toEqual([
    400,
    'Invalid value "constructor" for uploadType; it must be media, multipart or resumable.',
  ])
})

test('a method that takes no resumable uploads says so', async () => {
  const put = { method: 'PUT' }
  const { status, json } = await filesServer().request(`${UPLOAD}/simple?uploadType=resumable`, put)
  expect([status, json.error.message]).toMatchObject([400, expect.stringContaining('files.simple')])
})

test('a method is called without bytes at its own path', async () => {
  const server = filesServer()
  expect((await server.post('/files/v1/files', { name: 'a' })).json).toEqual({ name: 'a' })
  expect(server.received).toMatchObject([{ media: undefined }])
})

test('a method without uploads is not there', async () => {
  const { status } = await filesServer().request('/upload/files/v1/nothing', sent('x'))
  expect(status).toBe(404)
})
