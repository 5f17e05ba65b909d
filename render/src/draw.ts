// A worksheet as a PDF document.
import { randomUUID } from 'node:crypto'
import { drawBands, type Bands } from './page/bands.ts'
import { layoutOf, type PaperSize } from './page/paper.ts'
import { Pdf } from './page/pdf.ts'
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
  const { view, paperSize, options, copies, resourceName, seed = randomUUID() } = order
  const worksheet = worksheets[view]
  const filename = filenameOf(resourceName, worksheet.subtitle(options, paperSize))
  const layout = layoutOf(paperSize)
  const pdf = new Pdf(filename)
  for (let copy = 1; copy <= copies; copy += 1) {
    for (const draw of worksheet.pages(options, seededRandom(`${seed}/${copy}`))) {
      pdf.startPage(layout)
      const page = new Surface(pdf, layout.paper.width, layout.paper.height)
      drawBands(page, layout, order)
      page.within(layout.content, draw)
    }
  }
  return { filename, pdf: await pdf.bytes() }
}

const filenameOf = (resourceName: string, subtitle: string): string =>
  `${resourceName} (${subtitle}).pdf`
