// What stands above and below the content of every page.
import { cells } from './box.ts'
import type { Box, Layout } from './paper.ts'
import type { Surface } from './surface.ts'

export interface Bands {
  readonly headerText: string
  readonly resourceName: string
  readonly url: string
}

const GREY = '#666666'
const SIZE = 3.6
/** From the top of accents to the end of descenders. */
const LINE_HEIGHT = 5

/** Long texts are made smaller until they fit. */
export function drawBands(page: Surface, { header, footer }: Layout, bands: Bands): void {
  if (bands.headerText) page.band('Header', () => drawHeader(page, header, bands))
  page.band('Footer', () => drawFooter(page, footer, bands))
}

const STYLE = { size: SIZE, colour: GREY }

const drawHeader = (page: Surface, header: Box, { headerText }: Bands): void =>
  page.label(headerText, { ...header, height: LINE_HEIGHT }, { ...STYLE, field: 'header_text' })

function drawFooter(page: Surface, footer: Box, { resourceName, url }: Bands): void {
  const line = { ...footer, y: footer.y + footer.height - LINE_HEIGHT, height: LINE_HEIGHT }
  drawMark(page, line.x, line.y + (LINE_HEIGHT - SIZE) / 2, SIZE)
  const names = { ...line, x: line.x + 1.6 * SIZE, width: line.width - 1.6 * SIZE }
  const [left, right] = cells(names, 2, 1, SIZE) as [Box, Box]
  page.label(resourceName, left, { ...STYLE, align: 'left', field: 'resource_name' })
  page.label(url, right, { ...STYLE, align: 'right', field: 'url' })
}

/** Four squares, one of them lit: a bit of a picture and a picture of bits. */
function drawMark(page: Surface, x: number, y: number, size: number): void {
  const side = size * 0.44
  for (const [column, row] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const) {
    const box = {
      x: x + column * (size - side),
      y: y + row * (size - side),
      width: side,
      height: side,
    }
    page.rect(box, { fill: column === 1 && row === 0 ? '#f2a900' : GREY })
  }
}
