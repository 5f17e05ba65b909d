// The web endpoints that say how a worker does.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isAllowedHost } from './allowed_hosts.ts'
import { answerTo, type Answer, type PageParts } from './pages.ts'

export interface HealthServerOptions extends PageParts {
  /** 0 is any. */
  readonly port: number
  readonly host: string
  /** Names in lower case under which clients reach it, besides those of this machine. */
  readonly allowedHosts: readonly string[]
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
    if (!options.before?.(request, response)) void answer(options, request, response)
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

/** Never rejects: whoever only looks ends no worker. */
async function answer(
  options: HealthServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answered = isAllowedHost(request.headers.host, options.allowedHosts)
    ? await answerTo(options, request).catch(failed)
    : foreignHost
  const { status, body, headers, type = 'text/plain; charset=utf-8' } = answered
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

const failed = (error: unknown): Answer => ({
  status: 500,
  body: `${error instanceof Error ? error.message : String(error)}\n`,
})

const foreignHost: Answer = {
  status: 403,
  body: 'Requests for this host are refused: it is not this machine. Allow it with ALLOWED_HOSTS.\n',
}

function whyNot(error: NodeJS.ErrnoException, { port, host }: HealthServerOptions): string {
  if (error.code === 'EADDRINUSE')
    return `PORT is ${port}, but ${host}:${port} is in use already; choose another, or 0 for none`
  if (error.code === 'EACCES')
    return `PORT is ${port}, but this user may not listen there; choose one above 1023`
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return `HOST is "${host}", which is no address of this machine`
  return `the web endpoints cannot listen on ${host}:${port}: ${error.message}`
}
