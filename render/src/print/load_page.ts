// Loads a web page until it can be printed: its load event, then a network that is quiet.
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { printable } from '../printable.ts'
import { TaskError } from '../task_error.ts'
import type { EgressProxy } from './egress_proxy.ts'
import { loadFailure, refusalOf } from './load_failure.ts'
import { allows } from './origins.ts'
import { watchTraffic, type PageTraffic } from './page_traffic.ts'

export interface LoadOptions {
  readonly url: string
  /** Where the page itself may lead, as in PRINT_ORIGINS. */
  readonly origins: readonly string[]
  /** Milliseconds for which a loaded page is given time to fetch more. */
  readonly waitMs: number
  readonly proxy: Pick<EgressProxy, 'unreachable'>
}

/** Milliseconds without a request under way after which a page is taken to have all it wants. */
const QUIET = 500

/**
 * Begins to load at once; `ready` resolves when the page can be printed, to the addresses that had not answered by then.
 * Rejects with a TaskError for what is no page to print. The worker ends what takes too long.
 */
export function loadPage(
  page: Page,
  options: LoadOptions,
): { readonly traffic: PageTraffic; readonly ready: Promise<readonly string[]> } {
  const { url, origins } = options
  const traffic = watchTraffic(page, {
    mayLead: (target) => allows(origins, target),
    refusal: (target) => new TaskError('url', `The page ${printable(url)} ${detourOf(target)}.`),
  })
  return { traffic, ready: Promise.race([load(page, options, traffic), traffic.detour]) }
}

const detourOf = ({ protocol, origin }: URL): string =>
  /^https?:$/.test(protocol)
    ? `leads to ${origin}, which must not be printed`
    : 'leads to an address that is no web page'

async function load(
  page: Page,
  { url, waitMs, proxy: { unreachable } }: LoadOptions,
  traffic: PageTraffic,
): Promise<readonly string[]> {
  await page.emulateMedia({ media: 'print' })
  await page.goto(url, { waitUntil: 'load', timeout: 0 }).catch(async (error: Error) => {
    // A refresh to another page that may be printed.
    if (/interrupted by another navigation/.test(error.message))
      return page.waitForLoadState('load', { timeout: 0 })
    // The browser fails what leads away before this process hears where to.
    if (traffic.refused()) return traffic.detour
    throw loadFailure(error, { url, main: traffic.main(), unreachable })
  })
  const before = traffic.main()
  const refusal = before && refusalOf(before, { url, unreachable })
  if (refusal) throw refusal
  const unfinished = await untilQuiet(traffic, waitMs)
  const after = traffic.main()
  const late = after && after !== before && refusalOf(after, { url, unreachable })
  if (late) throw late
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  return unfinished
}

/** Resolves to what had not answered when the time was over. */
async function untilQuiet(traffic: PageTraffic, waitMs: number): Promise<readonly string[]> {
  const end = performance.now() + waitMs
  while (performance.now() < end) {
    if (traffic.quietMs() >= Math.min(QUIET, waitMs)) return []
    await wait(20)
  }
  return traffic.pending()
}
