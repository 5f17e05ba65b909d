// What long-running operations answer where protos lie beside a document: the types that clients unpack without looking.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Schema } from '../../src/discovery/document.ts'
import { openedEmulator, type OpenedEmulator } from '../helpers/opened_emulator.ts'
import { documentOf, methodsOf } from '../helpers/server.ts'

const text: Schema = { type: 'string' }
const any: Schema = { type: 'object', additionalProperties: { type: 'any' } }
const message = (id: string, properties: Readonly<Record<string, Schema>>): Schema => ({
  id,
  type: 'object',
  properties,
})
const schemas = {
  Job: message('Job', { name: text, title: text }),
  Execution: message('Execution', { name: text, job: text }),
  CopyJobResponse: message('CopyJobResponse', { copy: { $ref: 'Job' }, note: text }),
  Progress: message('Progress', { target: text }),
  Operation: message('Operation', {
    name: text,
    done: { type: 'boolean' },
    metadata: any,
    response: any,
  }),
  Empty: message('Empty', {}),
}

const JOB = 'projects/{projectsId}/jobs/{jobsId}'
const named = (path: string, flatPath: string, more: object) => ({
  path,
  flatPath,
  parameters: {
    name: { type: 'string', location: 'path', required: true, pattern: '^.+$' },
  } as const,
  ...more,
})
const starting = (verb: string) =>
  named(`v1/{+name}:${verb}`, `v1/${JOB}:${verb}`, {
    httpMethod: 'POST',
    request: { $ref: 'Empty' },
    response: { $ref: 'Operation' },
  })

const methods = methodsOf('jobs', {
  'jobs.create': {
    path: 'v1/{+parent}/jobs',
    flatPath: 'v1/projects/{projectsId}/jobs',
    httpMethod: 'POST',
    parameters: {
      parent: { type: 'string', location: 'path', required: true, pattern: '^projects/[^/]+$' },
      jobId: { type: 'string', location: 'query' },
    },
    request: { $ref: 'Job' },
    response: { $ref: 'Operation' },
  },
  'jobs.get': named('v1/{+name}', `v1/${JOB}`, { httpMethod: 'GET', response: { $ref: 'Job' } }),
  'jobs.delete': named('v1/{+name}', `v1/${JOB}`, {
    httpMethod: 'DELETE',
    response: { $ref: 'Operation' },
  }),
  'jobs.run': starting('run'),
  'jobs.copy': starting('copy'),
  'jobs.warm': starting('warm'),
  'jobs.executions.get': named('v1/{+name}', `v1/${JOB}/executions/{executionsId}`, {
    httpMethod: 'GET',
    response: { $ref: 'Execution' },
  }),
})

const rpc = (name: string, rule: string, response: string, metadata: string) => `
  rpc ${name}(Job) returns (google.longrunning.Operation) {
    option (google.api.http) = { ${rule} };
    option (google.longrunning.operation_info) = {
      response_type: "${response}" metadata_type: "${metadata}"
    };
  }`
const source = `syntax = "proto3";
package acme.jobs.v1;
import "google/api/annotations.proto";
import "google/longrunning/operations.proto";
message Job { string name = 1; string title = 2; }
message Execution { string name = 1; string job = 2; }
message CopyJobResponse { Job copy = 1; string note = 2; }
message Progress { string target = 1; }
message Elsewhere { string text = 1; }
service Jobs {
  ${rpc('CreateJob', 'post: "/v1/{parent=projects/*}/jobs" body: "*"', 'Job', 'Progress')}
  ${rpc('DeleteJob', 'delete: "/v1/{name=projects/*/jobs/*}"', 'Job', 'Elsewhere')}
  ${rpc('RunJob', 'post: "/v1/{name=projects/*/jobs/*}:run" body: "*"', 'Execution', 'Execution')}
  ${rpc('CopyJob', 'post: "/v1/{name=projects/*/jobs/*}:copy" body: "*"', 'CopyJobResponse', 'Progress')}
  ${rpc('WarmJob', 'post: "/v1/{name=projects/*/jobs/*}:warm" body: "*"', 'google.protobuf.Empty', 'Progress')}
}
`

let folder: string
let opened: OpenedEmulator

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jobs-'))
  const parameters = { '$.xgafv': { type: 'string', location: 'query' } } as const
  const document = documentOf({ name: 'jobs', schemas, parameters, methods })
  await writeFile(join(folder, 'jobs_v1.api'), JSON.stringify(document))
  await writeFile(join(folder, 'jobs_v1.proto'), source)
  opened = await openedEmulator({ api_data: folder })
})

afterAll(async () => {
  await opened[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const call = async (verb: string, path: string, body?: object) => {
  const answer = await fetch(`${opened.emulator.url}/v1/${path}`, {
    method: verb,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  return (await answer.json()) as Readonly<Record<string, Record<string, unknown>>>
}

const type = (name: string) => `type.googleapis.com/acme.jobs.v1.${name}`
const name = 'projects/p/jobs/j'

test('what is made is of the type that its rpc says, and so is what the operation says of itself', async () => {
  expect(await call('POST', 'projects/p/jobs?jobId=j', { title: 'a' })).toMatchObject({
    response: { '@type': type('Job'), name, title: 'a' },
    metadata: { '@type': type('Progress'), target: name },
  })
})

test('an answer that is no resource holds it where it has a field of its type, or is empty', async () => {
  const copied = await call('POST', `${name}:copy`, {})
  expect(copied['response']).toEqual({
    '@type': type('CopyJobResponse'),
    copy: { name, title: 'a' },
  })
  const warmed = await call('POST', `${name}:warm`, {})
  expect(warmed['response']).toEqual({ '@type': 'type.googleapis.com/google.protobuf.Empty' })
})

test('an operation that answers a child which no other method makes has made one', async () => {
  const { response, metadata } = await call('POST', `${name}:run`, {})
  expect(response).toMatchObject({
    '@type': type('Execution'),
    name: expect.stringMatching(/^projects\/p\/jobs\/j\/executions\/./),
  })
  expect(metadata!['@type']).toBe(type('Execution'))
  const found = await call('GET', response!['name'] as string)
  expect(found).toMatchObject({ name: response!['name'] })
})

test('a deletion answers the resource where its rpc says so; metadata may be of a type that no document has', async () => {
  expect(await call('DELETE', name)).toMatchObject({
    response: { '@type': type('Job'), name },
    metadata: { '@type': type('Elsewhere') },
  })
})
