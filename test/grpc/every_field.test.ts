// Every kind of field of proto3 JSON (https://protobuf.dev/programming-guides/json/), and what an http rule can say, by both doors.
import type { JsonObject } from '@bufbuild/protobuf'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Schema } from '../../src/discovery/document.ts'
import { grpcClient, type GrpcClient } from '../helpers/grpc_client.ts'
import { grpcFolder, type GrpcFolder } from '../helpers/grpc_folder.ts'
import { openedEmulator, type OpenedEmulator } from '../helpers/opened_emulator.ts'
import { documentOf, methodsOf } from '../helpers/server.ts'

const source = `syntax = "proto3";
package acme.things.v1;
import "google/api/annotations.proto";
import "google/api/client.proto";
import "google/protobuf/any.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
import "google/type/money.proto";
message Thing {
  enum Colour { COLOUR_UNSPECIFIED = 0; RED = 1; BLUE = 3; }
  google.protobuf.Any any = 1;
  google.protobuf.Timestamp at = 2;
  google.protobuf.Duration for = 3;
  google.protobuf.FieldMask mask = 4;
  google.protobuf.Int64Value wrapped = 5;
  google.protobuf.BoolValue maybe = 6;
  google.protobuf.Struct struct = 7;
  google.protobuf.Value value = 8;
  google.protobuf.ListValue list = 9;
  Colour colour = 10;
  int64 large = 11;
  uint64 larger = 12;
  bytes data = 13;
  double real = 14;
  float small = 15;
  optional string note = 16;
  map<string, int32> counts = 17;
  map<string, Thing> parts = 18;
  repeated Colour colours = 19;
  oneof choice { string left = 20; int32 right = 21; }
  google.type.Money price = 22;
  bool flag = 23;
}
message GetRequest { string name = 1; }
message GetResponse { Thing thing = 1; }
service Things {
  option (google.api.default_host) = "things.googleapis.com";
  rpc Echo(Thing) returns (Thing) { option (google.api.http) = { post: "/v1/things:echo" body: "*" }; }
  rpc Get(GetRequest) returns (GetResponse) {
    option (google.api.http) = {
      get: "/v1/{name=shelves/*/things/*}"
      response_body: "thing"
      additional_bindings { get: "/v1/{name=racks/*/things/*}" response_body: "thing" }
    };
  }
  rpc Wrong(GetRequest) returns (Thing) { option (google.api.http) = { get: "/v1/{name=wrong/*}" }; }
}
`

const text: Schema = { type: 'string' }
const any: Schema = { type: 'any' }
const ofAny: Schema = { type: 'object', additionalProperties: any }
const colour: Schema = { type: 'string', enum: ['COLOUR_UNSPECIFIED', 'RED', 'BLUE'] }
const int32: Schema = { type: 'integer', format: 'int32' }
const schemas: Record<string, Schema> = {
  Money: {
    id: 'Money',
    type: 'object',
    properties: { currencyCode: text, units: { type: 'string', format: 'int64' }, nanos: int32 },
  },
  Thing: {
    id: 'Thing',
    type: 'object',
    properties: {
      any: ofAny,
      at: { type: 'string', format: 'google-datetime' },
      for: { type: 'string', format: 'google-duration' },
      mask: { type: 'string', format: 'google-fieldmask' },
      wrapped: { type: 'string', format: 'int64' },
      maybe: { type: 'boolean' },
      struct: ofAny,
      value: any,
      list: { type: 'array', items: any },
      colour,
      large: { type: 'string', format: 'int64' },
      larger: { type: 'string', format: 'uint64' },
      data: { type: 'string', format: 'byte' },
      real: { type: 'number', format: 'double' },
      small: { type: 'number', format: 'float' },
      note: text,
      counts: { type: 'object', additionalProperties: int32 },
      parts: { type: 'object', additionalProperties: { $ref: 'Thing' } },
      colours: { type: 'array', items: colour },
      left: text,
      right: int32,
      price: { $ref: 'Money' },
      flag: { type: 'boolean' },
    },
  },
}

const named = (path: string, pattern: string) => ({
  path,
  httpMethod: 'GET',
  parameters: {
    name: { type: 'string', location: 'path', required: true, pattern },
  } as Record<string, Schema>,
  response: { $ref: 'Thing' },
})
const methods = methodsOf('things', {
  echo: {
    path: 'v1/things:echo',
    httpMethod: 'POST',
    request: { $ref: 'Thing' },
    response: { $ref: 'Thing' },
  },
  ofShelf: {
    ...named('v1/{+name}', '^shelves/[^/]+/things/[^/]+$'),
    flatPath: 'v1/shelves/{a}/things/{b}',
  },
  ofRack: {
    ...named('v1/{+name}', '^racks/[^/]+/things/[^/]+$'),
    flatPath: 'v1/racks/{a}/things/{b}',
  },
  wrong: { ...named('v1/{+name}', '^wrong/[^/]+$'), flatPath: 'v1/wrong/{a}' },
})

const handlers = `export const handlers = {
  'things.echo': ({ body }) => body,
  'things.ofShelf': ({ params }) => ({ note: params.name }),
  'things.ofRack': ({ params }) => ({ note: params.name, flag: true }),
  'things.wrong': () => ({ note: 1 }),
}`

let folder: GrpcFolder
let opened: OpenedEmulator
let client: GrpcClient

beforeAll(async () => {
  folder = await grpcFolder({})
  const document = documentOf({
    name: 'things',
    rootUrl: 'https://things.googleapis.com/',
    methods,
    schemas,
    parameters: { '$.xgafv': { type: 'string', location: 'query' } },
  })
  await folder.write('things_v1.api', JSON.stringify(document))
  await folder.write('things_v1.proto', source)
  await folder.write('things_v1.ts', handlers)
  opened = await openedEmulator({ api_data: folder.path, validate_responses: true })
  client = await grpcClient(new URL(opened.emulator.url).host, folder.path)
})

afterAll(async () => {
  client[Symbol.dispose]()
  await opened[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

const byGrpc = (rpc: string, request: JsonObject) =>
  client.call(`acme.things.v1.Things/${rpc}`, request)

async function byRest(line: string, body?: JsonObject): Promise<unknown> {
  const [method = '', path = ''] = line.split(' ')
  const answer = await fetch(`${opened.emulator.url}/v1/${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  return answer.json()
}

const typed = (name: string, fields: JsonObject) => ({
  any: { '@type': `type.googleapis.com/${name}`, ...fields },
})

/** Each as it is sent, and as it comes back where that is another form. */
const things: readonly [string, JsonObject, JsonObject?][] = [
  ['an Any of a message', typed('acme.things.v1.Thing', { note: 'in it', large: '7' })],
  ['an Any of a well-known type', typed('google.protobuf.Duration', { value: '3.500s' })],
  [
    'an Any in an Any',
    typed('google.protobuf.Any', { value: typed('google.type.Money', { nanos: 5 }).any }),
  ],
  ['a time to the nanosecond', { at: '2026-11-27T20:00:00.123456789Z' }],
  [
    'the first and the last time',
    { at: '0001-01-01T00:00:00Z', parts: { z: { at: '9999-12-31T23:59:59.999999999Z' } } },
  ],
  ['durations of either sign', { for: '-0.000000001s', parts: { long: { for: '315576000000s' } } }],
  ['a mask', { mask: 'a,b.cD,e' }],
  ['wrappers, of zero as well', { wrapped: '0', maybe: false }],
  ['a struct', { struct: { a: null, b: [1, 'x', { c: true }], d: 1.5 } }],
  ['a value that is null', { value: null }],
  ['a value that is a list', { value: [1, null, {}] }],
  ['a list', { list: ['a', 1, null, [2]] }],
  ['a list of none', { list: [] }],
  ['enums by name', { colour: 'BLUE', colours: ['RED', 'COLOUR_UNSPECIFIED'] }],
  ['an enum by number', { colour: 3 }, { colour: 'BLUE' }],
  ['an enum that no descriptor knows', { colour: 77, colours: [2, 'RED'] }],
  ['the largest integers', { large: '-9223372036854775808', larger: '18446744073709551615' }],
  ['bytes', { data: 'AAEC/v8=' }],
  [
    'numbers that are none',
    { real: 'NaN', parts: { a: { real: 'Infinity' }, b: { small: '-Infinity' } } },
  ],
  ['a small and a large number', { real: 5e-324, small: 3.4028234663852886e38 }],
  ['an optional field that is empty', { note: '' }],
  ['maps', { counts: { a: 1, '': -2 }, parts: { x: { parts: { y: { note: 'deep' } } } } }],
  ['a oneof, of zero as well', { right: 0 }],
  ['a type of google.type', { price: { currencyCode: 'EUR', units: '-3', nanos: -500_000_000 } }],
]

test.each(things)('%s comes through both doors as it was sent', async (_, thing, given) => {
  const answer = given ?? thing
  expect(await byGrpc('Echo', thing)).toEqual(answer)
  const rest = (await byRest('POST things:echo', thing)) as JsonObject
  expect(rest).toEqual(answer)
})

test('an rpc takes the binding that its name fits, and the field that REST answers', async () => {
  const ofShelf = 'shelves/a/things/b'
  const ofRack = 'racks/a/things/b'
  expect(await byGrpc('Get', { name: ofShelf })).toEqual({ thing: { note: ofShelf } })
  expect(await byGrpc('Get', { name: ofRack })).toEqual({ thing: { note: ofRack, flag: true } })
  expect(await byRest(`GET ${ofRack}`)).toEqual({ note: ofRack, flag: true })
  await expect(byGrpc('Get', { name: 'floor' })).rejects.toMatchObject({ code: 3 })
})

test('an answer that is not as its document says is INTERNAL by both doors', async () => {
  await expect(byGrpc('Wrong', { name: 'wrong/a' })).rejects.toMatchObject({ code: 13 })
  expect(await byRest('GET wrong/a')).toMatchObject({ error: { code: 500, status: 'INTERNAL' } })
})

test('a oneof that is set twice is refused by REST; gRPC cannot send it', async () => {
  expect(await byRest('POST things:echo', { left: 'a', right: 1 })).toMatchObject({
    error: {
      message: "Invalid value (oneof), oneof field 'choice' is already set. Cannot set 'right'",
    },
  })
})
