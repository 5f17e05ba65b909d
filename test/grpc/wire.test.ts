// The protocol itself, by clients that do what libraries do not: frames in pieces, too many messages, headers nobody sends.
import { toBinary, fromJson, type JsonObject } from '@bufbuild/protobuf'
import { compressionAlgorithms, credentials } from '@grpc/grpc-js'
import { connect, type ClientHttp2Session, type OutgoingHttpHeaders } from 'node:http2'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Emulator } from '../../src/emulator.ts'
import { startEmulator } from '../../src/start_emulator.ts'
import { loadDescriptors } from '../../src/grpc/descriptors/load.ts'
import { grpcClient, type GrpcClient } from '../helpers/grpc_client.ts'
import { grpcFolder, type GrpcFolder } from '../helpers/grpc_folder.ts'

const module = `
import { ApiError, notFound } from '${join(import.meta.dirname, '../../src/index.ts')}'
let gone
export const handlers = {
  'pubsub.projects.topics.create': ({ params, body }) => ({ ...body, name: params.name }),
  'pubsub.projects.topics.get': ({ params }) => {
    if (params.topic.endsWith('broken')) throw new Error('a secret of the handler')
    throw notFound('kein Thema „' + params.topic + '“: 100 %\\n')
  },
  'pubsub.projects.topics.delete': () => {
    throw new ApiError('NOT_FOUND', 'notFound', 'ä'.repeat(10000))
  },
  'pubsub.projects.topics.list': ({ signal }) =>
    new Promise((resolve) => {
      gone = new Promise((tell) => signal.addEventListener('abort', () => tell(true)))
    }),
  'pubsub.projects.snapshots.list': async () => ({ nextPageToken: String(await gone) }),
}
export const rpcs = {
  'google.pubsub.v1.Subscriber/StreamingPull': async function* (requests, { signal }) {
    for await (const { subscription, ackIds = [] } of requests) {
      if (subscription === 'many')
        for (let i = 0; i < 200; i++)
          yield { receivedMessages: [{ ackId: String(i), message: { data: 'A'.repeat(65536) } }] }
      else if (subscription === 'wait') await new Promise((done) => signal.addEventListener('abort', done))
      else yield { receivedMessages: [{ ackId: subscription ?? ackIds.join() }] }
      if (subscription === 'fail') throw notFound('after a message')
    }
  },
}
`
const GET = '/google.pubsub.v1.Publisher/GetTopic'
const CREATE = '/google.pubsub.v1.Publisher/CreateTopic'
const LIMIT = 2 ** 20 * 10

let folder: GrpcFolder
let emulator: Emulator
let client: GrpcClient
let session: ClientHttp2Session
let topicBytes: (json: JsonObject) => Buffer

beforeAll(async () => {
  folder = await grpcFolder({ pubsub_v1: 'pubsub' })
  await folder.write('pubsub_v1.ts', module)
  emulator = await startEmulator({ apiData: folder.path })
  client = await grpcClient(new URL(emulator.url).host, folder.path)
  session = connect(emulator.url)
  const { registry } = await loadDescriptors(folder.path, () => {})
  const schema = registry.getMessage('google.pubsub.v1.Topic')!
  topicBytes = (json) => Buffer.from(toBinary(schema, fromJson(schema, json)))
})

afterAll(async () => {
  session.destroy()
  client[Symbol.dispose]()
  await emulator.stop()
  await folder[Symbol.asyncDispose]()
})

const name = 'projects/p/topics/topic'

function frame(message: Buffer, flag = 0): Buffer {
  const head = Buffer.alloc(5)
  head[0] = flag
  head.writeUInt32BE(message.length, 1)
  return Buffer.concat([head, message])
}

interface Answer {
  readonly headers: Readonly<Record<string, unknown>>
  readonly trailers: Readonly<Record<string, unknown>>
  readonly body: Buffer
}

/** Sends `pieces` one after the other, each in a write of its own. */
async function raw(
  path: string,
  pieces: readonly Buffer[],
  more: OutgoingHttpHeaders = {},
  isLeftOpen = false,
): Promise<Answer> {
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...more,
  })
  let headers: Answer['headers'] = {}
  let trailers: Answer['trailers'] = {}
  stream.on('response', (found) => (headers = found))
  stream.on('trailers', (found) => (trailers = found))
  for (const piece of pieces)
    await new Promise<void>((resolve) => void stream.write(piece, () => resolve()))
  if (!isLeftOpen) stream.end()
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return { headers, trailers, body: Buffer.concat(chunks) }
}

test('a message that comes byte by byte is answered, with trailers after it', async () => {
  const bytes = frame(topicBytes({ name }))
  const { headers, trailers, body } = await raw(
    CREATE,
    [...bytes].map((byte) => Buffer.from([byte])),
  )
  expect(headers).toMatchObject({
    ':status': 200,
    'content-type': 'application/grpc',
    'grpc-accept-encoding': 'identity,deflate,gzip',
    'x-emulator-method': 'pubsub.projects.topics.create',
    'x-emulator-origin': 'handler',
  })
  expect(trailers).toMatchObject({ 'grpc-status': '0' })
  expect(body).toEqual(bytes)
})

const withGetTopic = frame(Buffer.from([0x0a, 1, 65]))

test.each([
  ['no message', [], {}, '12', 'The call has one request message, and no came.'],
  [
    'two messages',
    [withGetTopic, withGetTopic],
    {},
    '12',
    'The call has one request message, and several came.',
  ],
  [
    'half a message',
    [withGetTopic.subarray(0, 6)],
    {},
    '13',
    'The request ended in the middle of a message.',
  ],
  [
    'a flag that is none',
    [frame(Buffer.alloc(1), 7)],
    {},
    '13',
    'A message begins with the flag 7, not 0 or 1.',
  ],
  [
    'a packed message without a coding',
    [frame(Buffer.alloc(1), 1)],
    {},
    '13',
    'A message is compressed, and grpc-encoding does not say how.',
  ],
  [
    'a coding that is not known',
    [withGetTopic],
    { 'grpc-encoding': 'br' },
    '12',
    'Unsupported grpc-encoding br: use one of identity,deflate,gzip.',
  ],
  [
    'packed bytes that are none',
    [frame(Buffer.from('text'), 1)],
    { 'grpc-encoding': 'gzip' },
    '13',
    'A message cannot be unpacked as gzip.',
  ],
  [
    'a timeout that is none',
    [withGetTopic],
    { 'grpc-timeout': '5 s' },
    '13',
    'Malformed grpc-timeout "5 s".',
  ],
  [
    'bytes that are no message',
    [frame(Buffer.from([0x0a, 200]))],
    {},
    '13',
    expect.stringMatching(/^The request is no google\.pubsub\.v1\.GetTopicRequest: /),
  ],
])('%s is refused without a message, and why is said', async (_, pieces, more, status, message) => {
  const { headers, body } = await raw(GET, pieces, more)
  expect(headers).toMatchObject({ ':status': 200, 'grpc-status': status, 'grpc-message': message })
  expect(body).toHaveLength(0)
})

test('a message above the limit is refused by its length alone, and the client is told to stop', async () => {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(LIMIT + 1, 1)
  const { headers } = await raw(GET, [head, Buffer.alloc(1000)], {}, true)
  expect(headers).toMatchObject({
    'grpc-status': '8',
    'grpc-message': `Received message larger than max (${LIMIT + 1} vs. ${LIMIT})`,
  })
})

test('a small message that unpacks to one above the limit is refused', async () => {
  const packed = gzipSync(Buffer.alloc(LIMIT + 1))
  const { headers } = await raw(GET, [frame(packed, 1)], { 'grpc-encoding': 'gzip' })
  expect(headers).toMatchObject({ 'grpc-status': '8' })
})

test('a client that packs its messages is answered by packed ones', async () => {
  const bytes = topicBytes({ name, labels: { a: 'b'.repeat(5000) } })
  const { headers, body } = await raw(CREATE, [frame(gzipSync(bytes), 1)], {
    'grpc-encoding': 'gzip',
  })
  expect(headers).toMatchObject({ 'grpc-encoding': 'gzip' })
  expect(body[0]).toBe(1)
  expect(gunzipSync(body.subarray(5))).toEqual(bytes)
})

test.each(['gzip', 'deflate'] as const)(
  'grpc-js packs by %s and reads the answer',
  async (coding) => {
    using packing = await grpcClient(
      new URL(emulator.url).host,
      folder.path,
      credentials.createInsecure(),
      { 'grpc.default_compression_algorithm': compressionAlgorithms[coding] },
    )
    const labels = { a: 'b'.repeat(5000) }
    const topic = await packing.call(CREATE.slice(1), { name, labels })
    expect(topic).toEqual({ name, labels })
  },
)

test('letters of every alphabet arrive in the message of an error', async () => {
  const missing = client.call(GET.slice(1), { topic: name })
  await expect(missing).rejects.toMatchObject({
    code: 5,
    details: `kein Thema „${name}“: 100 %\n`,
  })
})

test('a fault of a handler tells nothing of itself', async () => {
  const broken = client.call(GET.slice(1), { topic: 'projects/p/topics/broken' })
  await expect(broken).rejects.toMatchObject({ code: 13, details: 'Internal error encountered.' })
})

test('a message of an error that no client would take is cut', async () => {
  const long = client.call('google.pubsub.v1.Publisher/DeleteTopic', { topic: name })
  await expect(long).rejects.toMatchObject({
    code: 5,
    details: expect.stringMatching(/^ä{500,}\.\.\.$/),
  })
})

test('a client that goes away aborts its call', async () => {
  const stream = session.request({
    ':method': 'POST',
    ':path': '/google.pubsub.v1.Publisher/ListTopics',
    'content-type': 'application/grpc',
  })
  stream.on('error', () => {})
  const project = Buffer.from('projects/p')
  stream.end(frame(Buffer.concat([Buffer.from([0x0a, project.length]), project])))
  // Its handler runs when it has answered what came after it.
  await expect(client.call(GET.slice(1), { topic: name })).rejects.toMatchObject({ code: 5 })
  stream.close(8)
  const seen = client.call('google.pubsub.v1.Subscriber/ListSnapshots', { project: 'projects/p' })
  expect(await seen).toEqual({ nextPageToken: 'true' })
})

const PULL = 'google.pubsub.v1.Subscriber/StreamingPull'

test('an answer of many megabytes comes whole and in order', async () => {
  const answers = await client.stream(PULL, [{ subscription: 'many' }])
  const ids = answers.map((answer) => (answer['receivedMessages'] as [JsonObject])[0]['ackId'])
  expect(ids).toEqual(Array.from({ length: 200 }, (_, i) => String(i)))
})

test('an error after a message is in the trailers', async () => {
  const subscription = Buffer.from([0x0a, 4, ...Buffer.from('fail')])
  const { body, trailers } = await raw(`/${PULL}`, [frame(subscription)])
  expect(body.length).toBeGreaterThan(5)
  expect(trailers).toMatchObject({ 'grpc-status': '5', 'grpc-message': 'after a message' })
})

test('a stream that goes on for ever ends when the server stops, and the client may try again', async () => {
  await using own = await startEmulator({ apiData: folder.path })
  using ownClient = await grpcClient(new URL(own.url).host, folder.path)
  const stream = ownClient.channel.makeBidiStreamRequest<Buffer, Buffer>(
    `/${PULL}`,
    (value) => value,
    (value) => value,
  )
  const ended = new Promise((resolve) => stream.once('error', resolve))
  stream.write(Buffer.from([0x0a, 1, 65]))
  await new Promise((resolve) => stream.once('data', resolve))
  const start = performance.now()
  await own.stop()
  expect(performance.now() - start).toBeLessThan(900)
  expect(await ended).toMatchObject({ code: 14, details: 'The server is stopping.' })
})
