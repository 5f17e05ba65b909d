// The gRPC door: connections of HTTP/2, whose requests are rpcs. Descriptors are read when the first one comes.
import { watch, type FSWatcher } from 'node:fs'
import {
  createServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2'
import type { Duplex } from 'node:stream'
import { isDescriptorFile } from './descriptors/file_names.ts'
import type { AnswerRpc, ServeOptions } from './serve.ts'

export interface GrpcDoor {
  /** Takes a connection that speaks HTTP/2. */
  take(socket: Duplex): void
  /** Ends connections when their calls have ended, and all of them after so many seconds. */
  close(graceSeconds: number): Promise<void>
}

/** Calls of one connection at a time, and resets of them that node takes within a time before it closes it. */
const LIMITS = {
  settings: { maxConcurrentStreams: 1000 },
  maxSessionInvalidFrames: 100,
  maxSessionRejectedStreams: 100,
  maxSettings: 32,
  unknownProtocolTimeout: 10_000,
}

export function grpcDoor(options: ServeOptions): GrpcDoor {
  const server = createServer(LIMITS)
  const sessions = new Set<ServerHttp2Session>()
  let served: Promise<AnswerRpc> | undefined
  let watcher: FSWatcher | undefined
  // With all that it imports: a server that is never asked over gRPC pays nothing for it.
  const answerer = () => {
    watcher ??= watched(options.folder, () => (served = undefined))
    served ??= import('./serve.ts').then(({ serveRpcs }) => serveRpcs(options))
    return served.catch((error: unknown) => {
      served = undefined // the next call tries again
      throw error
    })
  }
  server.on('session', (session) => {
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
    session.on('error', () => session.destroy())
  })
  server.on('sessionError', () => {}) // what a client does wrong ends its connection, and nothing else
  server.on('request', (request, response) => {
    // A client that goes away in the middle of a call is no fault.
    request.on('error', () => {})
    response.on('error', () => {})
    if (!isGrpc(request)) return refuseOthers(response)
    answerer()
      .then((answer) => answer(request, response))
      .catch((error: unknown) => {
        options.warn(`${request.url}: ${String(error)}`)
        response.stream.destroy()
      })
  })
  return {
    take: (socket) => void server.emit('connection', socket),
    close(graceSeconds) {
      watcher?.close()
      return closed(sessions, graceSeconds)
    },
  }
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

const isGrpc = ({ headers }: Http2ServerRequest): boolean =>
  /^application\/grpc(\+proto)?(;|$)/.test(headers['content-type'] ?? '')

function refuseOthers(response: Http2ServerResponse): void {
  response.writeHead(415, { 'content-type': 'text/plain' })
  response.end('HTTP/2 is for gRPC here; REST is answered by HTTP/1.1.\n')
}

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
