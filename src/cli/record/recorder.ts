// A server that hands requests on to the real one, and notes what it answered.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { Identify } from '../replay/identify.ts'
import type { RecordedCall } from '../replay/recorded.ts'
import { keptHeaders, redacted, withoutSecrets } from '../../redact.ts'

export interface RecorderOptions {
  /** Where requests go: the address up to but without the path. */
  readonly upstream: string
  readonly identify: Identify
  readonly note: (call: RecordedCall) => void
}

/** Headers of one connection alone. */
const OF_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'content-encoding',
  'host',
  'accept-encoding',
  'expect',
])

export function recorder(options: RecorderOptions) {
  return createServer((incoming, outgoing) => {
    passOn(incoming, outgoing, options).catch((error: unknown) => {
      const message = `${options.upstream} cannot be reached: ${(error as Error).message}`
      outgoing.writeHead(502, { 'content-type': 'application/json' })
      outgoing.end(JSON.stringify({ error: { code: 502, message } }))
    })
  })
}

async function passOn(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { upstream, identify, note }: RecorderOptions,
): Promise<void> {
  const url = new URL(upstream.replace(/\/$/, '') + incoming.url!)
  const body = await buffer(incoming)
  const headers = headersFor(incoming)
  const m = incoming.method!
  const answer = await fetch(url, {
    method: m,
    headers,
    redirect: 'manual',
    ...(body.length > 0 && { body }),
  })
  const bytes = Buffer.from(await answer.arrayBuffer())
  const own = [...answer.headers].filter(([name]) => !OF_CONNECTION.has(name))
  outgoing.writeHead(answer.status, Object.fromEntries(own))
  outgoing.end(bytes)
  const found = identify(m, url.href)
  if (found === undefined) return
  const [asked, answered] = [messageOf(body), messageOf(bytes)]
  note({
    ...found,
    m,
    u: withoutSecrets(url.href),
    b: asked.json,
    ...(asked.bytes !== undefined && { bt: asked.bytes }),
    s: answer.status,
    r: answered.json,
    ...(answered.bytes !== undefined && { rt: answered.bytes }),
    h: keptHeaders(headers),
    rh: keptHeaders(answer.headers),
  })
}

function headersFor({ headers }: IncomingMessage): Headers {
  const own = new Headers()
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined && !OF_CONNECTION.has(name)) own.set(name, String(value))
  return own
}

/** JSON, or what is none in base64, of which the first 64 KiB are kept. */
function messageOf(bytes: Buffer): { readonly json: unknown; readonly bytes?: string } {
  if (bytes.length === 0) return { json: null }
  try {
    return { json: redacted(JSON.parse(bytes.toString('utf8'))) }
  } catch {
    return { json: null, bytes: `base64:${bytes.subarray(0, 65_536).toString('base64')}` }
  }
}
