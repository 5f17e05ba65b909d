// `.proto` sources beside a document are the same descriptors as the JSON that is made of them.
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addProtos } from '../../src/cli/add/protos.ts'
import { loadDocuments } from '../../src/discovery/read/load.ts'
import { loadDescriptors, type Descriptors } from '../../src/grpc/descriptors/load.ts'
import { grpcFolder } from '../helpers/grpc_folder.ts'

const protos = join(import.meta.dirname, '../../node_modules/@google-cloud/tasks/build/protos')
const SERVICE = 'google.cloud.tasks.v2.CloudTasks'

async function load(path: string, protoPath: readonly string[] = []) {
  const warnings: string[] = []
  const descriptors = await loadDescriptors(path, (each) => warnings.push(each), protoPath)
  return { descriptors, warnings }
}

/** What a call needs of a message or service, and of those that it names. */
function shapeOf({ registry, rules, hosts }: Descriptors) {
  const types = [...registry].filter(({ typeName }) =>
    typeName.startsWith('google.cloud.tasks.v2.'),
  )
  return types
    .toSorted((a, b) => (a.typeName < b.typeName ? -1 : 1))
    .map((type) => [
      type.typeName,
      type.kind === 'message' &&
        type.fields.map(({ jsonName, number, fieldKind, oneof }) => [
          jsonName,
          number,
          fieldKind,
          oneof?.name,
        ]),
      type.kind === 'service' &&
        type.methods.map(({ name }) => rules.get(`${type.typeName}.${name}`)),
      hosts.get(type.typeName),
    ])
}

test('a folder of sources gives what the JSON of the same package gives', async () => {
  await using fromJson = await grpcFolder({ cloudtasks_v2: 'tasks' })
  await using fromSources = await grpcFolder({ cloudtasks_v2: undefined })
  const folder = join(fromSources.path, 'cloudtasks_v2.protos/google/cloud/tasks/v2')
  await mkdir(folder, { recursive: true })
  await cp(join(protos, 'google/cloud/tasks/v2'), folder, { recursive: true })
  const { descriptors, warnings } = await load(fromSources.path)
  expect(warnings).toEqual([])
  const expected = await load(fromJson.path)
  expect(shapeOf(descriptors)).toEqual(shapeOf(expected.descriptors))
  expect(descriptors.registry.getService(SERVICE)?.methods).toHaveLength(16)
})

test('imports are found in the folders of --proto-path', async () => {
  await using folder = await grpcFolder({})
  const source = 'google/cloud/tasks/v2/cloudtasks.proto'
  await cp(join(protos, source), join(folder.path, 'cloudtasks_v2.proto'))
  const alone = await load(folder.path)
  expect(alone.warnings).toEqual([
    expect.stringMatching(
      /^cloudtasks_v2\.proto: .*cloudtasks_v2\.proto imports google\/cloud\/tasks\/v2\/queue\.proto, which is not in .* \(--proto-path\); its services have no gRPC$/,
    ),
  ])
  const { descriptors, warnings } = await load(folder.path, [protos])
  expect(warnings).toEqual([])
  expect(descriptors.registry.getService(SERVICE)).toBeDefined()
})

test('a source that cannot be read is named with its line', async () => {
  await using folder = await grpcFolder({})
  await folder.write('a_v1.proto', 'syntax = "proto3";\npackage a;\nmessage {}\n')
  const { warnings } = await load(folder.path)
  expect(warnings).toEqual([
    expect.stringMatching(/^a_v1\.proto: .*a_v1\.proto: .*line 3\)?; its services have no gRPC$/),
  ])
})

test('add compiles a folder of sources, whose imports lie beside their package', async () => {
  await using folder = await grpcFolder({})
  const sources = join(protos, 'google/cloud/tasks/v2')
  const line = await addProtos(folder.path, 'cloudtasks_v2', sources)
  expect(line).toContain('cloudtasks_v2.protos.json')
  const { descriptors } = await load(folder.path)
  expect(descriptors.registry.getService(SERVICE)?.methods).toHaveLength(16)
  await folder.write('bad.proto', 'message')
  await expect(addProtos(folder.path, 'bad_v1', join(folder.path, 'bad.proto'))).rejects.toThrow(
    '--protos: ',
  )
})

test('add takes the options of an npm package from its sources: the JSON has one pattern of a topic', async () => {
  await using folder = await grpcFolder({ pubsub_v1: undefined })
  await addProtos(folder.path, 'pubsub_v1', 'from=@google-cloud/pubsub')
  const [loaded] = await loadDocuments(folder.path)
  expect(loaded!.document.schemas!['Topic']!.resource).toMatchObject({
    patterns: ['projects/{project}/topics/{topic}', '_deleted-topic_'],
    hasAllPatterns: true,
  })
  const { descriptors, warnings } = await load(folder.path)
  expect(warnings).toEqual([])
  expect(descriptors.registry.getService('google.pubsub.v1.Publisher')).toBeDefined()
})
