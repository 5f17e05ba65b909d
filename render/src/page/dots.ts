// Cards of the binary numbers: a power of two as dots.
import { centred } from './box.ts'
import type { Box } from './paper.ts'
import type { Surface } from './surface.ts'

/** Of the distance between dots, so that they stay apart in print. */
const RADIUS = 0.37

/**
 * A figure of dots in the middle of a box, twice as many rows as columns or as many: each card is the one before it twice.
 * @param count a power of two.
 * @param largest the largest radius of a dot, in millimetres.
 */
export function drawDots(
  page: Surface,
  box: Box,
  { alt, count, largest = Infinity }: { alt: string; count: number; largest?: number },
): void {
  const columns = 2 ** Math.floor(Math.log2(count) / 2)
  const rows = count / columns
  const widest = largest / RADIUS
  const pitch = Math.min(box.width / columns, box.height / rows, widest)
  const { x, y } = centred(box, columns * pitch, rows * pitch)
  const centres = Array.from({ length: count }, (_, index): [number, number] => [
    x + ((index % columns) + 0.5) * pitch,
    y + (Math.floor(index / columns) + 0.5) * pitch,
  ])
  page.figure(alt, box, () => page.circles(centres, pitch * RADIUS, { fill: '#000000' }))
}
