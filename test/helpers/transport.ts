// How the request of a test reaches the app: within the process, or over a socket as in production. vitest.config.ts runs
// the same files both ways.
import { Agent, request as ask, type IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { inject } from 'vitest'
import type { App } from '../../src/http/app.ts'
import { afterFile } from './after_file.ts'
import { listening, type ListeningApp } from './listening.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Within the process where it is not given. */
    readonly transport?: 'socket'
  }
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Buffer
}

/** Sends a request for a path and query; `init` as for `new Request`. */
export type Transport = (target: string, init: RequestInit) => Promise<RawAnswer>

/** Whether the requests of this run travel over a socket. */
export const isOverSocket = inject('transport') === 'socket'

export const transportTo = (app: App): Transport =>
  isOverSocket ? overSocket(app) : withinProcess(app)

const withinProcess =
  (app: App): Transport =>
  async (target, init) => {
    const response = await app.request(target, init)
    const { status, headers } = response
    return { status, headers, bytes: Buffer.from(await response.arrayBuffer()) }
  }

/** A connection each, so that what one request leaves unread does not meet the next. */
const agent = new Agent({ keepAlive: false })
const opened: Promise<ListeningApp>[] = []

afterFile(() =>
  Promise.all(opened.splice(0).map(async (server) => (await server)[Symbol.asyncDispose]())),
)

/** Longer headers than a server takes by default: what tests say of long values is said of the app. */
const LIMITS = { line: 2 ** 20, fields: 1000, fieldSize: 2 ** 20 }

/** Headers that only a connection has. */
const OF_CONNECTION = ['connection', 'keep-alive', 'transfer-encoding', 'date']

/** The app listens from its first request until the tests of the file are over. */
function overSocket(app: App): Transport {
  let server: Promise<ListeningApp> | undefined
  const listen = () => {
    const started = listening(app, LIMITS)
    opened.push(started)
    return started
  }
  return async (target, init) => {
    const { url } = await (server ??= listen())
    // A web request folds the path and names the type of its body, as it does within the process; fetch would add headers.
    const request = new Request(url + target, init)
    const response = await responseTo(request, init.body)
    return {
      status: response.statusCode!,
      headers: headersOf(response),
      bytes: await buffer(response),
    }
  }
}

const responseTo = (request: Request, body: RequestInit['body']): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const isWhole = typeof body === 'string' || body instanceof Uint8Array
    const headers = {
      ...(isWhole && { 'content-length': Buffer.byteLength(body) }),
      ...Object.fromEntries(request.headers),
    }
    // Node would put the address in the place of an empty Host.
    const options = { agent, method: request.method, headers, setHost: false }
    const outgoing = ask(request.url, options, resolve)
    outgoing.once('error', reject)
    if (isWhole || request.body === null) outgoing.end(body)
    else Readable.fromWeb(request.body).pipe(outgoing)
  })

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(headersDistinct))
    if (!OF_CONNECTION.includes(name)) for (const value of values) headers.append(name, value)
  return headers
}
