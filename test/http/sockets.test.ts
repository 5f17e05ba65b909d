// What only a socket shows: raw paths, chunks, and a server that outlives what it is sent.
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { listening } from '../helpers/listening.ts'
import { documentOf, methodsOf, serverOf } from '../helpers/server.ts'

const methods = methodsOf('s', {
  get: { path: 'v1/things/{x}', response: {} },
  post: { path: 'v1/things', httpMethod: 'POST', request: {}, response: {} },
})
const handlers = {
  's.get': ({ params }: { params: object }) => params,
  's.post': ({ body }: { body: unknown }) => ({ body }),
}

async function emulator() {
  const document = documentOf({ name: 's', methods, rootUrl: 'https://s.googleapis.com/' })
  const server = await listening(serverOf([{ document, handlers }], { bodyLimit: 10_000 }).app)
  return {
    ...server,
    /** The whole answer to `request`, sent as it is on a connection of its own. */
    ask: (request: string | Uint8Array) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(server.port, '127.0.0.1')
        let answer = ''
        socket.setEncoding('utf8')
        socket.on('data', (text: string) => void (answer += text))
        socket.on('error', reject)
        socket.on('close', () => resolve(answer))
        socket.write(request)
      }),
  }
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`
const post = (headers: string) =>
  `POST /v1/things HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n\r\n`

test.each([
  ['/v1/things/%2e%2e', '"x": ".."'],
  ['/v1/things/..', '"x": ".."'],
  ['/v1/things/%2E%2E%2Fetc', '"x": "../etc"'],
  ['http://s.googleapis.com/v1/things/a', '"x": "a"'],
  ['/v1/other/../things/a', '404 Not Found'],
  ['//v1/things/a', '404 Not Found'],
  ['/v1/things/a/', '"x": "a"'],
])('a path is taken as it was sent: %s', async (path, expected) => {
  await using server = await emulator()
  expect(await server.ask(get(path))).toContain(expected)
})

test.each(['a b.localhost', 'localhost/x'])('a Host that is none is refused: %j', async (host) => {
  await using server = await emulator()
  const answer = await server.ask(get('/v1/things/a').replace('Host: localhost', `Host: ${host}`))
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(answer).toContain('The request is not valid HTTP.')
})

const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`

test('a body in chunks is read, and refused if it is too long', async () => {
  await using server = await emulator()
  const chunked = post('Transfer-Encoding: chunked')
  const short = await server.ask(`${chunked}${chunk('{"a"')}${chunk(':1}')}0\r\n\r\n`)
  expect(short).toContain('"a": 1')
  const long = await server.ask(`${chunked}${chunk('x'.repeat(6000)).repeat(2)}0\r\n\r\n`)
  expect(long).toMatch(/^HTTP\/1\.1 413 /)
})

test('the server outlives bodies that break off or do not unpack', async () => {
  await using server = await emulator()
  const packed = gzipSync('{"a":1}')
  const send = (body: Uint8Array) =>
    server.ask(
      Buffer.concat([
        Buffer.from(post(`Content-Encoding: gzip\r\nContent-Length: ${body.length}`)),
        body,
      ]),
    )
  expect(await send(packed)).toContain('"a": 1')
  expect(await send(packed.subarray(0, 15))).toMatch(/^HTTP\/1\.1 400 /)
  expect(await send(Buffer.from('not gzip'))).toMatch(/^HTTP\/1\.1 400 /)
  expect(await send(gzipSync(Buffer.alloc(2 ** 26)).subarray(0, 9000))).toMatch(/^HTTP\/1\.1 413 /)
  expect(await server.ask(get('/v1/things/a'))).toContain('"x": "a"')
})

test('a HEAD and what follows it on the connection are answered, without a body for the HEAD', async () => {
  await using server = await emulator()
  const head = 'HEAD /v1/things/a HTTP/1.1\r\nHost: localhost\r\n\r\n'
  const answers = (await server.ask(head + get('/v1/things/b'))).split(/(?=HTTP\/1\.1)/)
  expect(answers).toHaveLength(2)
  expect(answers[0]).toMatch(/^HTTP\/1\.1 200 [^]*content-length: 15[^]*\r\n\r\n$/i)
  expect(answers[1]).toContain('"x": "b"')
})

test('a batch is answered on one connection, packed if it is asked for so', async () => {
  await using server = await emulator()
  const parts = Array.from(
    { length: 20 },
    (_, i) => `--b\nContent-Type: application/http\n\nGET /v1/things/${i}\n\n`,
  )
  const body = `${parts.join('')}--b--`
  const batch = (headers: string) =>
    `POST /s.googleapis.com/batch HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: multipart/mixed; boundary=b\r\n` +
    `Content-Length: ${body.length}\r\n${headers}\r\n${body}`
  const answer = await server.ask(batch(''))
  const things = Array.from({ length: 20 }, (_, i) => `"x": "${i}"`)
  expect(answer.match(/"x": "\d+"/g)).toEqual(things)
  const packed = await server.ask(batch('Accept-Encoding: gzip\r\nUser-Agent: x (gzip)\r\n'))
  expect(packed).toContain('content-encoding: gzip')
  expect(packed.length).toBeLessThan(answer.length / 4)
})
