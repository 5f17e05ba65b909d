// A web server that tasks are dispatched to: it counts, remembers what it was sent, and answers as told.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** Names as they were written. */
  readonly names: readonly string[]
  readonly body: string
}

export interface Target extends AsyncDisposable {
  readonly url: string
  readonly received: Received[]
  /** Answers of the next requests, then 200. */
  readonly answers: (number | ((response: ServerResponse) => void))[]
}

export async function startTarget(): Promise<Target> {
  const received: Received[] = []
  const answers: Target['answers'] = []
  const server = createServer(async (request, response) => {
    const body = await text(request)
    received.push({
      method: request.method!,
      path: request.url!,
      headers: request.headers,
      names: request.rawHeaders.filter((_, i) => i % 2 === 0),
      body,
    })
    const answer = answers.shift() ?? 200
    if (typeof answer === 'function') answer(response)
    else response.writeHead(answer).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answers,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
