// An answer that never arrives, or of which a part does: what faults make of connections.
import type { HttpBindings } from '@hono/node-server'
import { Readable } from 'node:stream'
import type { HttpResponse } from './response.ts'

type Message = HttpBindings['incoming']
type Response = HttpBindings['outgoing']

/** A part says how long the whole is, where that is known; an answer that is shorter than its part comes whole. */
export function sendCut(answer: HttpResponse, incoming: Message, outgoing: Response): void {
  const { status, headers, body, cut } = answer
  if (cut === 'dropped') {
    if (body instanceof Readable) body.destroy()
    incoming.socket.destroy()
    return
  }
  const length = lengthOf(answer)
  const said = length === undefined ? headers : { ...headers, 'content-length': `${length}` }
  outgoing.writeHead(status, said)
  outgoing.flushHeaders()
  const part = cut?.bytes ?? Math.floor((length ?? 0) / 2)
  void sendPart(body, part, outgoing, () => incoming.socket.destroySoon())
}

/** Undefined for a stream that does not say it. One byte more than there is of an answer without any, so that it breaks off. */
function lengthOf({ body, headers }: HttpResponse): number | undefined {
  if (!(body instanceof Readable)) return Math.max(1, Buffer.byteLength(body ?? ''))
  return headers['content-length'] === undefined ? undefined : Number(headers['content-length'])
}

/** `breakOff` ends the connection, once the part is sent. */
async function sendPart(
  body: HttpResponse['body'],
  bytes: number,
  outgoing: Response,
  breakOff: () => void,
): Promise<void> {
  let left = bytes
  try {
    for await (const chunk of body instanceof Readable ? body : [body ?? '']) {
      const part = Buffer.from(chunk as string | Uint8Array)
      if (part.length > 0) await write(outgoing, part.subarray(0, left))
      if (part.length > left) return breakOff()
      left -= part.length
    }
    if (body === null) breakOff()
    else outgoing.end()
  } catch {
    breakOff() // the client has gone, or what was to be read
  }
}

const write = (outgoing: Response, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    outgoing.write(bytes, (error) => (error == null ? resolve() : reject(error)))
  })
