// A web page as a document to print: its print stylesheet, our paper, header and footer.
import type { Page } from 'playwright-core'
import type { Context } from '@discovery-emulator/worker'
import { filenameOf } from '../filename.ts'
import type { Fields } from '../service/task_fields.ts'
import type { RenderSettings } from '../service/settings.ts'
import { TaskError } from '../task_error.ts'
import { openBrowser } from './browser.ts'
import { findChromium } from './find_chromium.ts'
import { openGate, type Gate } from './gate.ts'
import { printOrderOf, type PrintOrder } from './print_fields.ts'

export interface Printed {
  readonly filename: string
  readonly pdf: Uint8Array
}

/** @throws TaskError and PermanentError; any other error may not come again. */
export async function printPage(
  fields: Fields,
  { chromiumPath, chromiumSandbox, printOrigins }: RenderSettings,
  { signal, logger }: Pick<Context, 'signal' | 'logger'>,
): Promise<Printed> {
  const order = printOrderOf(fields, printOrigins)
  // oxlint-disable-next-line node/no-process-env -- where programs are is no setting of ours
  const executablePath = await findChromium(chromiumPath, process.env['PATH'] ?? '')
  await using gate = await openGate(printOrigins)
  try {
    await using opened = await openBrowser({ executablePath, chromiumSandbox }, gate.url, signal)
    const context = await opened.browser.newContext({
      acceptDownloads: false,
      serviceWorkers: 'block',
    })
    const page = await context.newPage()
    await load(page, order, gate)
    if (gate.blocked.size > 0)
      logger.warn(
        { blocked: [...gate.blocked] },
        'the page was printed without what it must not load',
      )
    const pdf = await page.pdf({ ...paperOf(order), printBackground: true, tagged: true })
    return { filename: filenameOf(order.resourceName, order.paperSize), pdf }
  } catch (error) {
    // What the browser says of its own death is less than why it was killed.
    throw signal.aborted ? signal.reason : error
  }
}

async function load(page: Page, { url }: PrintOrder, { blocked }: Gate): Promise<void> {
  await page.emulateMedia({ media: 'print' })
  // The worker ends what takes too long.
  const response = await page
    .goto(url, { waitUntil: 'load', timeout: 0 })
    .catch((error: unknown) => {
      refuseDetour(page, url, blocked)
      throw error
    })
  const status = response?.status() ?? 0
  if (status === 403) refuseDetour(page, url, blocked)
  if (status >= 500 || status === 429) throw new Error(`the page ${url} answers ${status}`)
  if (status >= 400) throw new TaskError('url', `The page ${url} answers ${status}.`)
  await page.evaluate('document.fonts.ready.then(() => undefined)')
}

/** @throws TaskError where the page itself, by a redirection, is one that must not be printed. */
function refuseDetour(page: Page, url: string, blocked: ReadonlySet<string>): void {
  const [origin] = blocked
  if (origin !== undefined && page.url() !== url)
    throw new TaskError('url', `The page ${url} leads to ${origin}, which must not be printed.`)
}

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
