// Batches: several requests in one, answered as if each had come alone.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { notFound } from '../../../src/errors.ts'
import type { Call } from '../../../src/api/handlers.ts'
import { media } from '../../../src/api/media.ts'
import { boundaryOf, bytesOf, headersOf, partsOf } from '../../../src/http/batch/multipart.ts'
import { documentOf, methodsOf, oldStyleParameters, serverOf } from '../../helpers/server.ts'

const methodsFor = (name: string) =>
  methodsOf(name, {
    get: { path: 'v1/things/{thing}', response: {} },
    insert: {
      path: 'v1/things',
      httpMethod: 'POST',
      request: { type: 'object', properties: { a: { type: 'string' } } },
      response: {},
    },
    delete: { path: 'v1/things/{thing}', httpMethod: 'DELETE' },
    download: { path: 'v1/things/{thing}/bytes', supportsMediaDownload: true },
  })

function apiOf(name: string, batchPath: string) {
  const order: string[] = []
  const last = Promise.withResolvers<void>()
  const api = {
    document: documentOf({
      name,
      rootUrl: `https://${name}.googleapis.com/`,
      batchPath,
      methods: methodsFor(name),
    }),
    handlers: {
      [`${name}.get`]: async ({ params }: Call) => {
        const { thing } = params as { thing: string }
        if (thing === 'none') throw notFound('There is no such thing.')
        if (thing === 'bug') throw new Error('a fault of ours')
        if (thing === 'large') return { text: 'x'.repeat(2 ** 20) }
        if (thing === 'late') await last.promise
        if (thing === 'last') last.resolve()
        order.push(thing)
        return { api: name, thing }
      },
      [`${name}.insert`]: ({ body }: Call) => ({ got: body }),
      [`${name}.delete`]: () => undefined,
      [`${name}.download`]: () => media(Buffer.from('bytes')),
    },
  }
  return { api, order }
}

const apple = apiOf('apple', 'batch')
const drive = apiOf('drive', 'batch/drive/v1')
const servers = [apple.api, drive.api]
const server = serverOf(servers)

interface InnerAnswer {
  readonly id: string | undefined
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
}

/** Sends `parts`, each with its own headers, as a batch. */
async function batch(
  parts: readonly string[],
  { path = '/apple.googleapis.com/batch', headers = {}, end = '\r\n', on = server } = {},
) {
  const body = [...parts.map((part) => `--b\n${part}`), '--b--', ''].join('\n')
  return on.request(path, {
    method: 'POST',
    body: body.replaceAll('\n', end),
    headers: { 'content-type': 'multipart/mixed; boundary=b', ...headers },
  })
}

/** A part as Google's guides show it. */
const http = (request: string, id?: string) =>
  `Content-Type: application/http\n${id === undefined ? '' : `Content-ID: ${id}\n`}\n${request}\n`

async function answersIn(answer: { headers: Headers; text: string }): Promise<InnerAnswer[]> {
  const answers: InnerAnswer[] = []
  const boundary = boundaryOf(answer.headers.get('content-type')!)!
  for await (const part of partsOf([Buffer.from(answer.text)], boundary)) {
    expect(part.headers.get('content-type')).toBe('application/http')
    const text = String(await bytesOf(part))
    const [head = '', body = ''] = text.split('\r\n\r\n')
    const headers = Object.fromEntries(headersOf(head))
    const status = Number(/^HTTP\/1\.1 (\d{3}) \w/.exec(head)?.[1])
    // That of a HEAD is of the body that is not there.
    expect([0, Number(headers['content-length'])]).toContain(Buffer.byteLength(body))
    answers.push({ id: part.headers.get('content-id'), status, headers, body })
  }
  return answers
}

const ask = async (...args: Parameters<typeof batch>) => {
  const answer = await batch(...args)
  expect(answer.status).toBe(200)
  return answersIn(answer)
}

describe('a batch', () => {
  test.each(['\n', '\r\n'])('is answered part by part, with lines that end in %j', async (end) => {
    const answers = await ask(
      [
        http('GET /v1/things/a?prettyPrint=false', '<item1:12930812@barnyard.example.com>'),
        http('GET /v1/things/none HTTP/1.1\nAccept: application/json\n', '<x + 2>'),
        http('POST /v1/things HTTP/1.1\nContent-Type: application/json\n\n{"a": "b"}', 'bare'),
        http('DELETE /v1/things/a HTTP/1.1\n\n'),
        http('HEAD /v1/things/a'),
      ],
      { end },
    )
    expect(answers.map(({ id, status }) => [id, status])).toEqual([
      ['<response-item1:12930812@barnyard.example.com>', 200],
      ['<response-x + 2>', 404],
      ['response-bare', 200],
      [undefined, 204],
      [undefined, 200],
    ])
    expect(answers[0]).toMatchObject({
      body: '{"api":"apple","thing":"a"}\n',
      headers: {
        'content-type': 'application/json; charset=UTF-8',
        'x-emulator-method': 'apple.get',
      },
    })
    expect(JSON.parse(answers[1]!.body).error).toEqual({
      code: 404,
      message: 'There is no such thing.',
      status: 'NOT_FOUND',
    })
    expect(JSON.parse(answers[2]!.body)).toEqual({ got: { a: 'b' } })
    expect(answers[4]).toMatchObject({ headers: { 'content-length': '37' }, body: '' })
  })

  test('is itself answered in lines that end in CRLF, as its own type', async () => {
    const { text, headers } = await batch([http('GET /v1/things/a', '<1>')])
    expect(headers.get('content-type')).toMatch(/^multipart\/mixed; boundary=batch_[\w-]{24}$/)
    expect(text).toMatch(
      /^--batch_\S+\r\nContent-Type: application\/http\r\nContent-ID: <response-1>\r\n\r\nHTTP\/1\.1 200 OK\r\n/,
    )
    expect(text).toMatch(/\r\n--batch_\S+--\r\n$/)
  })

  test('is answered in the order of its parts, whichever is done first', async () => {
    apple.order.length = 0
    const answers = await ask(['late', 'a', 'last'].map((thing) => http(`GET /v1/things/${thing}`)))
    expect(answers.map(({ body }) => JSON.parse(body).thing)).toEqual(['late', 'a', 'last'])
    expect(apple.order).toEqual(['a', 'last', 'late'])
  })

  test('leaves a line in the log for each of its requests and one for itself', async () => {
    server.log.length = 0
    await ask([http('GET /v1/things/a'), http('GET /v1/nope'), http('nonsense')])
    const lines = server.log.map(({ method, http: verb, path, status }) =>
      [method, verb, path, status].join(' '),
    )
    expect(new Set(lines)).toEqual(
      new Set([
        '- GET /v1/nope 404',
        '- nonsense  400',
        'apple.get GET /v1/things/a 200',
        'batch POST /apple.googleapis.com/batch 200',
      ]),
    )
  })

  test('hands the headers of the whole to its requests, but for what they say otherwise', async () => {
    const answers = await ask(
      [http('POST /v1/things\nX-HTTP-Method-Override: GET\n'), http('GET /v1/things/a')],
      { headers: { 'X-HTTP-Method-Override': 'POST', 'X-Goog-FieldMask': 'thing' } },
    )
    expect(answers[0]!.status).toBe(405)
    expect(JSON.parse(answers[1]!.body)).toEqual({ thing: 'a' })
    const [plain, packed] = await ask(
      [http('POST /v1/things\n\n{"a":"b"}'), http('POST /v1/things\nContent-Encoding: gzip\n\nx')],
      { headers: { 'content-language': 'de' } },
    )
    expect([plain!.status, packed!.status]).toEqual([200, 400])
  })
})

/** Which API answered a request of a batch sent to `path`, or with which status. */
const answererAt = (path: string, headers: Record<string, string> = {}) =>
  ask([http('GET /v1/things/a')], { path, headers }).then(([answer]) =>
    answer!.status === 200 ? JSON.parse(answer!.body).api : answer!.status,
  )

describe('a batch is for the API', () => {
  test.each([
    ['whose host is in the path', '/apple.googleapis.com/batch', {}, 'apple'],
    [
      'whose host is in the path, by its own path',
      '/drive.googleapis.com/batch/drive/v1',
      {},
      'drive',
    ],
    ['whose host is in the path, by the common path', '/drive.googleapis.com/batch', {}, 'drive'],
    ['whose host is the Host', '/batch', { host: 'apple.googleapis.com' }, 'apple'],
    ['whose path it is', '/batch/drive/v1', {}, 'drive'],
    ['of none: its requests are for several', '/batch', {}, 400],
    ['whose path it is, at the common host', '/www.googleapis.com/batch/drive/v1', {}, 'drive'],
    [
      'whose path it is, at the common Host',
      '/batch/drive/v1',
      { host: 'www.googleapis.com' },
      'drive',
    ],
    ['whose path it is, with a slash at the end', '/batch/drive/v1/', {}, 'drive'],
    [
      'whose host is in the path, with a slash at the end',
      '/drive.googleapis.com/batch/',
      {},
      'drive',
    ],
  ])('%s', async (_, path, headers, expected) => {
    expect(await answererAt(path, headers)).toBe(expected)
  })

  test.each([
    ['a path that begins with the host', 'GET /drive.googleapis.com/v1/things/a HTTP/1.1'],
    ['a Host', 'GET /v1/things/a HTTP/1.1\nHost: drive.googleapis.com'],
    ['a whole URL', 'GET https://drive.googleapis.com/v1/things/a HTTP/1.1'],
    [
      'the URL of the emulator',
      'GET http://localhost:5052/drive.googleapis.com/v1/things/a HTTP/1.1',
    ],
    [
      "Python's path and Host",
      'GET /drive.googleapis.com/v1/things/a HTTP/1.1\nHost: localhost:5052',
    ],
  ])('that %s names', async (_, request) => {
    for (const path of ['/batch', '/batch/drive/v1']) {
      const [answer] = await ask([http(request)], { path })
      expect(JSON.parse(answer!.body)).toEqual({ api: 'drive', thing: 'a' })
    }
    const [other] = await ask([http(request)])
    expect(JSON.parse(other!.body).error.message).toBe(
      'All requests of a batch are for one API: this batch went to apple.googleapis.com, the request is for drive.googleapis.com.',
    )
  })

  test('but for no host that this server does not answer for', async () => {
    const [answer] = await ask([http('GET /v1/things/a\nHost: evil.example')], { path: '/batch' })
    expect(answer!.status).toBe(403)
  })
})

describe('a part that is no request is a 400 among the others', () => {
  test.each([
    ['nonsense', http('nonsense'), /begins with a request line/],
    ['nothing', http(''), /begins with a request line/],
    ['a path without a slash', http('GET v1/things/a'), /begins with a request line/],
    ['too many words', http('GET /v1/things/a HTTP/1.1 x'), /begins with a request line/],
    ['another type', 'Content-Type: application/json\n\n{}', /is of type application\/http/],
    ['a batch', http('POST /batch\nContent-Type: multipart/mixed'), /cannot be part of a batch/],
    ['an upload', http('POST /upload/v1/things?uploadType=media\n\nx'), /^Media can be neither/],
    ['a resumable upload', http('POST /resumable/upload/v1/things\n\nx'), /^Media can be neither/],
    ['bytes that no one asked for', http('GET /v1/things/a/bytes'), /^Media can be neither/],
    ['a download', http('GET /v1/things/a?alt=media'), /^Media can be neither/],
  ])('%s', async (_, part, message) => {
    const answers = await ask([http('GET /v1/things/a', '<1>'), part, http('GET /v1/things/b')])
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 200])
    expect(JSON.parse(answers[1]!.body).error.message).toMatch(message)
  })

  test('and so is a fault of ours a 500', async () => {
    const answers = await ask([http('GET /v1/things/bug'), http('GET /v1/things/a')])
    expect(answers.map(({ status }) => status)).toEqual([500, 200])
  })

  test('in the protocol of its API', async () => {
    const old = {
      ...apple.api,
      document: { ...apple.api.document, parameters: oldStyleParameters! },
    }
    const [answer] = await ask([http('GET /v1/things/none')], { on: serverOf([old]) })
    expect(JSON.parse(answer!.body).error.errors[0].reason).toBe('notFound')
  })
})

const many = (count: number) => Array.from({ length: count }, () => http('GET /v1/things/a'))

test.each(['--b--', '--b--\r\n'])('a batch of no part, %j, is answered with none', async (body) => {
  const answer = await server.request('/batch', {
    method: 'POST',
    body,
    headers: { 'content-type': 'multipart/mixed; boundary=b' },
  })
  expect(answer.status).toBe(200)
  const [, boundary] = /boundary=(.+)$/.exec(answer.headers.get('content-type')!)!
  expect(answer.text).toBe(`--${boundary}--\r\n`)
})

describe('a batch is refused', () => {
  const path = '/batch'
  const send = (body: string, type?: string) =>
    server.request(path, { method: 'POST', body, headers: type ? { 'content-type': type } : {} })

  test.each([
    [
      'of another type',
      '{}',
      'application/json',
      /is of type multipart\/mixed.*"application\/json"/,
    ],
    ['of nearly the type', '--b--', 'multipart/mixedup; boundary=b', /is of type multipart\/mixed/],
    ['without a boundary', '--b--', 'multipart/mixed', /names no boundary/],
    ['with another boundary', '--b--', 'multipart/mixed; boundary=c', /ends before its last/],
    ['cut off', `--b\n${http('GET /v1/things/a')}`, 'multipart/mixed; boundary=b', /ends before/],
  ])('%s', async (_, body, type, message) => {
    const { status, json } = await send(body, type)
    expect(status).toBe(400)
    expect(json.error.message).toMatch(message)
  })

  test('with a GET', async () => {
    expect((await server.request('/batch')).status).toBe(404)
  })

  test('with more requests than the API takes', async () => {
    const on = serverOf(servers)
    expect(await ask(many(100), { path: '/batch/drive/v1', on })).toHaveLength(100)
    expect(await ask(many(1000), { on })).toHaveLength(1000)
    const { status, json } = await batch(many(101), { path: '/batch/drive/v1', on })
    expect([status, json.error.message]).toEqual([
      400,
      'The batch has more than 100 requests; send the others in another one.',
    ])
    expect((await batch(many(1001), { on })).status).toBe(400)
    expect(on.log.filter(({ method }) => method === 'apple.get')).toHaveLength(1000)
  })

  test('in part, where the answers before are too large', async () => {
    const large = Array.from({ length: 120 }, () => http('GET /v1/things/large?fields=text'))
    const statuses = (await ask(large)).map(({ status }) => status)
    expect(statuses.slice(0, 50)).toEqual(Array.from({ length: 50 }, () => 200))
    expect(statuses.slice(100)).toEqual(Array.from({ length: 20 }, () => 429))
  })

  test('in part, before a request is done whose answer might not fit', async () => {
    const size = 30 * 2 ** 20
    let calls = 0
    const { api } = apiOf('huge', 'batch')
    const handlers = {
      ...api.handlers,
      'huge.get': () => ({ n: (calls += 1), text: 'x'.repeat(size) }),
    }
    const huge = serverOf([{ ...api, handlers }], { validateResponses: false })
    const parts = Array.from({ length: 15 }, () => http('GET /v1/things/a'))
    const answers = await ask(parts, { path: '/batch', on: huge })
    const done = answers.filter(({ status }) => status === 200)
    expect(done).toHaveLength(calls)
    expect(calls * size).toBeLessThan(2 ** 26)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15 - calls)
  })

  test('larger than a body may be', async () => {
    const { status } = await batch([http(`POST /v1/things\n\n{"a":"${'x'.repeat(2 ** 20)}"}`)])
    expect(status).toBe(413)
  })
})

test('whatever its bytes, a batch is answered or refused', async () => {
  const piece = fc.constantFrom(
    '--b',
    '--b--',
    '\n',
    '\r\n',
    '\n\n',
    'GET /v1/things/a',
    'POST /v1/things',
    ' HTTP/1.1',
    '{"a":1}',
    'Content-Type: application/http\n',
    'Content-ID: <a\u0000\u00e9>\n',
    'Host: x\n',
    'Content-Length: -1\n',
    'Content-Encoding: gzip\n',
    ':',
    '%',
    '?fields=((',
    'https://[',
    '\u0000',
    '-',
    ' ',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
      const start = performance.now()
      const answer = await server.request('/batch', {
        method: 'POST',
        body: `--b\n${pieces.join('')}\n--b--`,
        headers: { 'content-type': 'multipart/mixed; boundary=b' },
      })
      expect(performance.now() - start).toBeLessThan(1000)
      expect([200, 400]).toContain(answer.status)
      const answers = answer.status === 200 ? await answersIn(answer) : []
      expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    }),
    { numRuns: 200 },
  )
})
