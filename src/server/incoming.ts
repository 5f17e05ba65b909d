// A request as the server reads it, from a socket or from `app.request()`.
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

export interface Incoming {
  readonly httpMethod: string
  /** Path as it was sent, undecoded: a URL object would fold `%2e%2e`. */
  readonly path: string
  readonly query: string
  readonly body: AsyncIterable<Uint8Array>
  header(name: string): string | undefined
}

export type ServerContext = Context<{ Bindings: Partial<HttpBindings> }>

const noBody: AsyncIterable<Uint8Array> = { async *[Symbol.asyncIterator]() {} }

/** Reads from node's own message where there is one: building a web Request would cost as much as all the rest. */
export function incomingOf(c: ServerContext): Incoming {
  const message = c.env?.incoming
  const url = message === undefined ? c.req.url.replace(/^\w+:\/\/[^/]*/, '') : message.url!
  // A proxy sends the absolute form.
  const target = url.startsWith('/') ? url : url.replace(/^\w+:\/\/[^/]*/, '')
  const mark = target.indexOf('?')
  return {
    httpMethod: c.req.method,
    path: mark === -1 ? target : target.slice(0, mark),
    query: mark === -1 ? '' : target.slice(mark + 1),
    body: message ?? c.req.raw.body ?? noBody,
    header: (name) =>
      message === undefined ? c.req.header(name) : (message.headers[name] as string | undefined),
  }
}
