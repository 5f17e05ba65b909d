// What is at which path of the web endpoints.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { isForeign } from './allowed_hosts.ts'
import { unreadiness, type Health } from './health.ts'
import type { Letters, Order } from './letters.ts'
import { metricsText } from './metrics.ts'
import { pageHeaders, workPage } from './page/work_page.ts'
import { workOf } from './work.ts'

export interface PageParts {
  readonly health: () => Health
  /** Asked for by POST /quiet: no more tasks are to be taken. */
  readonly quiet: () => void
  readonly letters: Letters
  /** Of the service. */
  readonly name: string
  readonly version: string
}

export interface Answer {
  readonly status: number
  readonly body: string
  /** Media type; plain text unless said. */
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
}

type Page = (parts: PageParts, headers: IncomingHttpHeaders) => Answer | Promise<Answer>

const ok = (body: string): Answer => ({ status: 200, body })
const unavailable = (body: string): Answer => ({ status: 503, body })

const workNow = async (parts: PageParts) =>
  workOf(parts.health(), await parts.letters.view(), parts)

const workInHtml: Page = async (parts) => ({
  status: 200,
  body: workPage(await workNow(parts)),
  type: 'text/html; charset=utf-8',
  headers: pageHeaders,
})

const isBrowser = ({ accept }: IncomingHttpHeaders): boolean =>
  accept?.includes('text/html') === true

const pages: Readonly<Record<string, Page>> = {
  '/': (parts, headers) => {
    if (isBrowser(headers)) return workInHtml(parts, headers)
    const { processes, counters } = parts.health()
    const running = processes.filter(({ pid }) => pid !== undefined).length
    return ok(
      `${parts.name}: ${running} of ${processes.length} processes run, ${counters.done} tasks done\n`,
    )
  },
  '/work': workInHtml,
  '/work.json': async (parts) => ({
    status: 200,
    body: `${JSON.stringify(await workNow(parts))}\n`,
    type: 'application/json',
  }),
  '/version': ({ version }) => ok(`${version}\n`),
  '/livez': ({ health }) =>
    health().crashLooping ? unavailable('processes die again and again\n') : ok('ok\n'),
  '/readyz': ({ health }) => {
    const reason = unreadiness(health())
    return reason === undefined ? ok('ok\n') : unavailable(`${reason}\n`)
  },
  // The render service's: all processes alive or not, and no words.
  '/_ah/health': ({ health }) => {
    const alive = health().processes.every(({ pid }) => pid !== undefined)
    return { status: alive ? 200 : 500, body: '' }
  },
  '/metrics': (parts) => ({
    status: 200,
    body: metricsText(parts.health(), parts),
    type: 'text/plain; version=0.0.4; charset=utf-8',
  }),
}

/** Resolves to what is at the path of a request; what changes something takes POST, and from no page of another site. */
export async function answerTo(
  parts: PageParts,
  { method = '', url = '/', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
): Promise<Answer> {
  const path = url.split('?', 1)[0] ?? '/'
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined
  if (page) return ['GET', 'HEAD'].includes(method) ? page(parts, headers) : notAllowed('GET, HEAD')
  const [, id, order] = /^\/dead\/([^/]+)\/(retry|delete)$/.exec(path) ?? []
  if (path !== '/quiet' && id === undefined) {
    const paths = Object.keys(pages).join(', ')
    return {
      status: 404,
      body: `there is only ${paths}, and by POST /quiet, /dead/ID/retry, /dead/ID/delete\n`,
    }
  }
  if (method !== 'POST') return notAllowed('POST')
  if (id !== undefined) {
    if (isForeign(headers)) return { status: 403, body: 'not for pages of other sites\n' }
    return orderLetter(parts, { order: order as Order, id: decoded(id) }, headers)
  }
  // A browser says whose page asks; no page of the web has orders for a worker.
  if (headers.origin !== undefined) return { status: 403, body: 'not for web pages\n' }
  parts.quiet()
  return { status: 202, body: 'no more tasks are taken\n' }
}

/** A form of the page comes back to it; a client of another kind is told in JSON. */
async function orderLetter(
  { letters }: PageParts,
  { order, id }: { readonly order: Order; readonly id: string },
  headers: IncomingHttpHeaders,
): Promise<Answer> {
  const outcome = await letters.order(order, id)
  if (outcome === 'done')
    return isBrowser(headers)
      ? { status: 303, body: '', headers: { location: '/work' } }
      : json(200, { id, [order === 'retry' ? 'retried' : 'deleted']: true })
  if (outcome === 'missing') return json(404, { id, error: 'there is no such dead letter' })
  return json(409, { id, error: outcome.problem })
}

const json = (status: number, body: object): Answer => ({
  status,
  body: `${JSON.stringify(body)}\n`,
  type: 'application/json',
})

const notAllowed = (allow: string): Answer => ({
  status: 405,
  body: `${allow} only\n`,
  headers: { allow },
})

/** What cannot be decoded stays as it is, and then is no id. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
