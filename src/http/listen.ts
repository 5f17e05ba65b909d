// The app on a socket: node's server with our limits, and its graceful end.
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { ApiError } from '../errors.ts'
import { uriTooLong } from './http_errors.ts'
import type { App } from './app.ts'
import { sharePort, type TakeConnection } from './first_bytes.ts'
import { errorAnswer } from './error_response.ts'
import { send, UNREAD_TIMEOUT } from './send.ts'
import type { HttpResponse } from './response.ts'
import { defaultSystemParameters } from './system_parameters.ts'

export interface ListenOptions {
  readonly host: string | undefined
  readonly port: number
  readonly backlog: number
  /** Seconds. */
  readonly timeout: number
  readonly keepalive: number
  readonly limits: Limits
  /** Takes connections of HTTP/2; without it they are refused. */
  readonly takeHttp2?: TakeConnection
}

export interface Limits {
  readonly line: number
  readonly fields: number
  readonly fieldSize: number
}

export interface Listening {
  readonly address: AddressInfo
  /** Stops accepting, lets requests in flight finish for `graceSeconds`, then cuts what is left. */
  close(graceSeconds: number): Promise<void>
}

/** Seconds in which a client must have sent its headers: one that trickles them holds a connection for nothing. */
const HEADERS_TIMEOUT = 20

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
  const dropSilent = options.takeHttp2
    ? sharePort(server, options.takeHttp2, Math.min(HEADERS_TIMEOUT, timeout) * 1000)
    : undefined
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: options.port, host: options.host, backlog: options.backlog }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return {
    address: server.address() as AddressInfo,
    close(graceSeconds) {
      dropSilent?.()
      return closeGracefully(server, () => inFlight, graceSeconds)
    },
  }
}

function listenerOf(app: App, limits: Limits): RequestListener {
  const fetch = (request: Request, { incoming, outgoing }: HttpBindings) => {
    const refused = overLimit(incoming, limits)
    if (refused === undefined) return app.fetch(request, { incoming, outgoing })
    send(refused, incoming, outgoing)
    return RESPONSE_ALREADY_SENT
  }
  return getRequestListener(fetch as Parameters<typeof getRequestListener>[0], {
    hostname: 'localhost', // HTTP/1.0 has no Host
    overrideGlobalObjects: false, // those of a test that starts an emulator are not ours to change
    autoCleanupIncoming: false, // send does it
    errorHandler: () => badRequest(),
  })
}

/** A Host or a path that is none. */
function badRequest(): Response {
  const { body, ...parts } = errorOf(
    new ApiError('INVALID_ARGUMENT', 'badRequest', 'The request is not valid HTTP.'),
  )
  return new Response(body, parts)
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

function overLimit(
  { url = '', rawHeaders }: IncomingMessage,
  limits: Limits,
): HttpResponse | undefined {
  if (url.length > limits.line)
    return errorOf(
      uriTooLong(
        `The URL is longer than ${limits.line} characters (limit_request_line). A long GET can be sent as a POST with X-HTTP-Method-Override: GET and its parameters as a form.`,
      ),
    )
  if (rawHeaders.length > limits.fields * 2)
    return headersTooLarge(`more than ${limits.fields} headers (limit_request_fields)`)
  if (rawHeaders.some((text) => text.length > limits.fieldSize))
    return headersTooLarge(
      `a header of more than ${limits.fieldSize} characters (limit_request_field_size)`,
    )
  return undefined
}

const headersTooLarge = (what: string): HttpResponse =>
  errorOf(new ApiError('INVALID_ARGUMENT', 'badRequest', `The request has ${what}.`, { code: 431 }))

const errorOf = (error: ApiError) => errorAnswer(error, undefined, defaultSystemParameters)

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
  const cut = setTimeout(() => socket.destroy(), UNREAD_TIMEOUT)
  socket.once('close', () => clearTimeout(cut))
}
