// The gRPC door by grpc-js: streams by handlers, reflection, health, deadlines, metadata and faults.
import { Metadata } from '@grpc/grpc-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Emulator } from '../../src/emulator.ts'
import { startEmulator } from '../../src/start_emulator.ts'
import { grpcClient, type GrpcClient } from '../helpers/grpc_client.ts'
import { grpcFolder, type GrpcFolder } from '../helpers/grpc_folder.ts'

let folder: GrpcFolder
let emulator: Emulator
let client: GrpcClient

const module = `
export const handlers = {
  'pubsub.projects.topics.get': ({ params, header }) => ({
    name: params.topic,
    labels: { fork: header('x-emulator-fork') ?? '' },
  }),
  'pubsub.projects.topics.list': () => new Promise(() => {}),
}
export const rpcs = {
  'google.pubsub.v1.Subscriber/StreamingPull': async function* (requests) {
    for await (const { subscription, ackIds = [] } of requests)
      yield { receivedMessages: [{ ackId: subscription ?? ackIds.join(), message: { data: 'aGk=' } }] }
  },
}
`

beforeAll(async () => {
  folder = await grpcFolder({ pubsub_v1: 'pubsub' })
  await folder.write('pubsub_v1.ts', module)
  emulator = await startEmulator({ apiData: folder.path })
  client = await grpcClient(new URL(emulator.url).host, folder.path)
})

afterAll(async () => {
  client[Symbol.dispose]()
  await emulator.stop()
  await folder[Symbol.asyncDispose]()
})

test('a stream both ways is answered by the handler of its full name', async () => {
  const answers = await client.stream('google.pubsub.v1.Subscriber/StreamingPull', [
    { subscription: 's' },
    { ackIds: ['a', 'b'] },
  ])
  expect(answers).toEqual([
    { receivedMessages: [{ ackId: 's', message: { data: 'aGk=' } }] },
    { receivedMessages: [{ ackId: 'a,b', message: { data: 'aGk=' } }] },
  ])
})

test('a handler reads metadata as it reads headers', async () => {
  await using _ = await emulator.fork('mine')
  const metadata = new Metadata()
  metadata.set('x-emulator-fork', 'mine')
  const topic = 'projects/p/topics/t'
  expect(await client.call('google.pubsub.v1.Publisher/GetTopic', { topic }, { metadata })).toEqual(
    {
      name: topic,
      labels: { fork: 'mine' },
    },
  )
})

test('a deadline ends a call whose handler goes on', async () => {
  const slow = client.call(
    'google.pubsub.v1.Publisher/ListTopics',
    { project: 'projects/p' },
    { deadline: 100 },
  )
  await expect(slow).rejects.toMatchObject({ code: 4 })
})

test('an rpc that nothing answers is named', async () => {
  const unknown = new Promise((resolve, reject) =>
    client.channel.makeUnaryRequest('/a.B/C', bytes, bytes, Buffer.alloc(0), (error, answer) =>
      error ? reject(error) : resolve(answer),
    ),
  )
  await expect(unknown).rejects.toMatchObject({
    code: 12,
    details: 'a.B/C is not served: no descriptors beside the documents have this rpc.',
  })
})

test('a mixin that no API has for a resource is said of the resource', async () => {
  const name = 'projects/p/locations/l/operations/o'
  await expect(
    client.call('google.longrunning.Operations/GetOperation', { name }),
  ).rejects.toMatchObject({
    code: 12,
    details: `google.longrunning.Operations/GetOperation is not served: no served API has it for "${name}".`,
  })
})

test.each(['v1', 'v1alpha'])('reflection %s lists services and describes them', async (version) => {
  const path = `grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`
  const symbol = 'google.pubsub.v1.Publisher'
  const [list, file] = await client.stream(path, [
    { listServices: '' },
    { fileContainingSymbol: symbol },
  ])
  expect(list).toMatchObject({
    listServicesResponse: { service: expect.arrayContaining([{ name: symbol }]) },
  })
  expect(file).toHaveProperty('fileDescriptorResponse.fileDescriptorProto.0')
})

test('health is SERVING; a service that is not there is NOT_FOUND', async () => {
  expect(await client.call('grpc.health.v1.Health/Check', {})).toEqual({ status: 'SERVING' })
  const unknown = client.call('grpc.health.v1.Health/Check', { service: 'a.B' })
  await expect(unknown).rejects.toMatchObject({ code: 5 })
})

const GET_TOPIC = 'google.pubsub.v1.Publisher/GetTopic'
const topic = 'projects/p/topics/t'

test('faults meet calls of gRPC as they meet those of REST, and calls are kept', async () => {
  {
    using fault = emulator.faults.set({
      method: 'pubsub.projects.topics.get',
      status: 'UNAVAILABLE',
      retryAfterSeconds: 7,
    })
    await expect(client.call(GET_TOPIC, { topic })).rejects.toMatchObject({
      code: 14,
      details: 'The service is currently unavailable.',
    })
    expect(fault.hits).toBe(1)
  }
  expect(await client.call(GET_TOPIC, { topic })).toMatchObject({ name: topic })
  expect(emulator.calls.list({ status: 'UNAVAILABLE' })).toHaveLength(1)
})

test('an answer that a fault drops is UNAVAILABLE, as a connection that broke is', async () => {
  using _ = emulator.faults.set({
    method: 'pubsub.projects.topics.get',
    connection: 'DROP_AFTER',
  })
  await expect(client.call(GET_TOPIC, { topic })).rejects.toMatchObject({ code: 14 })
})

const bytes = (value: Buffer): Buffer => value
