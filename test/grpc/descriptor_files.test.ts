// Descriptor files of a server that runs: one that is wrong costs its own API alone, and a change is read at the next call.
import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf'
import { FileDescriptorSetSchema, type FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt'
import { expect, test } from 'vitest'
import { grpcClient } from '../helpers/grpc_client.ts'
import { grpcFolder, type GrpcFolder } from '../helpers/grpc_folder.ts'
import { openedEmulator } from '../helpers/opened_emulator.ts'

const setOf = (...files: MessageInitShape<typeof FileDescriptorProtoSchema>[]) =>
  toBinary(
    FileDescriptorSetSchema,
    create(FileDescriptorSetSchema, {
      file: files.map((file) => ({ syntax: 'proto3', ...file })),
    }),
  )

const broken = { name: 'a/a.proto', package: 'a', dependency: ['b/b.proto'] }
const other = {
  name: 'b/b.proto',
  package: 'b',
  messageType: [{ name: 'M' }],
  service: [{ name: 'S', method: [{ name: 'R', inputType: '.b.M', outputType: '.b.M' }] }],
}

async function served(folder: GrpcFolder) {
  const opened = await openedEmulator({ api_data: folder.path })
  const client = await grpcClient(new URL(opened.emulator.url).host, folder.path)
  return {
    warnings: opened.warnings,
    client,
    async [Symbol.asyncDispose]() {
      client[Symbol.dispose]()
      await opened[Symbol.asyncDispose]()
    },
  }
}

const topics = 'google.pubsub.v1.Publisher/ListTopics'
const reflection = 'grpc.reflection.v1.ServerReflection/ServerReflectionInfo'

test('a set of files with a missing import is named, the others serve, and a file put beside it mends it', async () => {
  await using folder = await grpcFolder({ pubsub_v1: 'pubsub' })
  await folder.write('broken_v1.binpb', setOf(broken))
  await using server = await served(folder)
  const { client, warnings } = server
  expect(await client.call(topics, { project: 'projects/p' })).toEqual({})
  expect(warnings).toEqual([
    'broken_v1.binpb: a/a.proto imports b/b.proto, which is missing; its services have no gRPC',
  ])
  await folder.write('broken_v1.binpb', setOf(other, broken))
  await expect
    .poll(() => client.stream(reflection, [{ listServices: '' }]), { timeout: 10_000 })
    .toMatchObject([
      { listServicesResponse: { service: expect.arrayContaining([{ name: 'b.S' }]) } },
    ])
  expect(warnings).toHaveLength(1)
})

test('a handler of an rpc that no descriptor has is named, with what may have been meant', async () => {
  await using folder = await grpcFolder({ pubsub_v1: 'pubsub' })
  await folder.write(
    'pubsub_v1.ts',
    `export const handlers = {}
    const answer = () => ({})
    export const rpcs = {
      'google.pubsub.v1.Subscriber/StreamingPul': answer,
      'other.v1.Service/Method': answer,
    }`,
  )
  await using server = await served(folder)
  await server.client.call(topics, { project: 'projects/p' })
  expect(server.warnings).toEqual([
    'pubsub_v1.ts: rpcs has google.pubsub.v1.Subscriber/StreamingPul, but its service has no such rpc; did you mean google.pubsub.v1.Subscriber/StreamingPull?',
    'pubsub_v1.ts: rpcs has other.v1.Service/Method, but no descriptors beside the documents have its service',
  ])
})
