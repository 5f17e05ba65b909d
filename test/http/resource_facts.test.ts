// What REST knows of resources where protos lie beside a document: ids, parents, names of references, types in refusals.
import { fromBinary, toJson, type JsonObject } from '@bufbuild/protobuf'
import type { ServiceError } from '@grpc/grpc-js'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Schema } from '../../src/discovery/document.ts'
import { loadDescriptors } from '../../src/grpc/descriptors/load.ts'
import { grpcClient } from '../helpers/grpc_client.ts'
import { openedEmulator, type OpenedEmulator } from '../helpers/opened_emulator.ts'
import { documentOf, methodsOf } from '../helpers/server.ts'

const text: Schema = { type: 'string' }
const message = (id: string, properties: Schema['properties']): Schema => ({
  id,
  type: 'object',
  properties: { name: text, ...properties },
})
const schemas = {
  Zone: message('Zone', {}),
  Asset: message('Asset', { shelf: text, shelves: { type: 'array', items: text }, zone: text }),
  Lake: message('Lake', { projectId: text, title: text }),
}

const whole = (name: string, pattern: string): Readonly<Record<string, Schema>> => ({
  [name]: { type: 'string', location: 'path', required: true, pattern },
})
const query = (...names: string[]): Readonly<Record<string, Schema>> =>
  Object.fromEntries(names.map((name) => [name, { type: 'string', location: 'query' }]))
const seen = (type: string, pattern: string) => ({
  path: 'v1/{+name}',
  flatPath: `v1/${pattern.replaceAll('*', (_, i: number) => `{v${i}}`)}`,
  httpMethod: 'GET',
  parameters: whole('name', `^${pattern.replaceAll('*', '[^/]+')}$`),
  response: { $ref: type },
})
const made = (type: string, parent: string, plural: string, ...ids: string[]) => ({
  path: `v1/{+parent}/${plural}`,
  flatPath: `v1/${parent.replaceAll('*', (_, i: number) => `{v${i}}`)}/${plural}`,
  httpMethod: 'POST',
  parameters: { ...whole('parent', `^${parent.replaceAll('*', '[^/]+')}$`), ...query(...ids) },
  request: { $ref: type },
  response: { $ref: type },
})

const methods = methodsOf('lakes', {
  'lakes.get': seen('Lake', 'projects/*/lakes/*'),
  'lakes.create': {
    path: 'v1/projects/{projectId}/lakes',
    httpMethod: 'POST',
    parameters: { projectId: { type: 'string', location: 'path', required: true } },
    request: { $ref: 'Lake' },
    response: { $ref: 'Lake' },
  },
  'zones.create': made('Zone', 'projects/*/lakes/*', 'zones', 'zoneId'),
  'zones.get': seen('Zone', 'projects/*/lakes/*/zones/*'),
  // Two ids, neither called as the collection is.
  'assets.create': made('Asset', 'projects/*/lakes/*/zones/*', 'assets', 'dataItemId', 'traceId'),
  'assets.get': seen('Asset', 'projects/*/lakes/*/zones/*/assets/*'),
})
const parameters = { '$.xgafv': { type: 'string', location: 'query' } } as const

const source = `syntax = "proto3";
package acme.lakes.v1;
import "google/api/annotations.proto";
import "google/api/field_behavior.proto";
import "google/api/resource.proto";
option (google.api.resource_definition) = {
  type: "shelves.example.com/Shelf"
  pattern: "projects/{project}/shelves/{shelf}"
  pattern: "shelves/{shelf}"
};
message Lake {
  option (google.api.resource) = { type: "lakes.example.com/Lake" pattern: "projects/{project}/lakes/{lake}" };
  string name = 1 [(google.api.field_behavior) = REQUIRED];
  string project_id = 2 [(google.api.field_behavior) = REQUIRED];
  string title = 3 [(google.api.field_behavior) = REQUIRED];
}
message Zone {
  option (google.api.resource) = {
    type: "lakes.example.com/Zone" pattern: "projects/{project}/lakes/{lake}/zones/{zone}"
  };
  string name = 1;
}
message Asset {
  option (google.api.resource) = {
    type: "lakes.example.com/Asset"
    pattern: "projects/{project}/lakes/{lake}/zones/{zone}/assets/{data_item}"
  };
  string name = 1;
  string shelf = 2 [
    (google.api.field_behavior) = REQUIRED,
    (google.api.resource_reference).type = "shelves.example.com/Shelf"
  ];
  repeated string shelves = 3 [
    (google.api.field_behavior) = REQUIRED,
    (google.api.resource_reference).type = "shelves.example.com/Shelf"
  ];
  string zone = 4 [(google.api.resource_reference).type = "lakes.example.com/Zone"];
}
message GetLakeRequest { string name = 1; }
message CreateAssetRequest { string parent = 1; string data_item_id = 2; Asset asset = 3; }
service Lakes {
  rpc GetLake(GetLakeRequest) returns (Lake) {
    option (google.api.http) = { get: "/v1/{name=projects/*/lakes/*}" };
  }
  rpc CreateAsset(CreateAssetRequest) returns (Asset) {
    option (google.api.http) = { post: "/v1/{parent=projects/*/lakes/*/zones/*}/assets" body: "asset" };
  }
}
`

/** 404s of lakes say the type, as those of Spanner do. */
const traits = {
  notFound: { '*': { message: '{Type} {name}', description: '{Type} is not there.' } },
}

interface Served {
  readonly folder: string
  readonly opened: OpenedEmulator
}

async function served(withProtos: boolean): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'resources-'))
  const document = documentOf({ name: 'lakes', methods, schemas, parameters })
  await writeFile(join(folder, 'lakes_v1.api'), JSON.stringify(document))
  await writeFile(join(folder, 'lakes_v1.traits.json'), JSON.stringify(traits))
  if (withProtos) await writeFile(join(folder, 'lakes_v1.proto'), source)
  return { folder, opened: await openedEmulator({ api_data: folder }) }
}

let known: Served
let plain: Served

beforeAll(async () => {
  known = await served(true)
  plain = await served(false)
})

afterAll(async () => {
  for (const { folder, opened } of [known, plain]) {
    await opened[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  }
})

interface Answer {
  readonly name?: string
  readonly error?: { readonly code: number; readonly message: string; readonly details?: object[] }
}

async function ask({ opened }: Served, line: string, body?: object): Promise<Answer> {
  const [method = '', path = ''] = line.split(' ')
  const answer = await fetch(`${opened.emulator.url}/v1/${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  return (await answer.json()) as Answer
}

const messageOf = async (...call: Parameters<typeof ask>) => (await ask(...call)).error?.message

const shelf = 'projects/p/shelves/s'
const asset = { shelf, shelves: [shelf] }

test('the id of a new resource is the parameter that the pattern names', async () => {
  await ask(known, 'POST projects/p/lakes', { title: 't', name: 'projects/p/lakes/a' })
  await ask(known, 'POST projects/p/lakes/a/zones?zoneId=z', {})
  const line = 'POST projects/p/lakes/a/zones/z/assets?dataItemId=mine&traceId=other'
  expect(await ask(known, line, asset)).toMatchObject({
    name: 'projects/p/lakes/a/zones/z/assets/mine',
  })
})

test('zones of a lake are resources that something must have made', async () => {
  const line = 'POST projects/p/lakes/a/zones/none/assets?dataItemId=mine'
  await ask(known, 'POST projects/p/lakes', { title: 't', name: 'projects/p/lakes/a' })
  expect(await messageOf(known, line, asset)).toBe('Zone projects/p/lakes/a/zones/none')
  // Elsewhere zones are where machines stand.
  await ask(plain, 'POST projects/p/lakes', { title: 't', name: 'projects/p/lakes/a' })
  expect(await messageOf(plain, line, asset)).toBeUndefined()
})

test('a resource that is not there is named with its type', async () => {
  const { error } = await ask(known, 'GET projects/p/lakes/none')
  expect(error).toEqual({
    code: 404,
    status: 'NOT_FOUND',
    message: 'Lake projects/p/lakes/none',
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ResourceInfo',
        resourceType: 'type.googleapis.com/acme.lakes.v1.Lake',
        resourceName: 'projects/p/lakes/none',
        description: 'Lake is not there.',
      },
    ],
  })
  expect((await ask(plain, 'GET projects/p/lakes/none')).error?.details).toBeUndefined()
})

test('a required field is not wanted where the id or the path says it', async () => {
  expect(await messageOf(known, 'POST projects/p/lakes', {})).toBe('Missing required field: title')
  expect(await messageOf(known, 'POST projects/p/lakes', { title: 't' })).toBeUndefined()
})

test.each([
  [{ ...asset, shelf: 's' }, 'shelf'],
  [{ ...asset, shelf: 'projects/p/shelves/' }, 'shelf'],
  [{ ...asset, shelf: 'projects/p/shelves/s/books/b' }, 'shelf'],
  [{ ...asset, shelves: [shelf, 'folders/f/shelves/s'] }, 'shelves'],
])('a name that has no form of its type is refused: %j', async (body, field) => {
  const words = `The field '${field}' must be in the form 'projects/{project}/shelves/{shelf}' or 'shelves/{shelf}'.`
  const line = 'POST projects/p/lakes/a/zones/z/assets?dataItemId=x'
  const { error } = await ask(known, line, body)
  expect(error).toMatchObject({
    code: 400,
    message: words,
    details: [{ fieldViolations: [{ field, description: words }] }],
  })
})

test.each([
  { ...asset, shelf: 'shelves/s' },
  { ...asset, shelf: '//shelves.example.com/projects/p/shelves/s' },
  // That it is there is for its own service to know; what need not be set is not judged.
  { ...asset, zone: 'anything' },
])('a name of the right form is taken: %j', async (body) => {
  await ask(known, 'POST projects/p/lakes', { title: 't', name: 'projects/p/lakes/b' })
  await ask(known, 'POST projects/p/lakes/b/zones?zoneId=z', {})
  const line = 'POST projects/p/lakes/b/zones/z/assets'
  expect(await messageOf(known, line, body)).toBeUndefined()
})

test('gRPC refuses in the same words, with the same details', async () => {
  const { folder, opened } = known
  using client = await grpcClient(new URL(opened.emulator.url).host, folder)
  const parent = 'projects/p/lakes/a/zones/z'
  const refusals: [rpc: string, request: JsonObject, line: string, body?: object][] = [
    ['GetLake', { name: 'projects/p/lakes/none' }, 'GET projects/p/lakes/none'],
    [
      'CreateAsset',
      { parent, asset: { ...asset, shelf: 's' } },
      `POST ${parent}/assets`,
      { ...asset, shelf: 's' },
    ],
    ['CreateAsset', { parent, asset: { shelf } }, `POST ${parent}/assets`, { shelf }],
  ]
  const { registry } = await loadDescriptors(folder, () => {})
  const schema = registry.getMessage('google.rpc.Status')!
  for (const [rpc, request, line, body] of refusals) {
    const { error } = await ask(known, line, body)
    const refused = (await client
      .call(`acme.lakes.v1.Lakes/${rpc}`, request)
      .catch((each: unknown) => each)) as ServiceError
    const [packed] = refused.metadata.get('grpc-status-details-bin')
    const status = toJson(schema, fromBinary(schema, packed as Buffer), { registry })
    expect(status).toEqual({
      code: refused.code,
      message: error?.message,
      details: error?.details,
    })
    expect(refused.details).toBe(error?.message)
  }
})
