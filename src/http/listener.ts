// Requests of node's servers, of HTTP/1.1 and HTTP/2: those within the limits are the app's.
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { IncomingMessage, RequestListener } from 'node:http'
import { createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import { ApiError } from '../errors.ts'
import type { App } from './app.ts'
import { errorAnswer } from './error_response.ts'
import { uriTooLong } from './http_errors.ts'
import type { HttpResponse } from './response.ts'
import { send } from './send.ts'
import { defaultSystemParameters } from './system_parameters.ts'

export interface Limits {
  readonly line: number
  readonly fields: number
  readonly fieldSize: number
}

export function listenerOf(app: App, limits: Limits): RequestListener {
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

/** Takes a stream of HTTP/2 that is a request for REST. */
export type TakeStream = (
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  flags: number,
  rawHeaders: readonly string[],
) => void

/** By a server that never listens: it makes of streams what listeners of node's other server take. */
export function http2ListenerOf(app: App, limits: Limits): TakeStream {
  const server = createServer(listenerOf(app, limits) as never)
  return (stream, headers, flags, rawHeaders) =>
    void server.emit('stream', stream, headers, flags, rawHeaders)
}

/** A Host or a path that is none. */
function badRequest(): Response {
  const { body, ...parts } = errorOf(
    new ApiError('INVALID_ARGUMENT', 'badRequest', 'The request is not valid HTTP.'),
  )
  return new Response(body, parts)
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

/** In the form of the newer style: it is not known which API was meant. */
export const errorOf = (error: ApiError): ReturnType<typeof errorAnswer> =>
  errorAnswer(error, undefined, defaultSystemParameters)
