// The web endpoints that say how a worker does.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isAllowedHost } from './allowed_hosts.ts'
import { unreadiness, type Health } from './health.ts'
import { metricsText } from './metrics.ts'

export interface HealthServerOptions {
  /** 0 is any. */
  readonly port: number
  readonly host: string
  readonly health: () => Health
  /** Names in lower case under which clients reach it, besides those of this machine. */
  readonly allowedHosts: readonly string[]
  /** Asked for by POST /quiet: no more tasks are to be taken. */
  readonly quiet: () => void
  /** Of the service. */
  readonly name: string
  readonly version: string
  /** Asked first; true if it answers. */
  readonly before?: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined
}

export interface HealthServer extends AsyncDisposable {
  readonly url: string
}

/** The port cannot be had; the message is for people. */
export class PortError extends Error {
  override readonly name = 'PortError'
}

/** Throws a PortError. */
export async function serveHealth(options: HealthServerOptions): Promise<HealthServer> {
  const server = createServer({ requestTimeout: 5000 }, (request, response) => {
    if (!options.before?.(request, response)) answer(options, request, response)
  })
  try {
    server.listen(options.port, options.host)
    await once(server, 'listening')
  } catch (error) {
    throw new PortError(whyNot(error as NodeJS.ErrnoException, options), { cause: error })
  }
  const { port } = server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return {
    url: `http://${host}:${port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

interface Answer {
  readonly status: number
  readonly body: string
  readonly type?: string
  /** Methods that the path has, where the one asked for is none of them. */
  readonly allow?: string
}

type Page = (options: HealthServerOptions) => Answer

const ok = (body: string): Answer => ({ status: 200, body })
const unavailable = (body: string): Answer => ({ status: 503, body })

const pages: Readonly<Record<string, Page>> = {
  '/': ({ name, health }) => {
    const { processes, counters } = health()
    const running = processes.filter(({ pid }) => pid !== undefined).length
    return ok(
      `${name}: ${running} of ${processes.length} processes run, ${counters.done} tasks done\n`,
    )
  },
  '/version': ({ version }) => ok(`${version}\n`),
  '/livez': ({ health }) =>
    health().crashLooping ? unavailable('processes die again and again\n') : ok('ok\n'),
  '/readyz': ({ health }) => {
    const reason = unreadiness(health())
    return reason === undefined ? ok('ok\n') : unavailable(`${reason}\n`)
  },
  // The render service's: all processes alive or not, and no words.
  '/_ah/health': ({ health }) => {
    const alive = health().processes.every(({ pid }) => pid !== undefined)
    return { status: alive ? 200 : 500, body: '' }
  },
  '/metrics': ({ health }) => ({
    status: 200,
    body: metricsText(health()),
    type: 'text/plain; version=0.0.4; charset=utf-8',
  }),
}

/** By POST, since they change something. */
const orders: Readonly<Record<string, Page>> = {
  '/quiet': ({ quiet }) => {
    quiet()
    return { status: 202, body: 'no more tasks are taken\n' }
  },
}

function answer(
  options: HealthServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { status, body, allow, type = 'text/plain; charset=utf-8' } = answerTo(request, options)
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(allow !== undefined && { allow }),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

function answerTo(
  { method = '', url = '/', headers }: IncomingMessage,
  options: HealthServerOptions,
): Answer {
  if (!isAllowedHost(headers.host, options.allowedHosts)) return foreignHost
  const path = url.split('?', 1)[0] ?? '/'
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined
  const order = Object.hasOwn(orders, path) ? orders[path] : undefined
  if (page) return ['GET', 'HEAD'].includes(method) ? page(options) : notAllowed('GET, HEAD')
  if (order === undefined) {
    const paths = Object.keys({ ...pages, ...orders }).join(', ')
    return { status: 404, body: `there is only ${paths}\n` }
  }
  if (method !== 'POST') return notAllowed('POST')
  // A browser says whose page asks; no page of the web has orders for a worker.
  if (headers.origin !== undefined) return { status: 403, body: 'not for web pages\n' }
  return order(options)
}

const foreignHost: Answer = {
  status: 403,
  body: 'Requests for this host are refused: it is not this machine. Allow it with ALLOWED_HOSTS.\n',
}

const notAllowed = (allow: string): Answer => ({ status: 405, body: `${allow} only\n`, allow })

function whyNot(error: NodeJS.ErrnoException, { port, host }: HealthServerOptions): string {
  if (error.code === 'EADDRINUSE')
    return `PORT is ${port}, but ${host}:${port} is in use already; choose another, or 0 for none`
  if (error.code === 'EACCES')
    return `PORT is ${port}, but this user may not listen there; choose one above 1023`
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return `HOST is "${host}", which is no address of this machine`
  return `the web endpoints cannot listen on ${host}:${port}: ${error.message}`
}
