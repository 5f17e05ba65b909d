// A request as the server reads it, from a socket or from `app.request()`.
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { ApiError } from '../errors.ts'

export interface Incoming {
  readonly httpMethod: string
  /** Path as it was sent, undecoded: a URL object would fold `%2e%2e`. */
  readonly path: string
  readonly query: string
  readonly body: Readable
  /** Why it cannot be answered, known before anything of it is read. */
  readonly fault?: ApiError
  header(name: string): string | undefined
}

/** Node's own message: building a web Request from it would cost as much as all the rest. */
export const incomingOf = (message: IncomingMessage): Incoming => ({
  httpMethod: message.method!,
  ...targetOf(message.url!),
  body: message,
  header: (name) => message.headers[name] as string | undefined,
})

export const incomingOfRequest = (request: Request): Incoming => ({
  httpMethod: request.method,
  ...targetOf(request.url),
  body: request.body ? Readable.fromWeb(request.body) : Readable.from([]),
  header: (name) => request.headers.get(name) ?? undefined,
})

/** Of the first line of a request. */
export function targetOf(url: string): { readonly path: string; readonly query: string } {
  // A proxy sends the absolute form.
  const target = url.startsWith('/') ? url : url.replace(/^\w+:\/\/[^/]*/, '')
  const mark = target.indexOf('?')
  return mark === -1
    ? { path: target, query: '' }
    : { path: target.slice(0, mark), query: target.slice(mark + 1) }
}
