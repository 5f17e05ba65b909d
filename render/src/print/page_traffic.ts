// What a page asks of the network while it loads, as its browser tells it: what hangs, and where the page itself leads.
import type { Page, Request } from 'playwright-core'

/** The answer to the page itself. */
export interface MainAnswer {
  readonly url: string
  readonly status: number
  /** Media type, with its parameters. */
  readonly type: string
}

export interface PageTraffic {
  /** Addresses that were asked for and have not answered in full, the oldest first. */
  pending(): readonly string[]
  /** Milliseconds since the last request ended; 0 while one is under way. */
  quietMs(): number
  /** The last answer to the page itself, after redirections and refreshes. */
  main(): MainAnswer | undefined
  /** The first address of the page itself that `mayLead` refuses. */
  refused(): URL | undefined
  /** Rejects with `refusal(url)` as soon as there is one. */
  readonly detour: Promise<never>
}

export interface PageLimits {
  readonly mayLead: (url: URL) => boolean
  readonly refusal: (url: URL) => Error
}

/** These stay open for as long as the page is. */
const ENDLESS = new Set(['eventsource', 'websocket', 'ping'])

export function watchTraffic(page: Page, { mayLead, refusal }: PageLimits): PageTraffic {
  const open = new Set<Request>()
  const { promise: detour, reject } = Promise.withResolvers<never>()
  // It is raced with what the page does, and may come when nobody races any more.
  detour.catch(() => undefined)
  let [lastEnd, main, refused]: [number, MainAnswer?, URL?] = [performance.now()]
  const isMain = (request: Request): boolean =>
    request.isNavigationRequest() && request.frame() === page.mainFrame()
  const ended = (request: Request): void => {
    if (open.delete(request)) lastEnd = performance.now()
  }
  page.on('request', (request) => {
    if (!ENDLESS.has(request.resourceType())) open.add(request)
    const url = isMain(request) ? URL.parse(request.url()) : null
    if (url === null || mayLead(url)) return
    refused ??= url
    reject(refusal(url))
  })
  page.on('requestfinished', ended)
  page.on('requestfailed', ended)
  page.on('response', (response) => {
    if (!isMain(response.request())) return
    const type = response.headers()['content-type'] ?? ''
    main = { url: response.url(), status: response.status(), type }
  })
  return {
    pending: () => [...open].map((request) => request.url()),
    quietMs: () => (open.size > 0 ? 0 : performance.now() - lastEnd),
    main: () => main,
    refused: () => refused,
    detour,
  }
}
