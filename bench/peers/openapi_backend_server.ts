// openapi-backend on node:http, as its README has it: `openapi_backend_server.ts PORT`.
import { createServer, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { example, openApi } from './description.ts'

interface Backend {
  init(): Promise<unknown>
  handleRequest(request: object, response: ServerResponse): Promise<unknown>
}

const require = createRequire(import.meta.url)
const { OpenAPIBackend } = require('openapi-backend') as {
  readonly OpenAPIBackend: new (options: object) => Backend
}

interface Context {
  readonly validation: { readonly errors?: unknown }
}

const answer =
  (status: number, valueOf: (context: Context) => unknown) =>
  (context: Context, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(valueOf(context)))
  }

const backend = new OpenAPIBackend({
  definition: openApi,
  ajvOpts: { coerceTypes: true },
  handlers: {
    insert: answer(200, () => example),
    lease: answer(200, () => ({})),
    validationFail: answer(400, ({ validation }) => ({ error: validation.errors })),
    notFound: answer(404, () => ({})),
  },
})
await backend.init()

createServer((incoming, response) => {
  const chunks: Buffer[] = []
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
  incoming.on('end', () => {
    const { method, url, headers } = incoming
    const body = chunks.length === 0 ? undefined : Buffer.concat(chunks).toString()
    void backend.handleRequest({ method, path: url, headers, body }, response)
  })
}).listen(Number(process.argv[2]), '127.0.0.1')
