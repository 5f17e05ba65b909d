// Fastify with its own log, the checks of the two operations and nothing else: `fastify_server.ts PORT`.
import { createRequire } from 'node:module'
import { example, task } from './description.ts'

interface App {
  post(path: string, options: object, handler: () => Promise<unknown>): void
  listen(place: { readonly port: number; readonly host: string }): Promise<string>
}

const require = createRequire(import.meta.url)
const { fastify } = require('fastify') as { readonly fastify: (options: object) => App }
const app = fastify({ logger: true })
const path = '/taskqueue/v1beta2/projects/:project/taskqueues/:taskqueue/tasks'
const integer = { type: 'integer' }
const querystring = {
  type: 'object',
  required: ['numTasks', 'leaseSecs'],
  properties: { numTasks: integer, leaseSecs: integer },
}
app.post(path, { schema: { body: task } }, async () => example)
app.post(`${path}/lease`, { schema: { querystring } }, async () => ({}))
await app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' })
