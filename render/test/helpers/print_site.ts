// A web site to print, and the task that asks for a page of it.
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface WebServer extends AsyncDisposable {
  readonly port: number
  readonly origin: string
}

export async function webServer(listener: RequestListener): Promise<WebServer> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

export const printTask = (url: string) => ({
  kind: 'task#print',
  resource_name: 'A page',
  paper_size: 'a4',
  header_text: '<b>&"',
  url,
})
