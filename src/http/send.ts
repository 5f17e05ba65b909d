// An answer on node's own response.
import type { HttpBindings } from '@hono/node-server'
import type { Http2ServerRequest } from 'node:http2'
import { pipeline, Readable } from 'node:stream'
import type { HttpResponse } from './response.ts'

type Message = HttpBindings['incoming']
type Response = HttpBindings['outgoing']

/** Milliseconds for which what a client still sends is taken after it was answered. */
export const UNREAD_TIMEOUT = 500

export function send(
  { status, headers, body, cut }: HttpResponse,
  incoming: Message,
  outgoing: Response,
): void {
  if (cut !== undefined) return sendCut({ status, headers, body, cut }, incoming, outgoing)
  if (!incoming.complete) outgoing.once('finish', () => endUnread(incoming))
  if (body === null) outgoing.writeHead(status, headers).end()
  else if (!(body instanceof Readable))
    outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
  else sendStream(body, outgoing.writeHead(status, headers), incoming.method === 'HEAD')
}

/** An answer that is never whole: the client knows how long it would be, and half of it comes. */
function sendCut(
  { status, headers, body, cut }: HttpResponse,
  incoming: Message,
  outgoing: Response,
): void {
  if (body instanceof Readable) body.destroy()
  if (cut === 'dropped') {
    incoming.socket.destroy()
    return
  }
  const bytes = body instanceof Readable || body === null ? Buffer.alloc(0) : Buffer.from(body)
  outgoing.writeHead(status, { ...headers, 'content-length': Math.max(1, bytes.length) })
  outgoing.flushHeaders()
  outgoing.write(bytes.subarray(0, bytes.length / 2), () => incoming.socket.destroySoon())
}

/** As fast as the client takes it; one that goes away, or has gone before, ends the source. */
function sendStream(body: Readable, outgoing: Response, isHead: boolean): void {
  if (!isHead && !outgoing.destroyed) return void pipeline(body, outgoing, () => {}) // both ends are closed by now
  body.destroy()
  outgoing.end()
}

/** A client reads an answer that came early only if what it still sends is taken; but not for ever. */
function endUnread(incoming: Message): void {
  incoming.resume()
  const cut = setTimeout(() => leave(incoming), UNREAD_TIMEOUT)
  incoming.once('close', () => clearTimeout(cut))
}

/** By HTTP/2 a connection has other requests. */
function leave(incoming: Message | Http2ServerRequest): void {
  if ('stream' in incoming) incoming.stream.close()
  else incoming.socket.destroySoon()
}
