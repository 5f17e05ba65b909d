// Dividing a page: boxes within boxes.
import type { Box } from './paper.ts'

/** The box made smaller by `margin` mm on every side. */
export const inset = ({ x, y, width, height }: Box, margin: number): Box => ({
  x: x + margin,
  y: y + margin,
  width: width - 2 * margin,
  height: height - 2 * margin,
})

/** The largest box of the given proportion (width / height) in the middle of another. */
export function fitted(box: Box, proportion: number): Box {
  const width = Math.min(box.width, box.height * proportion)
  const height = width / proportion
  return centred(box, width, height)
}

/** A box of the given size in the middle of another. */
export const centred = (box: Box, width: number, height: number): Box => ({
  x: box.x + (box.width - width) / 2,
  y: box.y + (box.height - height) / 2,
  width,
  height,
})

/** Equal cells, row by row, with `gap` mm between neighbours. */
export function cells(box: Box, columns: number, rows: number, gap = 0): readonly Box[] {
  const width = (box.width - (columns - 1) * gap) / columns
  const height = (box.height - (rows - 1) * gap) / rows
  return Array.from({ length: columns * rows }, (_, index) => ({
    x: box.x + (index % columns) * (width + gap),
    y: box.y + Math.floor(index / columns) * (height + gap),
    width,
    height,
  }))
}
