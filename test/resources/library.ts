// A server of documents alone: no handlers, ids and tags the same in each run.
import type { RestDescription } from '../../src/discovery/document.ts'
import { Clock } from '../../src/clock.ts'
import { Engine } from '../../src/resources/engine.ts'
import { engineFallback } from '../../src/resources/fallback.ts'
import { engineResources } from '../../src/resources/handler_resources.ts'
import type { HandlerModule } from '../../src/api/handlers.ts'
import type { Pace } from '../../src/resources/operations/pending.ts'
import { serverOf, type TestAnswer, type TestServer } from '../helpers/server.ts'
import { booksApi, long, text, time, truth } from './documents.ts'

export const library = booksApi({
  title: { ...text, description: 'Required. What stands on its back.' },
  isBorrowed: truth,
  pages: long,
  labels: { type: 'object', additionalProperties: text },
  createTime: time,
  updateTime: time,
  etag: text,
  state: { ...text, enum: ['STATE_UNSPECIFIED', 'ACTIVE', 'LOST'], readOnly: true },
})

export interface StatefulServer extends TestServer {
  readonly clock: Clock
  /** Verb, path and message: `ask('PATCH /v1/…', {…})`. */
  ask(line: string, message?: unknown): Promise<TestAnswer>
}

export function statefulServer(
  documents: RestDescription | readonly RestDescription[],
  pace: Pace = { polls: 0, delay: 0 },
  handlers: HandlerModule['handlers'] = {},
  options: Parameters<typeof serverOf>[1] = {},
): StatefulServer {
  const clock = new Clock()
  const engine = new Engine({ clock, seed: 'test', pace })
  const all = Array.isArray(documents) ? documents : [documents]
  const server = serverOf(
    all.map((document: RestDescription) => ({ document, handlers })),
    { fallback: engineFallback(engine), resources: engineResources(engine), ...options },
  )
  return {
    ...server,
    clock,
    ask(line, message) {
      const [method, path] = line.split(' ') as [string, string]
      return server.request(path, {
        method,
        ...(message !== undefined && {
          body: JSON.stringify(message),
          headers: { 'content-type': 'application/json' },
        }),
      })
    },
  }
}
