// The gRPC door by grpc-js: streams by handlers, reflection, health, deadlines, metadata, and what hostile connections do.
import { credentials, Metadata, Client, type ServiceError } from '@grpc/grpc-js'
import { fromBinary, fromJson, toBinary, toJson, type JsonObject } from '@bufbuild/protobuf'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { connect as connectHttp2 } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEmulator, type Emulator } from '../../src/emulator.ts'
import { loadDescriptors, type Descriptors } from '../../src/grpc/descriptors/load.ts'

let folder: string
let emulator: Emulator
let descriptors: Descriptors
let client: Client

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
  folder = await mkdtemp(join(tmpdir(), 'grpc-'))
  const root = join(import.meta.dirname, '..', '..')
  await cp(join(root, '..', 'shared', 'corpus', 'pubsub_v1.api'), join(folder, 'pubsub_v1.api'))
  const protos = join(root, 'node_modules', '@google-cloud', 'pubsub', 'build', 'protos')
  await cp(join(protos, 'protos.json'), join(folder, 'pubsub_v1.protos.json'))
  await writeFile(join(folder, 'pubsub_v1.ts'), module)
  emulator = await startEmulator({ apiData: folder })
  descriptors = await loadDescriptors(folder, () => {})
  client = new Client(new URL(emulator.url).host, credentials.createInsecure())
})

afterAll(async () => {
  client.close()
  await emulator.stop()
  await rm(folder, { recursive: true })
})

function methodOf(path: string) {
  const { registry } = descriptors
  const [service = '', name] = path.split('/')
  const { input, output } = registry
    .getService(service)!
    .methods.find((each) => each.name === name)!
  const write = (json: JsonObject) =>
    Buffer.from(toBinary(input, fromJson(input, json, { registry })))
  const read = (bytes: Buffer) =>
    toJson(output, fromBinary(output, bytes), { registry }) as JsonObject
  return { write, read }
}

function call(path: string, json: JsonObject, metadata = new Metadata(), deadline?: number) {
  const { write, read } = methodOf(path)
  return new Promise<JsonObject>((resolve, reject) =>
    client.makeUnaryRequest(
      `/${path}`,
      write,
      read,
      json,
      metadata,
      deadline === undefined ? {} : { deadline: Date.now() + deadline },
      (error: ServiceError | null, answer) => (error ? reject(error) : resolve(answer!)),
    ),
  )
}

/** Sends all of them, and gives what comes back. */
async function stream(path: string, requests: readonly JsonObject[]): Promise<JsonObject[]> {
  const { write, read } = methodOf(path)
  const duplex = client.makeBidiStreamRequest(`/${path}`, write, read)
  for (const request of requests) duplex.write(request)
  duplex.end()
  const answers: JsonObject[] = []
  for await (const answer of duplex) answers.push(answer as JsonObject)
  return answers
}

test('a stream both ways is answered by the handler of its full name', async () => {
  const answers = await stream('google.pubsub.v1.Subscriber/StreamingPull', [
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
  expect(await call('google.pubsub.v1.Publisher/GetTopic', { topic }, metadata)).toEqual({
    name: topic,
    labels: { fork: 'mine' },
  })
})

test('a deadline ends a call whose handler goes on', async () => {
  const slow = call(
    'google.pubsub.v1.Publisher/ListTopics',
    { project: 'projects/p' },
    new Metadata(),
    100,
  )
  await expect(slow).rejects.toMatchObject({ code: 4 })
})

test('an rpc that nothing answers is named', async () => {
  const unknown = new Promise((resolve, reject) =>
    client.makeUnaryRequest('/a.B/C', bytes, bytes, Buffer.alloc(0), (error, answer) =>
      error ? reject(error) : resolve(answer),
    ),
  )
  await expect(unknown).rejects.toMatchObject({
    code: 12,
    details: 'a.B/C is not served: no descriptors beside the documents have this rpc.',
  })
})

test.each(['v1', 'v1alpha'])('reflection %s lists services and describes them', async (version) => {
  const path = `grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`
  const symbol = 'google.pubsub.v1.Publisher'
  const [list, file] = await stream(path, [{ listServices: '' }, { fileContainingSymbol: symbol }])
  expect(list).toMatchObject({
    listServicesResponse: { service: expect.arrayContaining([{ name: symbol }]) },
  })
  expect(file).toHaveProperty('fileDescriptorResponse.fileDescriptorProto.0')
})

test('health is SERVING; a service that is not there is NOT_FOUND', async () => {
  expect(await call('grpc.health.v1.Health/Check', {})).toEqual({ status: 'SERVING' })
  const unknown = call('grpc.health.v1.Health/Check', { service: 'a.B' })
  await expect(unknown).rejects.toMatchObject({ code: 5 })
})

test.each([
  ['a preface that breaks off', Buffer.from('PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n')],
  [
    'noise after the preface',
    Buffer.from(`PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${'\u0001'.repeat(9000)}`),
  ],
  ['a flood of settings', Buffer.concat([preface(), ...Array.from({ length: 20_000 }, settings)])],
  ['a frame that is too large', Buffer.concat([preface(), settings(), Buffer.alloc(9, 255)])],
])('%s ends its connection, and REST goes on', async (_, bytes) => {
  const { hostname, port } = new URL(emulator.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.write(bytes)
  socket.resume()
  expect((await fetch(`${emulator.url}/_emulator/health`)).status).toBe(200)
  socket.end()
  await closed
  expect(await call('grpc.health.v1.Health/Check', {})).toEqual({ status: 'SERVING' })
})

test('calls that are reset at once, by the thousand, hold nobody up', async () => {
  const session = connectHttp2(emulator.url)
  session.on('error', () => {})
  for (let i = 0; i < 2000 && !session.destroyed; i++) {
    const request = session.request({
      ':method': 'POST',
      ':path': '/grpc.health.v1.Health/Check',
      'content-type': 'application/grpc',
    })
    request.on('error', () => {})
    request.close(8)
  }
  expect((await fetch(`${emulator.url}/_emulator/health`)).status).toBe(200)
  session.destroy()
  expect(await call('grpc.health.v1.Health/Check', {})).toEqual({ status: 'SERVING' })
})

function preface(): Buffer {
  return Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
}

function settings(): Buffer {
  return Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])
}

const bytes = (value: Buffer): Buffer => value
