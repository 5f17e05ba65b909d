// The only way from the browser to any network: a proxy that lets through what the allowed origins have.
// The browser's own blocking sees neither redirects nor what its services ask for; here everything comes by.
import { once } from 'node:events'
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { allows } from './origins.ts'

export interface EgressProxy extends AsyncDisposable {
  /** For the browser's proxy setting. */
  readonly url: string
  /** Origins that were asked for in vain. */
  readonly blocked: ReadonlySet<string>
  /** Why an allowed origin was not reached, such as ECONNREFUSED; undefined where it was. */
  readonly unreachable: (origin: string) => string | undefined
}

export async function openEgressProxy(origins: readonly string[]): Promise<EgressProxy> {
  const blocked = new Set<string>()
  const unreachable = new Map<string, string>()
  const failed = ({ origin }: URL, { code, message }: NodeJS.ErrnoException): void =>
    void unreachable.set(origin, code ?? message)
  /** The first of several readings of an address that is allowed. */
  const allowed = (readings: readonly (URL | null)[]): URL | undefined => {
    const found = readings.find((url) => url !== null && allows(origins, url))
    if (!found) blocked.add(readings[0]?.origin ?? 'an address that is none')
    return found ?? undefined
  }
  const server = createServer((request, response) => {
    const url = allowed([URL.parse(request.url ?? '')])
    if (url?.protocol === 'http:') pass(url, request, response, failed)
    else response.writeHead(403).end()
  })
  server.on('connect', ({ url = '' }, socket, head) => {
    // Of TLS; and of WebSockets, which are allowed where their page's origin is.
    const target = allowed(['https', 'http'].map((scheme) => URL.parse(`${scheme}://${url}`)))
    if (target) tunnel(target, socket, head, failed)
    else socket.on('error', () => undefined).end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    blocked,
    unreachable: (origin) => unreachable.get(origin),
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

type Failed = (url: URL, error: Error) => void

function pass(url: URL, request: IncomingMessage, response: ServerResponse, failed: Failed): void {
  const onward = httpRequest(url, { method: request.method, headers: withoutHops(request) })
  onward.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', (error) => {
    if (response.headersSent) response.destroy()
    else {
      failed(url, error)
      response.writeHead(502).end()
    }
  })
  response.on('close', () => onward.destroy())
  request.pipe(onward)
}

function tunnel(url: URL, socket: Duplex, head: Buffer, failed: Failed): void {
  const { port, hostname, protocol } = url
  const onward = connect(Number(port || (protocol === 'https:' ? 443 : 80)), hostname, () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    onward.write(head)
    onward.pipe(socket).pipe(onward)
  })
  onward.on('error', (error) => {
    if (onward.connecting || onward.bytesRead === 0) failed(url, error)
    socket.destroy()
  })
  socket.on('error', () => onward.destroy())
  socket.on('close', () => onward.destroy())
}

function withoutHops({ headers }: IncomingMessage): IncomingMessage['headers'] {
  const kept = { ...headers }
  delete kept['proxy-connection']
  delete kept['proxy-authorization']
  return kept
}
