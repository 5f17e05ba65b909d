// The only way from the browser to any network: a proxy that lets through what the allowed origins have.
// The browser's own blocking sees neither redirects nor what its services ask for; here everything comes by.
import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { allows } from './origins.ts'

export interface Gate extends AsyncDisposable {
  /** For the browser's proxy setting. */
  readonly url: string
  /** Origins that were asked for in vain. */
  readonly blocked: ReadonlySet<string>
}

export async function openGate(origins: readonly string[]): Promise<Gate> {
  const blocked = new Set<string>()
  const passes = (url: URL | null): url is URL => {
    if (url !== null && allows(origins, url)) return true
    blocked.add(url?.origin ?? 'an address that is none')
    return false
  }
  const server = createServer((request, response) => {
    const url = URL.parse(request.url ?? '')
    if (url?.protocol !== 'http:' || !passes(url)) return void response.writeHead(403).end()
    const onward = httpRequest(url, {
      method: request.method,
      headers: withoutHops(request),
    })
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () =>
      response.headersSent ? response.destroy() : response.writeHead(502).end(),
    )
    response.on('close', () => onward.destroy())
    request.pipe(onward)
  })
  server.on('connect', ({ url = '' }, socket, head) => {
    // Of TLS, and of WebSockets, which are allowed where their page's origin is.
    const targets = ['https', 'http'].map((scheme) => URL.parse(`${scheme}://${url}`))
    const target = targets.find((each) => each !== null && allows(origins, each))
    socket.on('error', () => socket.destroy())
    if (!target) {
      passes(targets[0] ?? null)
      return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    }
    const { port, hostname, protocol } = target
    const onward = connect(Number(port || (protocol === 'https:' ? 443 : 80)), hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
    onward.on('error', () => socket.destroy())
    socket.on('close', () => onward.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    blocked,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function withoutHops({ headers }: IncomingMessage): IncomingMessage['headers'] {
  const kept = { ...headers }
  delete kept['proxy-connection']
  delete kept['proxy-authorization']
  return kept
}
