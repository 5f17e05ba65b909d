// Where to cut and where to fold: the same lines on every worksheet.
import type { Box } from './paper.ts'
import type { Paint, Surface } from './surface.ts'

export const CUT: Paint = { stroke: '#777777', line: 0.3, dash: [2.4, 1.8] }
export const FOLD: Paint = { stroke: '#777777', line: 0.4, dash: [0.4, 1.6] }

/** Lines to cut a box into equal cards. */
export function cutLines(
  page: Surface,
  { x, y, width, height }: Box,
  columns: number,
  rows: number,
): void {
  for (let column = 0; column <= columns; column += 1) {
    const at = x + (column * width) / columns
    page.line(at, y, at, y + height, CUT)
  }
  for (let row = 0; row <= rows; row += 1) {
    const at = y + (row * height) / rows
    page.line(x, at, x + width, at, CUT)
  }
}

/** The back of cards, to be printed on the other side of the page: to its edges, so that it need not meet exactly. */
export const solidBack =
  (alt: string, colour = '#000000') =>
  (page: Surface): void =>
    page.figure(alt, page.box, () => page.rect(page.box, { fill: colour }))
