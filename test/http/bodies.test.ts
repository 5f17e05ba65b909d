// Bodies as a handler gets them, and the refusals (docs/google_rest.md#refusals).
import { gzipSync, deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Schema } from '../../src/discovery/document.ts'
import { documentOf, methodsOf, oldStyleParameters, serverOf } from '../helpers/server.ts'

const schemas: Record<string, Schema> = {
  Queue: {
    id: 'Queue',
    type: 'object',
    properties: {
      name: { type: 'string' },
      retryConfig: { $ref: 'Retry' },
      retries: { type: 'array', items: { $ref: 'Retry' } },
      tags: { type: 'array', items: { type: 'string' } },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
      counts: { type: 'object', additionalProperties: { $ref: 'Retry' } },
      state: { type: 'string', enum: ['UNKNOWN', 'RUNNING', 'SHUT_DOWN'] },
      size: { type: 'integer', format: 'int32' },
      bytes: { type: 'string', format: 'int64' },
      rate: { type: 'number' },
      on: { type: 'boolean' },
      data: { type: 'string', format: 'byte' },
      readTime: { type: 'string', format: 'google-datetime' },
      purgeTime: { type: 'string', format: 'google-datetime', readOnly: true },
      struct: { type: 'object', additionalProperties: { type: 'any' } },
      self: { $ref: 'Queue' },
    },
  },
  Retry: {
    id: 'Retry',
    type: 'object',
    properties: { maxAttempts: { type: 'integer', format: 'int32' } },
  },
  Empty: { id: 'Empty', type: 'object', properties: {} },
  HttpBody: {
    id: 'HttpBody',
    type: 'object',
    properties: { contentType: { type: 'string' }, data: { type: 'string', format: 'byte' } },
  },
}
const methods = methodsOf('q', {
  create: { path: 'v1/queues', httpMethod: 'POST', request: { $ref: 'Queue' }, response: {} },
  patch: { path: 'v1/queues', httpMethod: 'PATCH', request: { $ref: 'Queue' }, response: {} },
  purge: { path: 'v1/purge', httpMethod: 'POST', request: { $ref: 'Empty' }, response: {} },
  none: { path: 'v1/none', httpMethod: 'POST', response: {} },
  raw: { path: 'v1/raw', httpMethod: 'POST', request: { $ref: 'HttpBody' }, response: {} },
  drop: { path: 'v1/queues', httpMethod: 'DELETE', response: {} },
})
const echo = Object.fromEntries(
  Object.values(methods).map(({ id }) => [
    id,
    ({ body }: { body: unknown }) => ({ got: body === undefined ? 'nothing' : body }),
  ]),
)
const document = documentOf({ name: 'q', methods, schemas })
const v2 = serverOf([{ document, handlers: echo }])
const v1 = serverOf([
  { document: { ...document, parameters: oldStyleParameters! }, handlers: echo },
])

/** What the handler got, or the message of the refusal. */
async function got(body: unknown, server = v2, path = '/v1/queues') {
  const { status, json } = await server.post(path, body)
  return status === 200 ? json.got : json.error.message
}

describe('a handler gets', () => {
  test.each<[string, unknown, unknown]>([
    [
      'the message',
      { name: 'a', retryConfig: { maxAttempts: 1 } },
      { name: 'a', retryConfig: { maxAttempts: 1 } },
    ],
    [
      'proto names as JSON names',
      { retry_config: { max_attempts: 1 } },
      { retryConfig: { maxAttempts: 1 } },
    ],
    ['no nulls', { name: null, tags: null, retryConfig: null, labels: null }, {}],
    ['numbers sent as text', { size: '7', rate: '1.5' }, { size: 7, rate: 1.5 }],
    ['whole numbers sent as fractions', '{"size":7.0,"bytes":7.0}', { size: 7, bytes: '7' }],
    ['int64 sent as numbers', { bytes: 5 }, { bytes: '5' }],
    ['int64 that no double holds', '{"bytes":9007199254740993}', { bytes: '9007199254740993' }],
    ['the least int64', '{"bytes": -9223372036854775808}', { bytes: '-9223372036854775808' }],
    ['large numbers as doubles', '{"rate":12345678901234567890}', { rate: 12345678901234567000 }],
    [
      'large numbers of no type as doubles',
      '{"struct":{"a":[9007199254740993,{"__proto__":9007199254740993}]}}',
      JSON.parse('{"struct":{"a":[9007199254740992,{"__proto__":9007199254740992}]}}'),
    ],
    ['enums with dashes for underscores', { state: 'shut-down' }, { state: 'SHUT_DOWN' }],
    ['booleans sent as text or number', { on: 'true' }, { on: true }],
    ['booleans sent as a number', { on: 0 }, { on: false }],
    ['enums in any case', { state: 'running' }, { state: 'RUNNING' }],
    ['enums by number', { state: 1 }, { state: 'RUNNING' }],
    ['numbers without a name', { state: 9 }, { state: 9 }],
    ['NaN and the infinities as text', { rate: 'NaN' }, { rate: 'NaN' }],
    [
      'a lone message as a list',
      { retries: { maxAttempts: 1 } },
      { retries: [{ maxAttempts: 1 }] },
    ],
    [
      'a map of anything',
      { struct: { a: [null, { b: 1 }], c: null } },
      { struct: { a: [null, { b: 1 }], c: null } },
    ],
    ['no output-only fields', { purgeTime: '2024-01-01T00:00:00Z', name: 'a' }, { name: 'a' }],
    ['JSON with commas at the end', '{"name":"a","tags":["x",],}', { name: 'a', tags: ['x'] }],
    ['JSON with single quotes', "{'name':'a'}", { name: 'a' }],
    ['JSON with bare keys', '{name:"a"}', { name: 'a' }],
    ['the empty message for no body', '', {}],
    ['the empty message', {}, {}],
    ['the last of a key sent twice', '{"name":"a","name":"b"}', { name: 'b' }],
  ])('%s', async (_, body, expected) => {
    expect(await got(body)).toEqual(expected)
  })

  test('the empty message, whatever the HTTP method, when nothing is sent', async () => {
    for (const headers of [{}, { 'content-length': '0' }, { 'content-type': 'application/json' }]) {
      const answers = await Promise.all(
        ['POST', 'PATCH'].map((method) => v2.request('/v1/queues', { method, headers })),
      )
      expect(answers.map(({ json }) => json)).toEqual([{ got: {} }, { got: {} }])
    }
  })

  test('nothing where the method takes nothing, whatever is sent', async () => {
    expect(await got('not json', v2, '/v1/none')).toBe('nothing')
    const answer = await v2.request('/v1/queues', { method: 'DELETE', body: '{"x":1}' })
    expect(answer.json).toEqual({ got: 'nothing' })
  })

  test('the message whatever its content type', async () => {
    for (const type of ['text/plain', 'application/json; charset=UTF-8', 'application/x-protobuf'])
      expect((await v2.post('/v1/queues', { name: 'a' }, { 'content-type': type })).json).toEqual({
        got: { name: 'a' },
      })
  })

  test('bytes of any type for an HttpBody, or the message itself as JSON', async () => {
    const answer = await v2.post('/v1/raw', 'hi', { 'content-type': 'text/plain' })
    expect(answer.json).toEqual({ got: { contentType: 'text/plain', data: 'aGk=' } })
    expect(await got({ data: 'aGk=' }, v2, '/v1/raw')).toEqual({ data: 'aGk=' })
  })

  test.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
  ])('the message unpacked from %s', async (encoding, pack) => {
    const answer = await v2.request('/v1/queues', {
      method: 'POST',
      body: pack(JSON.stringify({ name: 'a'.repeat(10_000) })),
      headers: { 'content-encoding': encoding, 'content-type': 'application/json' },
    })
    expect(answer.json.got.name).toHaveLength(10_000)
  })
})

const cannotFind = (name: string, at = '') =>
  `Invalid JSON payload received. Unknown name "${name}"${at}: Cannot find field.`

describe('an API of the new style refuses', () => {
  test.each<[string, unknown, string]>([
    ['an unknown field', { x: 1 }, cannotFind('x')],
    ['an unknown field within', { retryConfig: { x: 1 } }, cannotFind('x', " at 'retry_config'")],
    [
      'an unknown field in a list',
      { retries: [{}, { x: 1 }] },
      cannotFind('x', " at 'retries[1]'"),
    ],
    ['an unknown field in a map', { counts: { '0': { x: 1 } } }, cannotFind('x', " at 'counts.0'")],
    ['a field by another case', { Name: 'a' }, cannotFind('Name')],
    ['any field of an empty message', { constructor: 1 }, cannotFind('constructor')],
    ['text for an integer', { size: 'x' }, `Invalid value at 'size' (TYPE_INT32), "x"`],
    ['a fraction for an integer', { size: 7.5 }, `Invalid value at 'size' (TYPE_INT32), 7.5`],
    [
      'too large a number',
      { bytes: 1e19 },
      `Invalid value at 'bytes' (TYPE_INT64), 10000000000000000000`,
    ],
    [
      'an int64 out of range',
      '{"bytes":9223372036854775808}',
      `Invalid value at 'bytes' (TYPE_INT64), 9223372036854776000`,
    ],
    [
      'a large number for a string',
      '{"name":9007199254740993}',
      `Invalid value at 'name' (TYPE_STRING), 9007199254740992`,
    ],
    ['a number for a string', { name: 5 }, `Invalid value at 'name' (TYPE_STRING), 5`],
    ['text for a boolean', { on: 'yes' }, `Invalid value at 'on' (TYPE_BOOL), "yes"`],
    ['text for a double', { rate: 'x' }, `Invalid value at 'rate' (TYPE_DOUBLE), "x"`],
    [
      'what is no base64',
      { data: '%' },
      `Invalid value at 'data' (TYPE_BYTES), Base64 decoding failed for "%"`,
    ],
    [
      'an enum it does not know',
      { state: 'ODD' },
      `Invalid value at 'state' (type.googleapis.com/google.cloud.q.v1.State), "ODD"`,
    ],
    [
      'a time it cannot read',
      { readTime: 'x' },
      `Invalid value at 'read_time' (type.googleapis.com/google.protobuf.Timestamp), Field 'readTime', Illegal timestamp format; timestamps must end with 'Z' or have a valid timezone offset.`,
    ],
    [
      'a scalar for a message',
      { retryConfig: 5 },
      `Invalid value at 'retry_config' (type.googleapis.com/google.cloud.q.v1.Retry), 5`,
    ],
    [
      'a scalar for a list of messages',
      { retries: 'x' },
      `Invalid value at 'retries' (type.googleapis.com/google.cloud.q.v1.Retry), "x"`,
    ],
    ['a wrong item', { tags: ['a', 5] }, `Invalid value at 'tags[1]' (TYPE_STRING), 5`],
    [
      'a wrong value of a map',
      { labels: { 'a/b~c': 5 } },
      `Invalid value at 'labels.a/b~c' (TYPE_STRING), 5`,
    ],
    [
      'a list for a scalar',
      { name: ['a'] },
      'Invalid JSON payload received. Unknown name "name": Proto field is not repeating, cannot start list.',
    ],
    [
      'a list for a message',
      { retryConfig: { maxAttempts: [1] } },
      `Invalid JSON payload received. Unknown name "maxAttempts" at 'retry_config': Proto field is not repeating, cannot start list.`,
    ],
    [
      'an object for a scalar',
      { self: { name: {} } },
      `Invalid value at 'self.name' (name), Starting an object on a scalar field`,
    ],
    [
      'a list as the message',
      [],
      'Invalid JSON payload received. Unknown name "": Root element must be a message.',
    ],
    [
      'text as the message',
      '"x"',
      'Invalid JSON payload received. Unknown name "": Root element must be a message.',
    ],
    [
      'null as the message',
      'null',
      'Invalid JSON payload received. Unknown name "": Root element must be a message.',
    ],
    [
      'what is no JSON',
      'not json',
      'Invalid JSON payload received. Unexpected token.\nnot json\n^',
    ],
    [
      'half a message',
      '{"name":',
      'Invalid JSON payload received. Unexpected end of string. Expected a value.\n{"name":\n        ^',
    ],
    [
      'several at once',
      { x: 1, size: 'y', retryConfig: { z: 1 } },
      [
        cannotFind('x'),
        cannotFind('z', " at 'retry_config'"),
        `Invalid value at 'size' (TYPE_INT32), "y"`,
      ].join('\n'),
    ],
  ])('%s', async (_, body, message) => {
    const told: string = await got(body)
    expect(told.split('\n').toSorted()).toEqual(message.split('\n').toSorted())
  })

  test('what is wrong in the query and in the body in one answer', async () => {
    const { json } = await v2.post('/v1/queues?y=1', { x: 1 })
    expect(json.error.details[0].fieldViolations).toEqual([
      {
        description: `Invalid JSON payload received. Unknown name "y": Cannot bind query parameter. Field 'y' could not be found in request message.`,
      },
      { description: cannotFind('x') },
    ])
  })

  test('no more than fifty faults', async () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`x${i}`, i]))
    const { json } = await v2.post('/v1/queues', many)
    expect(json.error.details[0].fieldViolations).toHaveLength(50)
    const form = new URLSearchParams(Object.entries(many).map(([name, i]) => [name, String(i)]))
    const other = await v2.post('/v1/none', String(form), {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(other.json.error.details[0].fieldViolations).toHaveLength(50)
  })

  test('a message nested deeper than a hundred', async () => {
    const deep = `${'{"self":'.repeat(101)}{}${'}'.repeat(101)}`
    expect(await got(deep)).toBe(
      "Invalid JSON payload received. Message too deep. Max recursion depth reached for key 'self'",
    )
    const allowed = `${'{"self":'.repeat(99)}{}${'}'.repeat(99)}`
    expect(await got(allowed)).toEqual(JSON.parse(allowed))
  })
})

describe('an API of the old style', () => {
  test('ignores fields it does not know', async () => {
    expect(await got({ name: 'a', x: 1, retryConfig: { y: 2 } }, v1)).toEqual({
      name: 'a',
      retryConfig: {},
    })
  })

  test('takes null for no message, as the client for Go sends it', async () => {
    expect(await got('null', v1)).toEqual({})
  })

  test.each<[string, unknown, string]>([
    ['what is no JSON', 'not json', 'Parse Error'],
    ['a list as the message', [], 'Parse Error'],
    ['a value of the wrong type', { size: 'x' }, 'Invalid value for size: "x"'],
    ['a list for a scalar', { name: ['a'] }, 'Invalid value for name: a list is not allowed'],
    ['an object for a scalar', { name: {} }, 'Invalid value for name: an object is not allowed'],
    ['a wrong item', { tags: ['a', 5] }, 'Invalid value for tags[1]: 5'],
  ])('refuses %s', async (_, body, message) => {
    expect(await got(body, v1)).toBe(message)
  })
})

const ask = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
  v2.request('/v1/queues', { method: 'POST', body, headers })

describe('a body that cannot be read', () => {
  test.each([
    ['broken gzip', Buffer.from('not gzip')],
    ['half of a gzip', gzipSync('{"name":"a"}').subarray(0, 20)],
  ])('is refused: %s', async (_, body) => {
    const { status, json } = await ask(body, { 'content-encoding': 'gzip' })
    expect(status).toBe(400)
    expect(json.error.message).toMatch(/^The request body could not be read: /)
  })

  test('is refused: one that is no UTF-8', async () => {
    const bytes = Buffer.from('{"name":"\u00e9"}', 'latin1')
    const answers = await Promise.all(
      [v2, v1].map((server) => server.request('/v1/queues', { method: 'POST', body: bytes })),
    )
    expect(answers.map(({ status, json }) => [status, json.error.message])).toEqual([
      [400, 'Invalid JSON payload received. Encountered non UTF-8 code points.'],
      [400, 'Parse Error'],
    ])
  })

  test('is refused: an encoding nobody knows', async () => {
    const { status, json } = await ask('x', { 'content-encoding': 'zstd' })
    expect(status).toBe(415)
    expect(json.error.message).toBe(
      'Content-Encoding zstd is not supported; send gzip, deflate or no encoding.',
    )
  })

  test.each<[string, string | Uint8Array<ArrayBuffer>, Record<string, string>]>([
    ['longer than the limit', 'x'.repeat(2 ** 20 + 1), {}],
    [
      'that unpacks to more than the limit',
      gzipSync(Buffer.alloc(2 ** 26)),
      { 'content-encoding': 'gzip' },
    ],
    ['said to be longer than the limit', 'x', { 'content-length': '99999999999' }],
    [
      'that is a form longer than the limit',
      'x'.repeat(2 ** 20 + 1),
      { 'content-type': 'application/x-www-form-urlencoded' },
    ],
  ])('is refused: one %s', async (_, body, headers) => {
    const { status, json } = await ask(body, headers)
    expect(status).toBe(413)
    expect(json.error).toMatchObject({
      code: 413,
      message: 'The request body is larger than the limit of 1048576 bytes (limit_request_body).',
    })
  })
})
