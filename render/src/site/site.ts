// The web pages of the render service, on the port of the worker host.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isForeign, type ServiceView, type Site } from '@discovery-emulator/worker/service'
import { readRenderSettings, type RenderSettings } from '../service/settings.ts'
import { pathIn } from '../store/directory.ts'
import { refusalOfHost } from './allowed_hosts.ts'
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
    const settings = readRenderSettings(view.env)
    const { resultPlace, resultUrl } = settings
    const recent = openRecent(resultPlace.kind === 'directory' ? resultUrl : undefined)
    const parts = { view, recent, settings }
    return {
      answer: (request, response) => answer(parts, request, response),
      // What only shows results ends nothing.
      onSettled(settled) {
        try {
          recent.add(settled)
        } catch (error) {
          view.logger.error({ err: error, task: settled.taskId }, 'a result cannot be shown')
        }
      },
    }
  },
}

interface Parts {
  readonly view: ServiceView
  readonly recent: Recent
  readonly settings: RenderSettings
}

type Route = (
  segments: readonly string[],
  request: IncomingMessage,
) => Answer | { readonly file: string } | Promise<Answer>

/** By the first segment of the path. Undefined where the worker's own pages are to answer. */
function routeOf(
  { view, recent, settings }: Parts,
  first: string,
  more: readonly string[],
): Route | undefined {
  if (first === 'recent') return (segments) => recent.pdf(segments) ?? notFound
  const { resultPlace } = settings
  if (first === 'results' && resultPlace.kind === 'directory')
    return (segments) => {
      const file = pathIn(resultPlace.folder, segments)
      return file === undefined ? notFound : { file }
    }
  if (first === '_ah' && more.join('/') === 'health')
    return (_, { headers }) => health(view, isForeign(headers))
  if (first === '' && more.length === 0)
    return (_, { headers }) =>
      headers.accept?.includes('text/html')
        ? indexPage(stateOf(view.health()), recent.list(), view)
        : { status: 200, body: IDENTITY }
  return undefined
}

const notFound: Answer = { status: 404, body: 'There is no such document.\n' }

/** Of several at a time, each waits for the same restarts. Pages of other sites only see what is. */
async function health(view: ServiceView, onlyLook: boolean): Promise<Answer> {
  const revived = onlyLook ? view.health() : await view.revive(reviving)
  const workers = workersOf(revived, reviving.silentMs)
  const alive = workers.every(({ state }) => state !== 'missing' && state !== 'silent')
  return {
    status: alive && workers.length > 0 ? 200 : 500,
    type: 'application/json',
    body: `${JSON.stringify({ workers, restarts: revived.restarts })}\n`,
  }
}

function answer(parts: Parts, request: IncomingMessage, response: ServerResponse): boolean {
  // For the worker's pages too.
  response.setHeader('x-content-type-options', 'nosniff')
  const refusal = refusalOfHost(request.headers, parts.settings)
  if (refusal) {
    send(request, response, refusal)
    return true
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  const [first = '', ...segments] = segmentsOf(request.url ?? '/')
  const route = routeOf(parts, first, segments)
  if (route === undefined) return false
  respond(route, segments, request, response).catch((error: unknown) => {
    parts.view.logger.error({ err: error }, 'a web page failed')
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
