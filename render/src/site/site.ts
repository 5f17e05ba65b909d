// The web pages of the render service, on the port of the worker host.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ServiceView, Site } from '@discovery-emulator/worker/service'
import { readRenderSettings } from '../service/settings.ts'
import { pathIn } from '../store/directory.ts'
import { indexPage } from './index_page.ts'
import { openRecent, type Recent } from './recent.ts'
import { send, sendFile, type Answer } from './send.ts'
import { stateOf, workersOf } from './state.ts'

/** What the original's clients find at `/`, without a line's end. */
const IDENTITY = 'CS-Unplugged - Render Engine'

/** Milliseconds: who is silent for so long hangs; and how long the original waited for its restarts. */
const reviving = { silentMs: 5000, waitMs: 10_000 }

export const site: Site = {
  open(view) {
    const { resultUrl, resultFolder } = readRenderSettings(view.env)
    const recent = openRecent(resultUrl)
    const routes = routesOf({ view, recent, resultFolder })
    return {
      answer: (request, response) => answer(routes, request, response, view),
      onSettled: recent.add,
    }
  },
}

interface Parts {
  readonly view: ServiceView
  readonly recent: Recent
  readonly resultFolder: string
}

type Route = (
  segments: readonly string[],
  request: IncomingMessage,
) => Answer | { readonly file: string } | Promise<Answer>

/** By the first segment of the path. Undefined where the worker's own pages are to answer. */
const routesOf =
  ({ view, recent, resultFolder }: Parts) =>
  (first: string, more: readonly string[]): Route | undefined => {
    if (first === 'recent') return (segments) => recent.pdf(segments) ?? notFound
    if (first === 'results')
      return (segments) => {
        const file = pathIn(resultFolder, segments)
        return file === undefined ? notFound : { file }
      }
    if (first === '_ah' && more.join('/') === 'health') return () => health(view)
    if (first === '' && more.length === 0)
      return (_, { headers }) =>
        headers.accept?.includes('text/html')
          ? indexPage(stateOf(view.health()), recent.list(), view)
          : { status: 200, body: IDENTITY }
    return undefined
  }

const notFound: Answer = { status: 404, body: 'There is no such document.\n' }

/** Of several at a time, each waits for the same restarts. */
async function health(view: ServiceView): Promise<Answer> {
  const revived = await view.revive(reviving)
  const workers = workersOf(revived, reviving.silentMs)
  const alive = workers.every(({ state }) => state !== 'missing' && state !== 'silent')
  return {
    status: alive && workers.length > 0 ? 200 : 500,
    type: 'application/json',
    body: `${JSON.stringify({ workers, restarts: revived.restarts })}\n`,
  }
}

function answer(
  routes: ReturnType<typeof routesOf>,
  request: IncomingMessage,
  response: ServerResponse,
  { logger }: ServiceView,
): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  const [first = '', ...segments] = segmentsOf(request.url ?? '/')
  const route = routes(first, segments)
  if (route === undefined) return false
  respond(route, segments, request, response).catch((error: unknown) => {
    logger.error({ err: error }, 'a web page failed')
    response.destroy()
  })
  return true
}

async function respond(
  route: Route,
  segments: readonly string[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answered = await route(segments, request)
  if ('file' in answered) await sendFile(request, response, answered.file, notFound)
  else send(request, response, answered)
}

/** Decoded; what cannot be decoded stays as it is, and then is no name of ours. */
const segmentsOf = (url: string): string[] =>
  (url.split('?', 1)[0] ?? '')
    .slice(1)
    .split('/')
    .map((segment) => {
      try {
        return decodeURIComponent(segment)
      } catch {
        return segment
      }
    })
