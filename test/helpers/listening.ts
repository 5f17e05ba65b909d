// An app on a socket, in the test's own process.
import type { App } from '../../src/http/app.ts'
import { listen } from '../../src/http/listen.ts'
import type { Limits } from '../../src/http/listener.ts'

export interface ListeningApp extends AsyncDisposable {
  readonly port: number
  readonly url: string
}

const LIMITS: Limits = { line: 16_384, fields: 100, fieldSize: 8190 }

export async function listening(app: App, limits = LIMITS): Promise<ListeningApp> {
  const server = await listen(app, {
    place: { host: '127.0.0.1', port: 0 },
    backlog: 16,
    timeout: 10,
    keepalive: 5,
    limits,
  })
  const { port } = server
  return { port, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => server.close(0) }
}
