// A PDF document as a reader sees it: the texts and shapes of its pages. All lengths are millimetres from the top left.
import { getDocument, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Box } from '../../src/page/paper.ts'
import { read, type ReadShape, type ReadText } from './read_operators.ts'

export interface ReadPage {
  /** Points. */
  readonly width: number
  readonly height: number
  /** In the order in which they were drawn. */
  readonly texts: readonly ReadText[]
  readonly shapes: readonly ReadShape[]
  readonly fonts: readonly ReadFont[]
}

export interface ReadFont {
  readonly name: string
  readonly embedded: boolean
}

export interface ReadDocument {
  /** What viewers show in the title bar. */
  readonly title: string
  readonly language: string
  readonly pages: readonly ReadPage[]
}

export async function readPdf(pdf: Uint8Array): Promise<ReadDocument> {
  const loading = getDocument({
    data: new Uint8Array(pdf),
    fontExtraProperties: true,
    verbosity: 0,
  })
  const document = await loading.promise
  const { info } = (await document.getMetadata()) as { info: { Title: string; Language: string } }
  const pages = []
  for (let number = 1; number <= document.numPages; number += 1) {
    pages.push(await readPage(await document.getPage(number)))
  }
  await loading.destroy()
  return { title: info.Title, language: info.Language, pages }
}

async function readPage(page: PDFPageProxy): Promise<ReadPage> {
  const [, , width = 0, height = 0] = page.view
  const { fontIds, ...content } = read(await page.getOperatorList(), height)
  const fonts = fontIds.map((id) => {
    const font = page.commonObjs.get(id) as { name: string; missingFile?: boolean }
    return { name: font.name, embedded: font.missingFile === false }
  })
  return { width, height, ...content, fonts }
}

/** Whether two boxes share more than a hair. */
export const overlap = (a: Box, b: Box): boolean =>
  Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > 0.1 &&
  Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > 0.1
