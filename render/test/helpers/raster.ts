// Pages as pictures, by PDFium: the reader inside Chromium, and the same on every machine.
import { PDFiumLibrary } from '@hyzyla/pdfium'

/** A pixel is a point: 72 to the inch. */
export interface Raster {
  readonly width: number
  readonly height: number
  /** Four bytes a pixel: red, green, blue, alpha. */
  readonly data: Uint8Array
}

const library = await PDFiumLibrary.init()

export async function rastersOf(pdf: Uint8Array): Promise<readonly Raster[]> {
  const document = await library.loadDocument(pdf)
  const rasters = []
  for (const page of document.pages()) {
    const { width, height, data } = await page.render({ scale: 1, render: 'bitmap' })
    rasters.push({ width, height, data: new Uint8Array(data) })
  }
  document.destroy()
  return rasters
}

/** The text of each page, in no order that means anything. */
export async function textsOf(pdf: Uint8Array): Promise<readonly string[]> {
  const document = await library.loadDocument(pdf)
  const texts = Array.from(document.pages(), (page) => page.getText())
  document.destroy()
  return texts
}

/** Whether anything is drawn in the rows from `top` to below `bottom`, and the columns likewise. */
export function hasInk(
  raster: Raster,
  [left, top, right, bottom]: readonly [number, number, number, number],
): boolean {
  for (let y = Math.max(0, Math.ceil(top)); y < Math.min(raster.height, Math.floor(bottom)); y += 1)
    for (
      let x = Math.max(0, Math.ceil(left));
      x < Math.min(raster.width, Math.floor(right));
      x += 1
    )
      if (isInk(raster, x, y)) return true
  return false
}

function isInk({ width, data }: Raster, x: number, y: number): boolean {
  const at = (y * width + x) * 4
  return data[at]! < 250 || data[at + 1]! < 250 || data[at + 2]! < 250
}

/** The colour of the pixel at a place in millimetres. */
export function colourAt({ width, data }: Raster, x: number, y: number): string {
  const [column, row] = [x, y].map((mm) => Math.floor((mm * 72) / 25.4)) as [number, number]
  const at = (row * width + column) * 4
  return `#${Buffer.from(data.subarray(at, at + 3)).toString('hex')}`
}
