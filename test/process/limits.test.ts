// What a socket may send: whatever it is, the answer is Google's JSON or a closed connection, in bounded time.
import { connect, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer, type ServerProcess } from '../helpers/server_process.ts'

const TASKS = '/taskqueue/v1beta2/projects/p/taskqueues/q/tasks'

let server: ServerProcess

beforeAll(async () => {
  server = await startServer({
    env: {
      TIMEOUT: '4',
      LIMIT_REQUEST_LINE: '3000',
      LIMIT_REQUEST_FIELDS: '20',
      LIMIT_REQUEST_FIELD_SIZE: '500',
      LIMIT_REQUEST_BODY: '2000',
    },
  })
})

afterAll(() => server[Symbol.asyncDispose]())

interface Answer {
  readonly status: number
  readonly type: string | undefined
  readonly json: unknown
}

/** All that comes back until the server closes the connection; `send` may write bit by bit. */
async function exchange(send: string | ((socket: Socket) => void)): Promise<string> {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  const chunks: string[] = []
  socket.setEncoding('latin1').on('data', (chunk) => chunks.push(String(chunk)))
  socket.on('error', () => {}) // the server may cut a connection while we send
  const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()))
  await new Promise<void>((resolve) => void socket.once('connect', () => resolve()))
  if (typeof send === 'string') socket.write(send)
  else send(socket)
  await closed
  return chunks.join('')
}

/** The answers in what a connection gave, each with its body by Content-Length. */
function answersIn(text: string): Answer[] {
  const answers: Answer[] = []
  let rest = text
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n')
    const head = rest.slice(0, end)
    const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
    const body = rest.slice(end + 4, end + 4 + length)
    answers.push({
      status: Number(head.split(' ')[1]),
      type: /^content-type: *(.*)$/im.exec(head)?.[1],
      json: JSON.parse(body),
    })
    rest = rest.slice(end + 4 + length)
  }
  return answers
}

const request = (line: string, headers: readonly string[] = [], body = ''): string =>
  [line, 'Host: localhost', 'Connection: close', ...headers, '', body].join('\r\n')

const errorOf = (code: number) => ({
  status: code,
  type: 'application/json; charset=UTF-8',
  json: { error: expect.objectContaining({ code, message: expect.stringMatching(/\S/) }) },
})

const getUrlOf = (length: number) =>
  exchange(request(`GET /${'a'.repeat(length - 1)} HTTP/1.1`)).then(answersIn)

const getWithHeaders = (count: number) => {
  const more = Array.from({ length: count - 2 }, (_, i) => `X-${i}: 1`)
  return exchange(request('GET /_emulator/health HTTP/1.1', more)).then(answersIn)
}

const getWithHeaderOf = (length: number) =>
  exchange(request('GET /_emulator/health HTTP/1.1', [`X-Long: ${'a'.repeat(length)}`])).then(
    answersIn,
  )

const bodyOf = (length: number) => JSON.stringify({ payloadBase64: 'A'.repeat(length - 20) })

const post = async (
  content: string | Uint8Array<ArrayBuffer> | ReadableStream,
  headers: Record<string, string> = {},
) => {
  const type = { 'content-type': 'application/json' }
  const response = await fetch(server.url + TASKS, {
    method: 'POST',
    body: content,
    headers: { ...type, ...headers },
    duplex: 'half',
  })
  return { status: response.status, json: await response.json() }
}

const insertOf = (id: string) => {
  const content = JSON.stringify({ id, payloadBase64: '' })
  return [
    `POST ${TASKS} HTTP/1.1`,
    'Host: localhost',
    'Content-Type: application/json',
    `Content-Length: ${content.length}`,
    '',
    content,
  ].join('\r\n')
}

describe('what is not HTTP', () => {
  test.each([
    'nonsense\r\n\r\n',
    'GET\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'GET /\u0001 HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'GET / HTTP/1.1\r\nno colon\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  ])('%j is a 400 in JSON', async (text) => {
    expect(answersIn(await exchange(text))).toEqual([errorOf(400)])
  })

  test('a connection that is closed at once costs nothing', async () => {
    for (let i = 0; i < 20; i += 1) await exchange((socket) => void socket.end())
    for (let i = 0; i < 20; i += 1) await exchange((socket) => void socket.destroy())
    expect(await fetch(`${server.url}/_emulator/health`)).toMatchObject({ status: 200 })
  })
})

describe('what comes too slowly', () => {
  test('headers that trickle in are cut off', async () => {
    const begun = Date.now()
    const text = await exchange((socket) => {
      socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n')
      const drip = setInterval(() => socket.write('X-Drip: 1\r\n'), 200)
      socket.once('close', () => clearInterval(drip))
    })
    expect(answersIn(text)).toEqual([errorOf(408)])
    expect(Date.now() - begun).toBeLessThan(20_000)
  })

  test('a body that trickles in is cut off', async () => {
    const text = await exchange((socket) => {
      socket.write(request(`POST ${TASKS} HTTP/1.1`, ['Content-Length: 1000']))
      const drip = setInterval(() => socket.write(' '), 200)
      socket.once('close', () => clearInterval(drip))
    })
    expect(answersIn(text)).toEqual([errorOf(408)])
  })

  test('a connection that says nothing is closed', async () => {
    await exchange('')
    expect(await fetch(`${server.url}/_emulator/health`)).toMatchObject({ status: 200 })
  })

  test('a client that stops half way through its body holds up nobody else', async () => {
    const half = exchange(request(`POST ${TASKS} HTTP/1.1`, ['Content-Length: 1000'], '{"pay'))
    expect(await fetch(`${server.url}${TASKS}`)).toMatchObject({ status: 200 })
    expect(answersIn(await half)).toEqual([errorOf(408)])
  })
})

describe('what is too large', () => {
  test('a long URL is 414, and 3000 characters are none', async () => {
    expect(await getUrlOf(3000)).toEqual([errorOf(404)])
    expect(await getUrlOf(3001)).toEqual([errorOf(414)])
    expect(await getUrlOf(100_000)).toMatchObject([{ type: 'application/json; charset=UTF-8' }])
  })

  test('too many headers are 431, and 20 are not', async () => {
    expect(await getWithHeaders(20)).toMatchObject([{ status: 200 }])
    expect(await getWithHeaders(21)).toEqual([errorOf(431)])
    expect(await getWithHeaders(1000)).toEqual([errorOf(431)])
  })

  test('a long header is 431, and 500 characters are none', async () => {
    expect(await getWithHeaderOf(500)).toMatchObject([{ status: 200 }])
    expect(await getWithHeaderOf(501)).toEqual([errorOf(431)])
    expect(await getWithHeaderOf(5_000_000)).toEqual([errorOf(431)])
  })

  test('a body over the limit is 413, and one of 2000 bytes is not', async () => {
    const tooLarge = {
      status: 413,
      json: {
        error: expect.objectContaining({
          code: 413,
          errors: [expect.objectContaining({ reason: 'uploadTooLarge' })],
        }),
      },
    }
    const inChunks = (length: number) => {
      const chunks = bodyOf(length).match(/[^]{1,500}/g) ?? []
      return ReadableStream.from(chunks.map((chunk) => Buffer.from(chunk)))
    }
    expect(await post(bodyOf(1980))).toMatchObject({ status: 200 })
    expect(await post(bodyOf(2001))).toEqual(tooLarge)
    expect(await post(bodyOf(5_000_000))).toEqual(tooLarge)
    expect(await post(inChunks(1980))).toMatchObject({ status: 200 })
    expect(await post(inChunks(2004))).toEqual(tooLarge)
    expect(await post(inChunks(5_000_000))).toEqual(tooLarge)
    // Small when sent, large when unpacked.
    const gzip = { 'content-encoding': 'gzip' }
    expect(await post(gzipSync(bodyOf(1980)), gzip)).toMatchObject({ status: 200 })
    expect(await post(gzipSync(bodyOf(500_000)), gzip)).toEqual(tooLarge)
  })

  test('a body over the limit need not come to be refused', async () => {
    const head = request(`POST ${TASKS} HTTP/1.1`, ['Content-Length: 1000000'])
    expect(answersIn(await exchange(head))).toEqual([errorOf(413)])
  })

  test('a client that asks before it sends is told at once', async () => {
    const head = request(`POST ${TASKS} HTTP/1.1`, [
      'Content-Length: 1000000',
      'Expect: 100-continue',
    ])
    const text = (await exchange(head)).replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '')
    expect(answersIn(text)).toEqual([errorOf(413)])
  })

  test('a body that does not unpack is a 400', async () => {
    const response = await fetch(server.url + TASKS, {
      method: 'POST',
      body: 'not gzip',
      headers: { 'content-encoding': 'gzip', 'content-type': 'application/json' },
    })
    expect(response.status).toBe(400)
  })
})

describe('pipelining', () => {
  test('requests sent all at once are answered one by one, in order', async () => {
    const ids = Array.from({ length: 20 }, (_, i) => `pipelined-${i}`)
    // Handlers of one connection may run side by side; only the answers are in line.
    const last = request('GET /_emulator/health HTTP/1.1')
    const answers = answersIn(await exchange(ids.map(insertOf).join('') + last))
    const inserted = ids.map((id) => ({ status: 200, json: { id } }))
    expect(answers).toMatchObject([...inserted, { status: 200, json: { status: 'ok' } }])
  })

  test('one that is refused does not disturb the next', async () => {
    const refused = `GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n`
    const answers = answersIn(await exchange(refused + request('GET /_emulator/health HTTP/1.1')))
    expect(answers).toEqual([errorOf(404), expect.objectContaining({ status: 200 })])
  })
})

describe('the Host header', () => {
  test.each([
    'localhost',
    'LOCALHOST:1',
    '127.0.0.1',
    '[::1]:5052',
    'app.localhost',
    'www.googleapis.com',
  ])('%s is answered', async (host) => {
    const text = `GET ${TASKS} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
    expect(answersIn(await exchange(text))).toMatchObject([{ status: 200 }])
  })

  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:5052'])(
    '%s is refused: a web page could have pointed it here',
    async (host) => {
      const text = `GET ${TASKS} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
      expect(answersIn(await exchange(text))).toEqual([errorOf(403)])
    },
  )

  test('what cannot be a host is refused', async () => {
    const text = `GET ${TASKS} HTTP/1.1\r\nHost: localhost@evil\r\nConnection: close\r\n\r\n`
    expect(answersIn(await exchange(text))).toEqual([errorOf(400)])
  })

  test('more hosts can be allowed', async () => {
    await using other = await startServer({ env: { ALLOWED_HOSTS: 'Emulator.test, other.test' } })
    const { hostname, port } = new URL(other.url)
    for (const [host, status] of [
      ['emulator.test:5052', '200'],
      ['OTHER.test', '200'],
      ['third.test', '403'],
    ]) {
      const socket = connect(Number(port), hostname)
      socket.write(`GET /_emulator/health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
      const chunks = await socket.setEncoding('utf8').toArray()
      expect(chunks.join('').split(' ')[1]).toBe(status)
    }
  })
})

test('NETWORK_IPADDRESS is the address in the served documents', async () => {
  const addresses = [
    ['emulator.test:8080', 'http://emulator.test:8080/'],
    ['https://emulator.test:8080/', 'http://emulator.test:8080/'],
    ['192.0.2.7:80', 'http://192.0.2.7:80/'],
    ['[2001:db8::7]:80', 'http://[2001:db8::7]:80/'],
  ] as const
  for (const [NETWORK_IPADDRESS, expected] of addresses) {
    await using other = await startServer({ env: { NETWORK_IPADDRESS } })
    for (const path of ['/discovery/v1/apis/taskqueue/v1beta2/rest', '/api/taskqueue/v1beta2']) {
      const { rootUrl, baseUrl } = (await (await fetch(other.url + path)).json()) as Record<
        string,
        string
      >
      expect([rootUrl?.startsWith(expected), baseUrl?.startsWith(expected)]).toEqual([true, true])
    }
  }
})
