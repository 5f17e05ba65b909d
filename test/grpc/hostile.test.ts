// Connections of HTTP/2 that mean harm: whatever they send, REST and gRPC answer the others at once.
import * as fc from 'fast-check'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Emulator } from '../../src/emulator.ts'
import { startEmulator } from '../../src/start_emulator.ts'
import { grpcClient, type GrpcClient } from '../helpers/grpc_client.ts'
import { grpcFolder, type GrpcFolder } from '../helpers/grpc_folder.ts'

let folder: GrpcFolder
let emulator: Emulator
let client: GrpcClient

beforeAll(async () => {
  folder = await grpcFolder({ secretmanager_v1: 'secret-manager' })
  emulator = await startEmulator({ apiData: folder.path })
  client = await grpcClient(new URL(emulator.url).host, folder.path)
})

afterAll(async () => {
  client[Symbol.dispose]()
  await emulator.stop()
  await folder[Symbol.asyncDispose]()
})

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')

/** https://www.rfc-editor.org/rfc/rfc9113#section-6 */
const type = { data: 0, headers: 1, reset: 3, settings: 4, ping: 6, window: 8, continuation: 9 }
const END_STREAM = 1
const END_HEADERS = 4

function frame(
  kind: number,
  flags: number,
  stream: number,
  payload: Buffer = Buffer.alloc(0),
): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head[3] = kind
  head[4] = flags
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, payload])
}

/** A header that is not indexed, of less than 127 bytes each. */
const literal = (name: string, value: string): Buffer =>
  Buffer.concat([
    Buffer.from([0, name.length]),
    Buffer.from(name),
    Buffer.from([value.length]),
    Buffer.from(value),
  ])

/** `:method: POST`, `:scheme: http` of the static table, and what makes it a call. */
const callHeaders = (path: string): Buffer =>
  Buffer.concat([
    Buffer.from([0x83, 0x86]),
    literal(':path', path),
    literal(':authority', 'localhost'),
    literal('content-type', 'application/grpc'),
  ])

const LIST = 'google.cloud.secretmanager.v1.SecretManagerService/ListSecrets'
const list = callHeaders(`/${LIST}`)

/** Sends it, and resolves when all is written or the connection has ended. */
function send(bytes: Buffer): Promise<Disposable> {
  const { hostname, port } = new URL(emulator.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  socket.resume()
  const { promise, resolve } = Promise.withResolvers<void>()
  socket.once('close', () => resolve())
  socket.write(bytes, () => resolve())
  return promise.then(() => ({ [Symbol.dispose]: () => socket.destroy() }))
}

/** Milliseconds in which others are answered: far more than it takes, and far less than a timeout of ours. */
const PATIENCE = 3000

/** What a client of REST and one of gRPC are answered meanwhile. */
async function answersOfOthers(): Promise<object> {
  const signal = AbortSignal.timeout(PATIENCE)
  const { status } = await fetch(`${emulator.url}/_emulator/health`, { signal })
  const secrets = await client.call(LIST, { parent: 'projects/none' }, { deadline: PATIENCE })
  return { status, secrets }
}

const answered = { status: 200, secrets: {} }

const numbered = (count: number, of: (stream: number) => Buffer): Buffer =>
  Buffer.concat(Array.from({ length: count }, (_, i) => of(i * 2 + 1)))

const floods: readonly (readonly [string, Buffer])[] = [
  ['settings', numbered(20_000, () => frame(type.settings, 0, 0))],
  ['pings', numbered(20_000, () => frame(type.ping, 0, 0, Buffer.alloc(8)))],
  [
    'calls that are reset at once',
    numbered(5000, (stream) =>
      Buffer.concat([
        frame(type.headers, END_HEADERS, stream, list),
        frame(type.reset, 0, stream, Buffer.from([0, 0, 0, 8])),
      ]),
    ),
  ],
  [
    'calls that never go on',
    numbered(3000, (stream) => frame(type.headers, END_HEADERS, stream, list)),
  ],
  [
    'calls without a message',
    numbered(900, (stream) => frame(type.headers, END_HEADERS | END_STREAM, stream, list)),
  ],
  [
    'headers that go on for ever',
    Buffer.concat([
      frame(type.headers, 0, 1, list),
      ...Array.from({ length: 2000 }, (_, i) =>
        frame(type.continuation, 0, 1, literal(`x-${i}`, 'x'.repeat(120))),
      ),
    ]),
  ],
  [
    'empty frames of data',
    Buffer.concat([
      frame(type.headers, END_HEADERS, 1, list),
      ...Array.from({ length: 20_000 }, () => frame(type.data, 0, 1)),
    ]),
  ],
  ['a frame that is too large', Buffer.alloc(9, 255)],
  ['noise', Buffer.alloc(9000, 1)],
  [
    'windows that overflow',
    numbered(1000, () => frame(type.window, 0, 0, Buffer.from([0x7f, 0xff, 0xff, 0xff]))),
  ],
]

test.each(floods)('a flood of %s holds nobody up', async (_, bytes) => {
  using _connection = await send(Buffer.concat([PREFACE, frame(type.settings, 0, 0), bytes]))
  expect(await answersOfOthers()).toEqual(answered)
})

test('a flood from many connections holds nobody up', async () => {
  using connections = new DisposableStack()
  const flood = Buffer.concat([PREFACE, frame(type.settings, 0, 0), floods[2]![1]])
  for (const connection of await Promise.all(Array.from({ length: 20 }, () => send(flood))))
    connections.use(connection)
  expect(await answersOfOthers()).toEqual(answered)
})

const anyFrame = fc
  .record({
    kind: fc.oneof(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 255 })),
    flags: fc.integer({ min: 0, max: 255 }),
    stream: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 2 ** 32 - 1 })),
    payload: fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc.constantFrom(list, callHeaders('/a.B/C'), callHeaders('*')),
      fc
        .uint8Array({ maxLength: 64 })
        .map((bytes) => Buffer.concat([Buffer.from([0, 0, 0, 0, bytes.length]), bytes])),
    ),
  })
  .map(({ kind, flags, stream, payload }) => frame(kind, flags, stream, Buffer.from(payload)))

const anyConnection = fc
  .tuple(
    fc.constantFrom(
      PREFACE,
      Buffer.concat([PREFACE, frame(type.settings, 0, 0)]),
      Buffer.concat([
        PREFACE,
        frame(type.settings, 0, 0),
        frame(type.headers, END_HEADERS, 1, list),
      ]),
      PREFACE.subarray(0, 10),
      Buffer.from('PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n'),
    ),
    fc.array(anyFrame, { maxLength: 20 }),
    fc.uint8Array({ maxLength: 40 }),
  )
  .map(([start, frames, rest]) => Buffer.concat([start, ...frames, rest]))

test('whatever frames come, others are answered', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyConnection, { minLength: 1, maxLength: 8 }), async (each) => {
      using connections = new DisposableStack()
      for (const connection of await Promise.all(each.map(send))) connections.use(connection)
      expect(await answersOfOthers()).toEqual(answered)
    }),
    { numRuns: 150 },
  )
})
