// Path and query strings as a handler gets them, and the refusals (docs/google_rest.md#refusals).
import { describe, expect, test } from 'vitest'
import type { Schema } from '../../src/discovery/document.ts'
import { documentOf, methodsOf, oldStyleParameters, serverOf } from '../helpers/server.ts'

const query = (parts: Schema): Schema => ({ type: 'string', location: 'query', ...parts })

const parameters: Record<string, Schema> = {
  pageSize: query({ type: 'integer', format: 'int32', minimum: '1', maximum: '100' }),
  size: query({ type: 'integer', format: 'int32', default: '10' }),
  big: query({ format: 'int64', minimum: '-9223372036854775807', maximum: '9223372036854775806' }),
  rate: query({ type: 'number', format: 'double', maximum: '1.5' }),
  flag: query({ type: 'boolean', default: 'true' }),
  view: query({ enum: ['BASIC', 'FULL'], default: 'BASIC' }),
  tags: query({ repeated: true }),
  sizes: query({ repeated: true, type: 'integer' }),
  customer: query({ pattern: 'C.+|my_customer' }),
  readTime: query({ format: 'google-datetime' }),
  ttl: query({ format: 'google-duration' }),
  'options.requestedPolicyVersion': query({ type: 'integer' }),
  'end-date': query({ format: 'date' }),
  name: query({}),
  ...JSON.parse('{ "toString": { "type": "string", "location": "query" } }'),
}

const methods = {
  ...methodsOf('s', {
    get: {
      path: 'v1/{+name}/things/{id}',
      parameters: {
        ...parameters,
        name: { type: 'string', location: 'path', required: true, pattern: '^shelves/[^/]+$' },
      },
      response: {},
    },
    list: { path: 'v1/list', parameters, response: {} },
    need: {
      path: 'v1/need',
      parameters: { a: query({ required: true }), b: query({ required: true, type: 'integer' }) },
      response: {},
    },
    key: { path: 'v1/keys/{key}', response: {} },
    post: { path: 'v1/post', httpMethod: 'POST', request: { $ref: 'Thing' }, response: {} },
    number: {
      path: 'v1/numbers/{id}',
      parameters: { id: { type: 'string', pattern: '\\d+', location: 'path', required: true } },
      response: {},
    },
  }),
}
const schemas: Record<string, Schema> = {
  Thing: { type: 'object', properties: { title: { type: 'string' }, data: { $ref: 'Thing' } } },
}
const echo = Object.fromEntries(
  Object.values(methods).map(({ id }) => [id, ({ params }: { params: object }) => params]),
)
const api = { document: documentOf({ methods, schemas }), handlers: echo }
const v2 = serverOf([api])
const v1 = serverOf([{ ...api, document: { ...api.document, parameters: oldStyleParameters! } }])

const params = async (path: string, server = v2) => {
  const { status, json } = await server.request(path)
  return status === 200 ? json : json.error.message
}

const defaults = { size: 10, flag: true, view: 'BASIC' }

describe('a handler gets', () => {
  test.each<[string, string, unknown]>([
    ['defaults, typed', '', {}],
    ['numbers', '?pageSize=7&rate=0.5', { pageSize: 7, rate: 0.5 }],
    ['64-bit numbers as strings', '?big=9007199254740993', { big: '9007199254740993' }],
    ['booleans, written in any way', '?flag=F', { flag: false }],
    ['enums by their name, sent in any case or by number', '?view=full', { view: 'FULL' }],
    ['enums by number', '?view=1', { view: 'FULL' }],
    ['repeated parameters as lists', '?tags=a&tags=b&sizes=1', { tags: ['a', 'b'], sizes: [1] }],
    ['a list of one text with a comma as that', '?tags=a,b', { tags: ['a,b'] }],
    [
      'the first of a parameter sent twice',
      '?name=a&name=b&pageSize=1&pageSize=x',
      { name: 'a', pageSize: 1 },
    ],
    ['texts that are empty', '?name=', { name: '' }],
    ['spaces, sent as + or %20', '?name=a+b%20c%2Bd', { name: 'a b c+d' }],
    ['any character', '?name=%F0%9F%98%80%00%26%3D', { name: '😀\u0000&=' }],
    [
      'names with dots',
      '?options.requestedPolicyVersion=3',
      { 'options.requestedPolicyVersion': 3 },
    ],
    ['names with dashes', '?end-date=2024-02-29', { 'end-date': '2024-02-29' }],
    ['names of Object.prototype', '?toString=x', { toString: 'x' }],
    [
      'bounds that are allowed',
      '?pageSize=100&rate=1.5&big=9223372036854775806',
      { pageSize: 100, rate: 1.5, big: '9223372036854775806' },
    ],
    ['a value that its pattern allows', '?customer=C1', { customer: 'C1' }],
    [
      'names as the proto file has them',
      '?page_size=7&options.requested_policy_version=2',
      { pageSize: 7, 'options.requestedPolicyVersion': 2 },
    ],
    ['the JSON name before the proto name', '?page_size=7&pageSize=8', { pageSize: 8 }],
  ])('%s', async (_, search, expected) => {
    expect(await params(`/v1/list${search}`)).toEqual({ ...defaults, ...(expected as object) })
  })

  test.each<[string, string, unknown]>([
    [
      'variables of a path, decoded',
      '/v1/shelves/a%20b/things/c%3Ad',
      { name: 'shelves/a b', id: 'c:d' },
    ],
    [
      'an encoded slash of {x} as a slash',
      '/v1/shelves/a/things/b%2Fc',
      { name: 'shelves/a', id: 'b/c' },
    ],
    [
      'an encoded slash of {+x} as it was sent',
      '/v1/shelves/a%2fb%252F/things/c',
      { name: 'shelves/a%2fb%2F', id: 'c' },
    ],
    [
      'what is no encoding as it was sent',
      '/v1/shelves/100%/things/%ff',
      { name: 'shelves/100%', id: '%ff' },
    ],
    ['a plus in a path as a plus', '/v1/shelves/a+b/things/c', { name: 'shelves/a+b', id: 'c' }],
  ])('%s', async (_, path, expected) => {
    expect(await params(path)).toEqual({ ...defaults, ...(expected as object) })
  })

  test('a path parameter called key beside the system parameter', async () => {
    expect(await params('/v1/keys/k1?key=AIza')).toEqual({ key: 'k1' })
  })
})

const unknown = (name: string) =>
  `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter. Field '${name}' could not be found in request message.`

describe('an API of the new style refuses', () => {
  test.each([
    ['/v1/list?pageSize=NOPE', `Invalid value at 'page_size' (TYPE_INT32), "NOPE"`],
    ['/v1/list?pageSize=', `Invalid value at 'page_size' (TYPE_INT32), ""`],
    ['/v1/list?big=1.5', `Invalid value at 'big' (TYPE_INT64), "1.5"`],
    ['/v1/list?flag=on', `Invalid value at 'flag' (TYPE_BOOL), "on"`],
    ['/v1/list?rate=x', `Invalid value at 'rate' (TYPE_DOUBLE), "x"`],
    [
      '/v1/list?view=ODD',
      `Invalid value at 'view' (type.googleapis.com/google.cloud.shelves.v1.View), "ODD"`,
    ],
    [
      '/v1/list?readTime=today',
      `Invalid value at 'read_time' (type.googleapis.com/google.protobuf.Timestamp), Field 'readTime', Illegal timestamp format; timestamps must end with 'Z' or have a valid timezone offset.`,
    ],
    [
      '/v1/list?ttl=3',
      `Invalid value at 'ttl' (type.googleapis.com/google.protobuf.Duration), Field 'ttl', Illegal duration format; duration must end with 's'`,
    ],
    [
      '/v1/list?sizes=1&sizes=x&sizes=y',
      `Invalid value at 'sizes' (TYPE_INT32), "x"\nInvalid value at 'sizes' (TYPE_INT32), "y"`,
    ],
    ['/v1/list?pageSize=0', `Invalid value '0'. Values must be within the range: [1, 100]`],
    [
      '/v1/list?rate=1.50001',
      `Invalid value '1.50001'. Values must be within the range: [-Infinity, 1.5]`,
    ],
    [
      '/v1/list?big=9223372036854775807',
      `Invalid value '9223372036854775807'. Values must be within the range: [-9223372036854775807, 9223372036854775806]`,
    ],
    [
      '/v1/list?customer=xC1',
      `Invalid value 'xC1'. Values must match the following regular expression: 'C.+|my_customer'`,
    ],
    [
      '/v1/list?customer=my_customer2',
      `Invalid value 'my_customer2'. Values must match the following regular expression: 'C.+|my_customer'`,
    ],
    [
      '/v1/numbers/12a',
      `Invalid value '12a'. Values must match the following regular expression: '\\d+'`,
    ],
    ['/v1/list?x=1', unknown('x')],
    ['/v1/list?foo[a]=1', unknown('foo[a]')],
    ['/v1/list?PageSize=1', unknown('PageSize')],
    ['/v1/list?hasOwnProperty=1', unknown('hasOwnProperty')],
    ['/v1/list?__proto__=1', unknown('__proto__')],
    ['/v1/need', 'Required parameter: a\nRequired parameter: b'],
    ['/v1/need?a=', 'Required parameter: b'],
    [
      '/v1/need?b=x&x=1',
      `Required parameter: a\nInvalid value at 'b' (TYPE_INT32), "x"\n${unknown('x')}`,
    ],
  ])('%s', async (path, message) => {
    expect(await params(path)).toBe(message)
  })

  test('a field of the body sent as a parameter, in words of its own if it is a message', async () => {
    const { json } = await v2.post('/v1/post?data=x&title=y', {})
    expect(json.error.message).toBe(
      `Invalid JSON payload received. Unknown name "data": Cannot bind query parameter. 'data' is a message type. Parameters can only be bound to primitive types.\n${unknown('title')}`,
    )
  })
})

describe('an API of the old style', () => {
  test.each([
    ['/v1/list?pageSize=NOPE', `Invalid integer value: 'NOPE'.`],
    ['/v1/list?big=x', `Invalid long value: 'x'.`],
    ['/v1/list?flag=1', `Invalid boolean value: '1'.`],
    ['/v1/list?view=whole', `Invalid string value: 'whole'. Allowed values: [BASIC, FULL]`],
    ['/v1/list?view=1', `Invalid string value: '1'. Allowed values: [BASIC, FULL]`],
    ['/v1/list?pageSize=101', `Invalid value '101'. Values must be within the range: [1, 100]`],
    [
      '/v1/list?customer=x',
      `Invalid value 'x'. Values must match the following regular expression: 'C.+|my_customer'`,
    ],
    ['/v1/need?b=1', 'Required parameter: a'],
  ])('refuses %s', async (path, message) => {
    expect(await params(path, v1)).toBe(message)
  })

  test('ignores names it does not know, proto names among them', async () => {
    expect(await params('/v1/list?x=1&page_size=7&constructor=1', v1)).toEqual(defaults)
  })

  test('takes enums in any case, as recorded of Cloud Storage', async () => {
    expect(await params('/v1/list?view=full', v1)).toEqual({ ...defaults, view: 'FULL' })
  })

  test('takes booleans by their names', async () => {
    expect(await params('/v1/list?flag=FALSE', v1)).toEqual({ ...defaults, flag: false })
  })
})
