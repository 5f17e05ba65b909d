// The gRPC door: connections of HTTP/2, whose requests are rpcs. Descriptors are read when the first one comes.
import {
  createServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2'
import type { Duplex } from 'node:stream'
import {
  universalRequestFromNodeRequest,
  universalResponseToNodeResponse,
} from '@connectrpc/connect-node'
import type { UniversalHandler } from '@connectrpc/connect/protocol'
import { loadDescriptors } from './descriptors/load.ts'
import { routerOf, type RouterOptions } from './router.ts'
import { asGrpcMessage } from './status.ts'

export interface DoorOptions extends RouterOptions {
  /** Folder of the documents, and of the descriptors beside them. */
  readonly folder: string
  readonly warn: (sentence: string) => void
}

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

export function grpcDoor(options: DoorOptions): GrpcDoor {
  const server = createServer(LIMITS)
  const sessions = new Set<ServerHttp2Session>()
  let router: Promise<ReadonlyMap<string, UniversalHandler>> | undefined
  const handlers = () => {
    router ??= loadDescriptors(options.folder, options.warn).then((descriptors) =>
      routerOf(descriptors, options),
    )
    return router
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
    answer(request, response, handlers).catch((error: unknown) => {
      if (!response.stream.destroyed) refuse(request, response, '13', 'Internal error encountered.')
      if (!response.stream.destroyed) options.warn(`${request.url}: ${String(error)}`)
    })
  })
  return {
    take: (socket) => void server.emit('connection', socket),
    close: (graceSeconds) => closed(sessions, graceSeconds),
  }
}

async function answer(
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  handlers: () => Promise<ReadonlyMap<string, UniversalHandler>>,
): Promise<void> {
  if (!/^application\/grpc(\+proto)?(;|$)/.test(request.headers['content-type'] ?? '')) {
    response.writeHead(415, { 'content-type': 'text/plain' })
    return void response.end('HTTP/2 is for gRPC here; REST is answered by HTTP/1.1.\n')
  }
  const handler = (await handlers()).get(request.url)
  if (handler === undefined)
    return refuse(
      request,
      response,
      '12',
      `${request.url} is not served: no descriptors have this rpc.`,
    )
  const answered = await handler(
    universalRequestFromNodeRequest(request, response, undefined, undefined),
  )
  const message = answered.trailer?.get('grpc-message')
  if (message) answered.trailer!.set('grpc-message', asGrpcMessage(message))
  request.resume() // one that still sends would hold the stream
  await universalResponseToNodeResponse(answered, response).catch(() => response.stream.destroy())
}

/** Trailers alone, as for every error before a message. */
function refuse(
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  status: string,
  message: string,
): void {
  request.resume()
  if (response.headersSent) return response.stream.close()
  response.writeHead(200, {
    'content-type': 'application/grpc',
    'grpc-status': status,
    'grpc-message': asGrpcMessage(encodeURIComponent(message)),
  })
  response.end()
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
