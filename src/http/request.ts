// A request as the server reads it, from a socket or from `app.request()`.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { invalid, type ApiError } from '../errors.ts'

export interface HttpRequest {
  readonly httpMethod: string
  /** How it came. */
  readonly scheme: 'http' | 'https'
  /** Path as it was sent, undecoded: a URL object would fold `%2e%2e`. */
  readonly path: string
  readonly query: string
  readonly body: Readable
  /** Whether it comes from this machine. */
  readonly isLocal: boolean
  /** Why it cannot be answered, known before anything of it is read. */
  readonly fault?: ApiError | undefined
  /** Aborted when the client has gone before it was answered. Made when it is first asked for. */
  readonly signal: AbortSignal
  header(name: string): string | undefined
  /** Names of all headers, in lower case. */
  headerNames(): readonly string[]
}

/** Node's own message: building a web Request from it would cost as much as all the rest. */
export function ofNodeRequest(message: IncomingMessage, response: ServerResponse): HttpRequest {
  const { path, query } = targetOf(message.url!)
  const fault = hostsIn(message.rawHeaders) > 1 ? severalHosts() : undefined
  return new NodeRequest(message, response, path, query, fault)
}

/** A class, because its getters are shared. */
class NodeRequest implements HttpRequest {
  readonly httpMethod: string
  readonly path: string
  readonly query: string
  readonly body: Readable
  readonly fault: ApiError | undefined
  private readonly message: IncomingMessage
  private readonly response: ServerResponse
  private controller: AbortController | undefined

  constructor(
    message: IncomingMessage,
    response: ServerResponse,
    path: string,
    query: string,
    fault: ApiError | undefined,
  ) {
    this.httpMethod = message.method!
    this.path = path
    this.query = query
    this.body = message
    this.fault = fault
    this.message = message
    this.response = response
  }

  header(name: string): string | undefined {
    const { headers } = this.message
    // What HTTP/1.1 calls Host.
    if (name === 'host' && headers.host === undefined)
      return headers[':authority'] as string | undefined
    return headers[name] as string | undefined
  }

  get scheme(): HttpRequest['scheme'] {
    return (this.message.socket as Partial<TLSSocket>).encrypted === true ? 'https' : 'http'
  }

  headerNames(): readonly string[] {
    return Object.keys(this.message.headers)
  }

  get isLocal(): boolean {
    const { remoteAddress } = this.message.socket
    // A Unix socket has no address.
    return remoteAddress === undefined || /^(::ffff:)?127\.|^::1$/.test(remoteAddress)
  }

  get signal(): AbortSignal {
    if (this.controller === undefined) {
      const controller = new AbortController()
      this.controller = controller
      if (this.response.destroyed) controller.abort()
      this.response.once('close', () => {
        // The response of HTTP/2 knows only that it has been written.
        if (!(this.response.writableFinished ?? this.response.writableEnded)) controller.abort()
      })
    }
    return this.controller.signal
  }
}

/** Every other entry is a name. Node keeps the first Host and says nothing of the others. */
function hostsIn(rawHeaders: readonly string[]): number {
  let hosts = 0
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (rawHeaders[i]!.length === 4 && rawHeaders[i]!.toLowerCase() === 'host') hosts += 1
  return hosts
}

const severalHosts = (): ApiError =>
  invalid('The request has several Host headers; send one (RFC 9112, section 3.2).')

export const ofWebRequest = (request: Request): HttpRequest => ({
  httpMethod: request.method,
  scheme: request.url.startsWith('https:') ? 'https' : 'http',
  ...targetOf(request.url),
  isLocal: true,
  body: request.body ? Readable.fromWeb(request.body) : Readable.from([]),
  signal: request.signal,
  header: (name) => request.headers.get(name) ?? undefined,
  headerNames: () => [...request.headers.keys()],
})

/** The same request with something changed. */
export const changed = (request: HttpRequest, changes: Partial<HttpRequest>): HttpRequest =>
  Object.defineProperties(
    Object.create(request) as HttpRequest,
    Object.getOwnPropertyDescriptors(changes),
  )

/** Of the first line of a request. */
export function targetOf(url: string): { readonly path: string; readonly query: string } {
  // A proxy sends the absolute form.
  const target = url.startsWith('/') ? url : url.replace(/^\w+:\/\/[^/]*/, '')
  const mark = target.indexOf('?')
  return mark === -1
    ? { path: target, query: '' }
    : { path: target.slice(0, mark), query: target.slice(mark + 1) }
}
