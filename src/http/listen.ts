// The app on a socket: node's server with our limits, and its graceful end.
import { createServer, type Server } from 'node:http'
import type { AddressInfo, ListenOptions as Place } from 'node:net'
import type { Duplex } from 'node:stream'
import { ApiError } from '../errors.ts'
import type { App } from './app.ts'
import { sharePort, type OtherProtocols } from './first_bytes.ts'
import { errorOf, listenerOf, type Limits } from './listener.ts'

export interface ListenOptions extends OtherProtocols {
  /** A host (undefined: all addresses) and a port, or the path of a Unix socket. */
  readonly place: Pick<Place, 'host' | 'port' | 'path'>
  readonly backlog: number
  /** Seconds. */
  readonly timeout: number
  readonly keepalive: number
  readonly limits: Limits
}

export interface Listening {
  /** 0 for a Unix socket. */
  readonly port: number
  /** Stops accepting, lets requests in flight finish for `graceSeconds`, then cuts what is left. */
  close(graceSeconds: number): Promise<void>
}

/** Seconds in which a client must have sent its headers: one that trickles them holds a connection for nothing. */
const HEADERS_TIMEOUT = 20
/** Milliseconds for which what is not HTTP is taken after it was answered. */
const NONSENSE_TIMEOUT = 500

export async function listen(app: App, options: ListenOptions): Promise<Listening> {
  const { limits, timeout, keepalive } = options
  let inFlight = 0
  const server = createServer(
    {
      maxHeaderSize: limits.line + Math.min(limits.fields * limits.fieldSize, 2 ** 20),
      headersTimeout: Math.min(HEADERS_TIMEOUT, timeout) * 1000,
      requestTimeout: 0, // the reader of a body sets its time: an upload takes minutes
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: keepalive * 1000,
      requireHostHeader: false, // node's refusal would not be JSON; without a Host it is this machine that is meant
    },
    listenerOf(app, limits),
  )
  server.on('request', (_, outgoing) => {
    inFlight += 1
    outgoing.once('close', () => (inFlight -= 1))
  })
  server.maxHeadersCount = 0 // node would drop the others silently; overLimit refuses them
  server.on('clientError', answerClientError)
  const dropSilent = sharePort(server, options, Math.min(HEADERS_TIMEOUT, timeout) * 1000)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ ...options.place, backlog: options.backlog }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return {
    port: (server.address() as AddressInfo).port ?? 0,
    close(graceSeconds) {
      dropSilent()
      return closeGracefully(server, () => inFlight, graceSeconds)
    },
  }
}

async function closeGracefully(
  server: Server,
  inFlight: () => number,
  graceSeconds: number,
): Promise<void> {
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()))
  // Connections without a request would hold the server: kept alive for the next one, or opened by a browser to be ready.
  const idle = setInterval(() => {
    if (inFlight() === 0) server.closeAllConnections()
    else server.closeIdleConnections()
  }, 50)
  const cut = setTimeout(() => server.closeAllConnections(), graceSeconds * 1000)
  await closed
  clearInterval(idle)
  clearTimeout(cut)
}

/** What is not HTTP never becomes a request, so node asks for the answer to be written by hand. */
function answerClientError(fault: NodeJS.ErrnoException, socket: Duplex): void {
  if (socket.writableEnded) return // what comes after the answer is nonsense as well
  if (fault.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const [code, reason, message] =
    fault.code === 'HPE_HEADER_OVERFLOW'
      ? ([431, 'Request Header Fields Too Large', 'The headers are too large.'] as const)
      : fault.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ([408, 'Request Timeout', 'The request took too long to arrive.'] as const)
        : ([400, 'Bad Request', 'The request is not valid HTTP.'] as const)
  const error = new ApiError('INVALID_ARGUMENT', 'badRequest', message, { code })
  const { body, headers } = errorOf(error)
  socket.end(
    `HTTP/1.1 ${code} ${reason}\r\nContent-Type: ${headers['content-type']}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
  // Closed at once, with more coming in, the connection would take the answer with it.
  const cut = setTimeout(() => socket.destroy(), NONSENSE_TIMEOUT)
  socket.once('close', () => clearTimeout(cut))
}
