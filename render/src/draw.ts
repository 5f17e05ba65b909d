// A worksheet as a PDF document.
import { randomUUID } from 'node:crypto'
import { filenameOf } from './filename.ts'
import { drawBands, type Bands } from './page/bands.ts'
import type { Bookmark } from './page/bookmarks.ts'
import { layoutOf, type PaperSize } from './page/paper.ts'
import { Pdf } from './page/pdf.ts'
import { seededRandom } from './page/random.ts'
import { titleOf } from './page/structure.ts'
import { Surface } from './page/surface.ts'
import { catalogue, type Language, type Texts } from './texts/index.ts'
import { worksheets, type WorksheetName } from './worksheets/index.ts'

/** What to draw. All of it has been checked: this file trusts it. */
export interface Order extends Bands {
  readonly view: WorksheetName
  readonly paperSize: PaperSize
  /** One of the worksheet's values for each of its options. */
  readonly options: Readonly<Record<string, string | boolean>>
  readonly copies: number
  /** Of all that the worksheet says; English without one. */
  readonly language?: Language
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
  const texts = textsOf(order)
  const subtitle = worksheets[order.view].subtitle(options, paperSize, texts)
  const filename = filenameOf(resourceName, subtitle)
  const pdf = new Pdf(filename, texts.language)
  const copies = drawCopies(pdf, order)
  return { filename, pdf: await pdf.bytes(bookmarksOf(copies, texts)) }
}

const textsOf = ({ language = 'en' }: Order): Texts => catalogue[language]

/** Titles of the pages of a copy. */
type Titles = readonly string[]

function drawCopies(pdf: Pdf, order: Order): readonly Titles[] {
  const { copies, seed = randomUUID() } = order
  const first = drawCopy(pdf, order, `${seed}/1`)
  const titles = [first.titles]
  for (let copy = 2; copy <= copies; copy += 1) {
    if (first.differs) titles.push(drawCopy(pdf, order, `${seed}/${copy}`).titles)
    else {
      for (const page of first.titles.keys()) pdf.repeatPage(page)
      titles.push(first.titles)
    }
  }
  return titles
}

function drawCopy(pdf: Pdf, order: Order, seed: string): { titles: Titles; differs: boolean } {
  const random = seededRandom(seed)
  const layout = layoutOf(order.paperSize)
  const texts = textsOf(order)
  const titles = []
  for (const draw of worksheets[order.view].pages(order.options, random, texts)) {
    const page = new Surface(pdf, layout.paper.width, layout.paper.height)
    pdf.startPage(layout)
    drawBands(page, layout, order)
    page.within(layout.content, draw)
    titles.push(titleOf(pdf.structure.root) ?? texts.page(titles.length + 1))
  }
  return { titles, differs: random.used }
}

/** A bookmark for each page; those of several copies are under one for each copy. */
function bookmarksOf(copies: readonly Titles[], texts: Texts): readonly Bookmark[] {
  let page = 0
  const all = copies.map((titles, index) => {
    const children = titles.map((title) => ({ title, page: page++ }))
    return { title: texts.copy(index + 1), page: children[0]?.page ?? 0, children }
  })
  return all.length === 1 ? all[0]!.children : all
}
