// An answer on node's own response.
import type { HttpBindings } from '@hono/node-server'
import type { Http2ServerRequest } from 'node:http2'
import { pipeline, Readable } from 'node:stream'
import { sendCut } from './cut_answer.ts'
import type { HttpResponse } from './response.ts'

type Message = HttpBindings['incoming']
type Response = HttpBindings['outgoing']

/** Milliseconds for which what a client still sends is taken after it was answered: on a busy machine it may stand still for a second. */
const UNREAD_TIMEOUT = 2000

export function send(answer: HttpResponse, incoming: Message, outgoing: Response): void {
  if (answer.cut !== undefined) return sendCut(answer, incoming, outgoing)
  const { status, headers, body } = answer
  if (!incoming.complete) outgoing.once('finish', () => endUnread(incoming))
  if (body === null) outgoing.writeHead(status, headers).end()
  else if (!(body instanceof Readable))
    outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
  else sendStream(body, outgoing.writeHead(status, headers), incoming.method === 'HEAD')
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
