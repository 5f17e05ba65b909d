// A worksheet as a PDF document.
import { randomUUID } from 'node:crypto'
import { filenameOf } from './filename.ts'
import { drawBands, type Bands } from './page/bands.ts'
import { layoutOf, type PaperSize } from './page/paper.ts'
import { Pdf, type DrawnPage } from './page/pdf.ts'
import { seededRandom } from './page/random.ts'
import { Surface } from './page/surface.ts'
import { worksheets, type WorksheetName } from './worksheets/index.ts'

/** What to draw. All of it has been checked: this file trusts it. */
export interface Order extends Bands {
  readonly view: WorksheetName
  readonly paperSize: PaperSize
  /** One of the worksheet's values for each of its options. */
  readonly options: Readonly<Record<string, string | boolean>>
  readonly copies: number
  /** Orders with equal seeds get the same bytes. Without one, numbers are drawn by chance. */
  readonly seed?: string
}

export interface Drawing {
  readonly filename: string
  readonly pdf: Uint8Array
}

/** @throws TaskError for text with a character that no font has. */
export async function drawWorksheet(order: Order): Promise<Drawing> {
  const { paperSize, options, resourceName } = order
  const filename = filenameOf(resourceName, worksheets[order.view].subtitle(options, paperSize))
  const pdf = new Pdf(filename)
  drawCopies(pdf, order)
  return { filename, pdf: await pdf.bytes() }
}

function drawCopies(pdf: Pdf, order: Order): void {
  const { copies, seed = randomUUID() } = order
  const first = drawCopy(pdf, order, `${seed}/1`)
  for (let copy = 2; copy <= copies; copy += 1) {
    if (first.differs) drawCopy(pdf, order, `${seed}/${copy}`)
    else for (const page of first.pages) pdf.repeatPage(page)
  }
}

function drawCopy(pdf: Pdf, order: Order, seed: string): { pages: DrawnPage[]; differs: boolean } {
  const random = seededRandom(seed)
  const layout = layoutOf(order.paperSize)
  const pages = []
  for (const draw of worksheets[order.view].pages(order.options, random)) {
    const page = new Surface(pdf, layout.paper.width, layout.paper.height)
    pages.push(pdf.startPage(layout))
    drawBands(page, layout, order)
    page.within(layout.content, draw)
  }
  return { pages, differs: random.used }
}
