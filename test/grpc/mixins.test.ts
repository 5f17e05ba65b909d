// Mixins where several APIs could be meant: the name of a resource does not say its API.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RestMethod, Schema } from '../../src/discovery/document.ts'
import { grpcClient, type GrpcClient } from '../helpers/grpc_client.ts'
import { grpcFolder, type GrpcFolder } from '../helpers/grpc_folder.ts'
import { openedEmulator, type OpenedEmulator } from '../helpers/opened_emulator.ts'
import { documentOf, methodsOf } from '../helpers/server.ts'

const text: Schema = { type: 'string' }
const message = (id: string, properties: Readonly<Record<string, Schema>>): Schema => ({
  id,
  type: 'object',
  properties,
})
const schemas = {
  Thing: message('Thing', { name: text }),
  Operation: message('Operation', {
    name: text,
    done: { type: 'boolean' },
    response: { type: 'object', additionalProperties: { type: 'any' } },
  }),
  ListOperationsResponse: message('ListOperationsResponse', {
    operations: { type: 'array', items: { $ref: 'Operation' } },
    nextPageToken: text,
  }),
}

const at = (
  flatPath: string,
  path: string,
  pattern: string,
  more: Partial<RestMethod>,
): Omit<RestMethod, 'id'> => ({
  path,
  flatPath,
  httpMethod: 'GET',
  ...more,
  parameters: {
    name: { type: 'string', location: 'path', required: true, pattern },
    pageSize: { type: 'integer', format: 'int32', location: 'query' },
    pageToken: { type: 'string', location: 'query' },
    filter: { type: 'string', location: 'query' },
    returnPartialSuccess: { type: 'boolean', location: 'query' },
  },
})

/** Of one path for operations in every API, as at Google. */
const apiOf = (name: string, things: string) =>
  documentOf({
    name,
    rootUrl: `https://${name}.example.com/`,
    parameters: { '$.xgafv': { type: 'string', location: 'query' } },
    schemas,
    methods: methodsOf(name, {
      [`${things}.create`]: {
        ...at(`v1/projects/{projectsId}/${things}`, `v1/{+name}/${things}`, '^projects/[^/]+$', {}),
        httpMethod: 'POST',
        request: { $ref: 'Thing' },
        response: { $ref: 'Operation' },
      },
      [`${things}.get`]: at(
        `v1/projects/{projectsId}/${things}/{thingsId}`,
        'v1/{+name}',
        `^projects/[^/]+/${things}/[^/]+$`,
        { response: { $ref: 'Thing' } },
      ),
      'operations.get': at(
        'v1/projects/{projectsId}/operations/{operationsId}',
        'v1/{+name}',
        '^projects/[^/]+/operations/[^/]+$',
        { response: { $ref: 'Operation' } },
      ),
      'operations.list': at(
        'v1/projects/{projectsId}/operations',
        'v1/{+name}/operations',
        '^projects/[^/]+$',
        { response: { $ref: 'ListOperationsResponse' } },
      ),
    }),
  })

let folder: GrpcFolder
let opened: OpenedEmulator
let client: GrpcClient

beforeAll(async () => {
  folder = await grpcFolder({})
  await folder.write('ants_v1.api', JSON.stringify(apiOf('ants', 'ants')))
  await folder.write('bees_v1.api', JSON.stringify(apiOf('bees', 'bees')))
  opened = await openedEmulator({ api_data: folder.path })
  client = await grpcClient(new URL(opened.emulator.url).host, folder.path)
})

afterAll(async () => {
  client[Symbol.dispose]()
  await opened[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

const operations = (rpc: string, name: string) =>
  client.call(`google.longrunning.Operations/${rpc}`, { name })

test('an operation is found in the API that has it, and so are lists; where none has any, the list is empty', async () => {
  expect(await operations('ListOperations', 'projects/p')).toEqual({})
  const answer = await fetch(`${opened.emulator.url}/v1/projects/p/bees`, {
    method: 'POST',
    body: '{}',
  })
  const { name } = (await answer.json()) as { readonly name: string }
  expect(await operations('GetOperation', name)).toMatchObject({ name, done: true })
  expect(await operations('ListOperations', 'projects/p')).toMatchObject({
    operations: [{ name }],
  })
  await expect(operations('GetOperation', 'projects/p/operations/none')).rejects.toMatchObject({
    code: 5,
  })
})
