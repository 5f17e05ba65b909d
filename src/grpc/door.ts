// The gRPC door: connections of HTTP/2, whose streams are calls. Descriptors are read when the first one comes.
import { watch, type FSWatcher } from 'node:fs'
import {
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import type { Duplex } from 'node:stream'
import { checkOpens } from '../disk_fault.ts'
import { isDescriptorFile } from '../discovery/protos/file_names.ts'
import { ApiError } from '../errors.ts'
import type { AnswerRpc, ServeOptions } from './serve.ts'
import { RpcCall } from './wire/rpc_call.ts'
import { RpcError } from './wire/rpc_error.ts'

export interface GrpcDoor {
  /** Takes a connection that speaks HTTP/2. */
  take(socket: Duplex): void
  /** Ends connections when their calls have ended, and all of them after so many seconds. */
  close(graceSeconds: number): Promise<void>
}

export interface DoorOptions extends ServeOptions {
  /** Takes what is no call of gRPC. */
  readonly takeOther: (
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    flags: number,
    rawHeaders: readonly string[],
  ) => void
}

/** Calls of one connection at a time, and what of nonsense node takes before it closes it. */
const LIMITS = {
  settings: { maxConcurrentStreams: 1000 },
  maxSessionInvalidFrames: 100,
  maxSessionRejectedStreams: 100,
  maxSettings: 32,
  unknownProtocolTimeout: 10_000,
}

export function grpcDoor(options: DoorOptions): GrpcDoor {
  const server = createServer(LIMITS)
  const sessions = new Set<ServerHttp2Session>()
  const calls = new Set<RpcCall>()
  const answerers = answererOf(options)
  server.on('session', (session) => {
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
    session.on('error', () => session.destroy())
  })
  server.on('sessionError', () => {}) // what a client does wrong ends its connection, and nothing else
  server.on('stream', (stream: ServerHttp2Stream, headers, flags, rawHeaders) => {
    if (!isGrpc(headers)) return options.takeOther(stream, headers, flags, rawHeaders)
    const call = new RpcCall(stream, headers, options.messageLimit)
    calls.add(call)
    stream.once('close', () => calls.delete(call))
    const answer = answerers.ready
    if (answer !== undefined) return void answer(call)
    answerers.load().then(
      (loaded) => loaded(call),
      (error: unknown) => {
        if (error instanceof ApiError) return call.fail(new RpcError(error.status, error.message))
        options.warn(`gRPC: ${String(error)}`)
        call.fail(new RpcError('INTERNAL', 'Internal error encountered.'))
      },
    )
  })
  return {
    take: (socket) => void server.emit('connection', socket),
    close(graceSeconds) {
      answerers.close()
      // Those that go on for ever begin again elsewhere.
      const stopping = new RpcError('UNAVAILABLE', 'The server is stopping.')
      for (const call of calls) if (call.isOpen) call.fail(stopping)
      return closed(sessions, graceSeconds)
    },
  }
}

/** What answers calls, read when it is first asked for, and again when descriptors have changed. */
function answererOf(options: ServeOptions) {
  let ready: AnswerRpc | undefined
  let loading: Promise<AnswerRpc> | undefined
  let watcher: FSWatcher | undefined
  return {
    get ready() {
      return ready
    },
    load(): Promise<AnswerRpc> {
      watcher ??= watched(options.folder, () => (ready = loading = undefined))
      const own = (loading ??= serving(options))
      return own.then(
        (answer) => {
          if (loading === own) ready = answer
          return answer
        },
        (error: unknown) => {
          if (loading === own) loading = undefined // the next call tries again
          throw error
        },
      )
    },
    close: () => watcher?.close(),
  }
}

/** With all that it imports: a server that is never asked over gRPC pays nothing for it. */
async function serving(options: ServeOptions): Promise<AnswerRpc> {
  checkOpens('gRPC cannot be had', options.folder)
  const { serveRpcs } = await import('./serve.ts')
  return serveRpcs(options)
}

/** Descriptors that change are read again at the next call. */
function watched(folder: string, changed: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, (_, name) => {
      if (name === null || isDescriptorFile(name)) changed()
    })
    // A folder that is gone, or more of them than the system watches: a restart reads them again.
    return watcher.on('error', () => watcher.close())
  } catch {
    return undefined
  }
}

const isGrpc = (headers: IncomingHttpHeaders): boolean =>
  headers[':method'] === 'POST' &&
  /^application\/grpc(\+proto)?(;|$)/.test(headers['content-type'] ?? '')

async function closed(
  sessions: ReadonlySet<ServerHttp2Session>,
  graceSeconds: number,
): Promise<void> {
  const ending = [...sessions].map(
    (session) => new Promise<void>((resolve) => session.close(() => resolve())),
  )
  const cut = setTimeout(() => {
    for (const session of sessions) session.destroy()
  }, graceSeconds * 1000)
  await Promise.all(ending)
  clearTimeout(cut)
}
