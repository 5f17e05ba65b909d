// Every rpc with a rule of Google's clients is one method of its document; the table of those that are not is printed.
import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf'
import {
  FieldDescriptorProto_Type,
  FileDescriptorSetSchema,
  type FileDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { loadServices } from '../../src/api/states.ts'
import type { RestMethod } from '../../src/discovery/document.ts'
import { loadDescriptors } from '../../src/grpc/descriptors/load.ts'
import { rpcTable } from '../../src/grpc/rpc_table.ts'
import { corpusDirectory } from '../helpers/corpus.ts'
import { grpcFolder, type GrpcFolder } from '../helpers/grpc_folder.ts'
import { documentOf, methodsOf } from '../helpers/server.ts'
import { mappingRows, moreClients } from './rpc_mapping.ts'

const root = join(import.meta.dirname, '..', '..')
const packages = { tasks: 'cloudtasks', 'secret-manager': 'secretmanager', pubsub: 'pubsub' }
const documents = [
  'cloudtasks_v2',
  'cloudtasks_v2beta2',
  'cloudtasks_v2beta3',
  'secretmanager_v1',
  'pubsub_v1',
]

async function folderOf(): Promise<GrpcFolder> {
  const folder = await grpcFolder(Object.fromEntries(documents.map((name) => [name, undefined])))
  for (const [client, name] of Object.entries(packages)) {
    const protos = join('@google-cloud', client, 'build', 'protos', 'protos.json')
    await folder.write(`${name}.protos.json`, await readFile(join(root, 'node_modules', protos)))
  }
  return folder
}

// oxlint-disable-next-line node/no-process-env -- a setting of tests
const isRequired = process.env['REQUIRE_CLIENTS'] === '1'
const hasMore = existsSync(moreClients)
if (!hasMore && !isRequired)
  console.warn(
    `Most clients are SKIPPED: npm install --ignore-scripts --prefix ${dirname(moreClients)} fetches them.`,
  )

test.skipIf(corpusDirectory === undefined)(
  'rpcs of released versions are one method each, or are listed with the reason',
  async () => {
    const rows = await mappingRows(corpusDirectory!)
    const rpcs = rows.flatMap((row) => row.rpcs)
    const missing = rows.flatMap((row) => row.missing)
    console.log(
      [
        ...rows.map(
          (row) => `${row.client}: ${row.rpcs.length - row.missing.length} of ${row.rpcs.length}`,
        ),
        ...missing.map(({ name, unmapped }) => `  ${name}: ${unmapped}`),
      ].join('\n'),
    )
    expect(rows.length).toBeGreaterThanOrEqual(hasMore || isRequired ? 18 : 3)
    expect(missing.length / rpcs.length).toBeLessThanOrEqual(0.03)
    expect(rows.flatMap(({ shared }) => shared)).toEqual([])
  },
)

test('a method is told from its neighbours of the same path by its custom verb', async () => {
  await using folder = await folderOf()
  const descriptors = await loadDescriptors(folder.path, () => {})
  const table = rpcTable(descriptors, await loadServices(folder.path))
  const idOf = (rpc: string) =>
    table.find(({ name }) => name === rpc)!.bindings[0]?.bound.outline.id
  expect(idOf('google.cloud.tasks.v2.CloudTasks.PauseQueue')).toBe(
    'cloudtasks.projects.locations.queues.pause',
  )
  expect(idOf('google.cloud.tasks.v2.CloudTasks.UpdateQueue')).toBe(
    'cloudtasks.projects.locations.queues.patch',
  )
  expect(idOf('google.pubsub.v1.Publisher.Publish')).toBe('pubsub.projects.topics.publish')
})

const noteIn = (parent: string): Omit<RestMethod, 'id'> => ({
  path: 'v1/{+name}',
  flatPath: `v1/${parent.replaceAll('*', (_, i: number) => `{v${i}}`)}/notes/{notesId}`,
  httpMethod: 'GET',
  parameters: {
    name: {
      type: 'string',
      location: 'path',
      required: true,
      pattern: `^${parent.replaceAll('*', '[^/]+')}/notes/[^/]+$`,
    },
  },
  response: { $ref: 'Note' },
})

test('of several methods that a rule fits, the one with the most literal path is meant, as by REST', async () => {
  await using folder = await grpcFolder({})
  const document = documentOf({
    name: 'notes',
    rootUrl: 'https://notes.example.com/',
    schemas: { Note: { id: 'Note', type: 'object', properties: { name: { type: 'string' } } } },
    methods: methodsOf('notes', {
      'notes.get': noteIn('*/*'),
      'projects.notes.get': noteIn('projects/*'),
    }),
  })
  await folder.write('notes_v1.api', JSON.stringify(document))
  await folder.write(
    'notes_v1.proto',
    `syntax = "proto3";
    package acme.notes.v1;
    import "google/api/annotations.proto";
    import "google/api/client.proto";
    message Note { string name = 1; }
    service Notes {
      option (google.api.default_host) = "notes.example.com";
      rpc GetNote(Note) returns (Note) {
        option (google.api.http) = {
          get: "/v1/{name=*/*/notes/*}"
          additional_bindings { get: "/v1/{name=projects/*/notes/*}" }
        };
      }
    }`,
  )
  const table = rpcTable(
    await loadDescriptors(folder.path, () => {}),
    await loadServices(folder.path),
  )
  const { bindings } = table.find(({ name }) => name === 'acme.notes.v1.Notes.GetNote')!
  expect(bindings.map(({ bound }) => bound.outline.id)).toEqual([
    'notes.projects.notes.get',
    'notes.notes.get',
  ])
})

const setOf = (file: MessageInitShape<typeof FileDescriptorProtoSchema>) =>
  toBinary(
    FileDescriptorSetSchema,
    create(FileDescriptorSetSchema, {
      file: [{ name: 'a/a.proto', package: 'a', syntax: 'proto3', ...file }],
    }),
  )

test.each([
  ['no JSON', 'a_v1.protos.json', '{'],
  ['no JSON of protobufjs', 'a_v1.protos.json', '{"a": 1}'],
  [
    'a type that is missing',
    'a_v1.protos.json',
    '{"nested": {"a": {"nested": {"M": {"fields": {"f": {"type": "X", "id": 1}}}}}}}',
  ],
  ['no FileDescriptorSet', 'a_v1.binpb', 'text'],
  ['an import that is missing', 'a_v1.binpb', setOf({ dependency: ['b/b.proto'] })],
  [
    'a field whose type is missing',
    'a_v1.binpb',
    setOf({
      messageType: [
        {
          name: 'M',
          field: [
            { name: 'f', number: 1, type: FieldDescriptorProto_Type.MESSAGE, typeName: '.a.X' },
          ],
        },
      ],
    }),
  ],
])('a file with %s is named, and the others serve', async (_, name, content) => {
  await using folder = await folderOf()
  await folder.write(name, content)
  const warnings: string[] = []
  const { registry } = await loadDescriptors(folder.path, (sentence) => warnings.push(sentence))
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toContain(name)
  expect(registry.getService('google.cloud.tasks.v2.CloudTasks')).toBeDefined()
})

test('a missing import is named with its file, and is found in a file that comes later', async () => {
  await using folder = await folderOf()
  const warnings: string[] = []
  const load = () => loadDescriptors(folder.path, (sentence) => warnings.push(sentence))
  await folder.write('a_v1.binpb', setOf({ dependency: ['b/b.proto'] }))
  await load()
  expect(warnings).toEqual([
    'a_v1.binpb: a/a.proto imports b/b.proto, which is missing; its services have no gRPC',
  ])
  await folder.write('b_v1.binpb', setOf({ name: 'b/b.proto', package: 'b' }))
  const { sources } = await load()
  expect(warnings).toHaveLength(1)
  expect(sources).toContain('a_v1.binpb')
})
