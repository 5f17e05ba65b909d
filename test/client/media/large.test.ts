// Bytes over sockets of a server process: many of them, and connections that end in the middle.
import { createHash } from 'node:crypto'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { corpusDirectory } from '../../helpers/corpus.ts'
import { until, type ServerProcess } from '../../helpers/server_process.ts'
import { mediaFolder, type MediaFolder } from './media_server.ts'

const MIB = 2 ** 20
/** Bytes of the large upload: more than the server may grow by. */
const SIZE = 200 * MIB
const MOST_GROWTH = 100 * MIB

let folder: MediaFolder
let server: ServerProcess

const block = Buffer.from(Array.from({ length: MIB }, (_, i) => (i * 31 + (i >> 8)) & 255))
const blocks = function* (size: number) {
  for (let sent = 0; sent < size; sent += MIB) yield block
}

/** Sends a body as fast as it is taken; resolves to the answer. */
const send = (method: string, path: string, headers: Record<string, string>, body: Readable) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const request = httpRequest(server.url + path, { method, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      )
    })
    request.on('error', reject)
    body.pipe(request)
  })

/** Bytes of memory that the process has, and the most it had. Linux tells; elsewhere undefined. */
async function memoryOf(pid: number): Promise<{ now: number; most: number } | undefined> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => undefined)
  const kib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text!)?.[1])
  return text === undefined ? undefined : { now: kib('VmRSS') * 1024, most: kib('VmHWM') * 1024 }
}

/** Objects that the server has open. Linux tells; elsewhere none are known. */
async function openObjects(): Promise<string[]> {
  const folderOfFiles = `/proc/${server.pid}/fd`
  const files = await readdir(folderOfFiles).catch(() => [])
  const paths = await Promise.all(
    files.map((file) => readlink(`${folderOfFiles}/${file}`).catch(() => '')),
  )
  return paths.filter((path) => path.includes('media-objects-'))
}

/** Of all that is in the folder of uploads, the names. */
const uploads = () => readdir(folder.uploads).catch(() => [])

const begin = async () => {
  const url = `${server.url}/upload/drive/v3/files?uploadType=resumable`
  const { headers } = await fetch(url, { method: 'POST' })
  const { pathname, search } = new URL(headers.get('location')!)
  return pathname + search
}

const received = async (path: string) => {
  const headers = { 'content-range': 'bytes */*' }
  const answer = await fetch(server.url + path, { method: 'PUT', headers })
  return answer.headers.get('range')
}

describe.skipIf(corpusDirectory === undefined)('over a socket', () => {
  beforeAll(async () => {
    folder = await mediaFolder()
    server = await folder.start()
  })

  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  })

  test('200 MB go up and down in little memory', { timeout: 120_000 }, async () => {
    const before = await memoryOf(server.pid)
    const path = '/upload/drive/v3/files?uploadType=media'
    const answer = await send('POST', path, {}, Readable.from(blocks(SIZE)))
    const file = JSON.parse(answer.text) as { id: string; size: string; md5Checksum: string }
    const hash = createHash('md5')
    for (const bytes of blocks(SIZE)) hash.update(bytes)
    expect(file).toMatchObject({ size: String(SIZE), md5Checksum: hash.digest('hex') })
    const { body } = await fetch(`${server.url}/drive/v3/files/${file.id}?alt=media`)
    let size = 0
    const count = new Writable({
      write(chunk: Buffer, _, done) {
        size += chunk.length
        done()
      },
    })
    await pipeline(body!, count)
    expect(size).toBe(SIZE)
    const after = await memoryOf(server.pid)
    expect((after?.most ?? 0) - (before?.now ?? 0)).toBeLessThan(MOST_GROWTH)
  })

  test('a client that goes away in the middle of an upload leaves nothing', async () => {
    const left = await uploads()
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.on('error', () => {})
    socket.write(
      'POST /upload/drive/v3/files?uploadType=media HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000\r\n\r\n',
    )
    socket.write(block)
    await until('the upload has begun', async () => (await uploads()).length > left.length)
    socket.destroy()
    await until('it is gone', async () => (await uploads()).length === left.length)
    expect(await uploads()).toEqual(left)
  })

  test('what had come of a piece when the connection broke is kept', async () => {
    const path = await begin()
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.on('error', () => {})
    socket.write(
      `PUT ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9437184\r\nContent-Range: bytes 0-9437183/9437184\r\n\r\n`,
    )
    await new Promise<void>((resolve) => void socket.write(block, () => resolve()))
    socket.end()
    // It is answered when the piece that broke off is dealt with.
    let range: string | null = null
    await until('some bytes are here', async () => (range = await received(path)) !== null)
    const from = Number(/^bytes=0-(\d+)$/.exec(range!)?.[1]) + 1
    const whole = Buffer.concat([...blocks(9 * MIB)])
    const headers = { 'content-range': `bytes ${from}-${whole.length - 1}/${whole.length}` }
    const answer = await send('PUT', path, headers, Readable.from([whole.subarray(from)]))
    const md5Checksum = createHash('md5').update(whole).digest('hex')
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([200, { md5Checksum }])
  })

  test('the server outlives a packed upload that was refused and then broke off', async () => {
    const { port } = new URL(server.url)
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('error', () => {})
    const text = '--b\r\n\r\nno JSON\r\n--b\r\n\r\n'
    const packed = gzipSync(text, { finishFlush: constants.Z_SYNC_FLUSH }) // without an end
    socket.write(
      'POST /upload/drive/v3/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n' +
        'Content-Encoding: gzip\r\nContent-Type: multipart/related; boundary=b\r\n\r\n',
    )
    socket.write(packed)
    const answer = await new Promise((resolve) => void socket.once('data', resolve))
    expect(String(answer)).toMatch(/^HTTP\/1\.1 400 /)
    socket.destroy()
    await new Promise<void>((resolve) => void socket.once('close', () => resolve()))
    for (let i = 0; i < 20; i += 1)
      expect(await fetch(`${server.url}/_emulator/health`)).toMatchObject({ status: 200 })
  })

  test('pieces of one upload may come to several server processes', async () => {
    const workers = { WEB_CONCURRENCY: '2', STORE_URL: 'sqlite:tasks.sqlite' }
    await using several = await folder.start(workers)
    const headers = { connection: 'close' }
    const drive = `${several.url}/upload/drive/v3/files?uploadType=resumable`
    const begun = await fetch(drive, { method: 'POST', headers })
    const at = begun.headers.get('location')!
    const put = (range: string, body: string) =>
      fetch(at, { method: 'PUT', body, headers: { ...headers, 'content-range': `bytes ${range}` } })
    for (let i = 0; i < 8; i += 1)
      expect(await put(`${i}-${i}/9`, 'x')).toMatchObject({ status: 308 })
    const answers = await Promise.all(
      [1, 2, 3, 4].map(async () => (await put('8-8/9', 'x')).json()),
    )
    expect(new Set(answers.map((file) => (file as { id: string }).id)).size).toBe(1)
    expect(answers[0]).toMatchObject({ size: '9' })
  })

  test('a client that goes away in the middle of a download closes its file', async () => {
    const path = '/upload/drive/v3/files?uploadType=media'
    const { text } = await send('POST', path, {}, Readable.from(blocks(20 * MIB)))
    const { id } = JSON.parse(text) as { id: string }
    for (let i = 0; i < 5; i += 1) {
      const abort = new AbortController()
      const { body } = await fetch(`${server.url}/drive/v3/files/${id}?alt=media`, abort)
      await body!.getReader().read()
      abort.abort()
    }
    await until('the files are closed', async () => (await openObjects()).length === 0)
    expect(await openObjects()).toEqual([])
  })

  test('HEAD tells the length and the type, and sends nothing', async () => {
    const path = '/upload/drive/v3/files?uploadType=media'
    const { text } = await send('POST', path, { 'content-type': 'a/b' }, Readable.from(['hello']))
    const { id } = JSON.parse(text) as { id: string }
    for (const root of ['/drive/v3', '/download/drive/v3']) {
      const url = `${server.url}${root}/files/${id}?alt=media`
      const { status, headers } = await fetch(url, { method: 'HEAD' })
      expect([status, headers.get('content-length'), headers.get('content-type')]).toEqual([
        200,
        '5',
        'a/b',
      ])
      expect(await (await fetch(url)).text()).toBe('hello')
    }
  })
})
