// A web page as a document to print: its print stylesheet, our paper, header and footer.
import { PermanentError, type Context } from '@discovery-emulator/worker'
import { filenameOf } from '../filename.ts'
import { printable } from '../printable.ts'
import type { RenderSettings } from '../service/settings.ts'
import { shown, type Fields } from '../service/task_fields.ts'
import { TaskError } from '../task_error.ts'
import { BrowserError, openBrowser } from './browser.ts'
import { openEgressProxy } from './egress_proxy.ts'
import { findChromium } from './find_chromium.ts'
import { browserWords, PrintError } from './load_failure.ts'
import { loadPage } from './load_page.ts'
import type { PageTraffic } from './page_traffic.ts'
import { parsePrintTask, type PrintOrder } from './parse_print_task.ts'

export interface Printed {
  readonly filename: string
  readonly pdf: Uint8Array
}

/** @throws TaskError and PermanentError; any other error may not come again. */
export async function printPage(
  fields: Fields,
  settings: RenderSettings,
  { signal, logger }: Pick<Context, 'signal' | 'logger'>,
): Promise<Printed> {
  const { chromiumPath, chromiumSandbox, printOrigins } = settings
  const order = parsePrintTask(fields, printOrigins)
  // oxlint-disable-next-line node/no-process-env -- where programs are is no setting of ours
  const executablePath = await findChromium(chromiumPath, process.env['PATH'] ?? '')
  await using proxy = await openEgressProxy(printOrigins)
  let traffic: PageTraffic | undefined
  try {
    await using opened = await openBrowser({ executablePath, chromiumSandbox }, proxy.url, signal)
    const context = await opened.browser.newContext({
      acceptDownloads: false,
      serviceWorkers: 'block',
    })
    const page = await context.newPage()
    const waitMs = settings.printWaitSeconds * 1000
    const loading = loadPage(page, { url: order.url, origins: printOrigins, waitMs, proxy })
    traffic = loading.traffic
    const missing = { unfinished: some(await loading.ready), blocked: some([...proxy.blocked]) }
    if (missing.unfinished.length + missing.blocked.length > 0)
      logger.warn(missing, 'the page was printed without what did not answer or must not be loaded')
    const pdf = await page.pdf({ ...paperOf(order), printBackground: true, tagged: true })
    return { filename: filenameOf(order.resourceName, order.paperSize), pdf }
  } catch (error) {
    // What the browser says of its own death is less than why it was killed.
    if (signal.aborted) throw overdue(signal.reason as Error, traffic)
    if (isOurs(error)) throw error
    logger.warn({ said: browserWords(error) }, 'the browser failed')
    throw error instanceof BrowserError
      ? new Error(`${error.message}; the log has its words.`)
      : new PrintError(`The browser failed at the page ${printable(order.url)}.`)
  }
}

/** What is said in our words. */
const isOurs = (error: unknown): boolean =>
  error instanceof TaskError || error instanceof PrintError || error instanceof PermanentError

/** A page that takes too long says what it waits for. */
function overdue(reason: Error, traffic: PageTraffic | undefined): Error {
  const waiting = some(traffic?.pending() ?? [])
  if (reason.name !== 'TimeLimit' || waiting.length === 0) return reason
  const verb = waiting.length === 1 ? 'does' : 'do'
  return new PrintError(`${reason.message}: ${waiting.join(', ')} ${verb} not answer`)
}

/** A page may ask for thousands of addresses. */
const some = (addresses: readonly string[]): readonly string[] =>
  addresses.slice(0, 5).map((address) => shown(address))

const SMALL = 'font: 8px sans-serif; color: #666; width: 100%; margin: 0 10mm;'

function paperOf({ paperSize, headerText, resourceName, url }: PrintOrder) {
  return {
    format: paperSize === 'a4' ? 'A4' : 'Letter',
    margin: { top: '18mm', right: '10mm', bottom: '18mm', left: '10mm' },
    displayHeaderFooter: true,
    headerTemplate: `<div style="${SMALL} text-align: center">${escaped(headerText)}</div>`,
    footerTemplate:
      `<div style="${SMALL} display: flex; justify-content: space-between">` +
      `<span>${escaped(resourceName)} - ${escaped(url)}</span>` +
      '<span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>',
  }
}

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
