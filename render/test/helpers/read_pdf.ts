// A PDF document as a reader sees it.
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

export interface TextItem {
  readonly text: string
  /** The left end of its base line, in points from the bottom left corner of the page. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface ReadPage {
  /** Points. */
  readonly width: number
  readonly height: number
  readonly items: readonly TextItem[]
}

export interface ReadDocument {
  /** What viewers show in the title bar. */
  readonly title: string
  readonly pages: readonly ReadPage[]
}

export async function readPdf(pdf: Uint8Array): Promise<ReadDocument> {
  const loading = getDocument({ data: new Uint8Array(pdf), verbosity: 0 })
  const document = await loading.promise
  const { info } = await document.getMetadata()
  const pages = []
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number)
    const [, , width = 0, height = 0] = page.view
    const { items } = await page.getTextContent()
    const texts = items.flatMap((item) =>
      'str' in item && item.str.trim() ? [textItem(item)] : [],
    )
    pages.push({ width, height, items: texts })
  }
  await loading.destroy()
  return { title: (info as { Title: string }).Title, pages }
}

const textItem = (item: {
  str: string
  transform: number[]
  width: number
  height: number
}): TextItem => ({
  text: item.str,
  x: item.transform[4] ?? 0,
  y: item.transform[5] ?? 0,
  width: item.width,
  height: item.height,
})
