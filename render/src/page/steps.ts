// Numbered steps of an explanation, one below the other.
import type { Box } from './paper.ts'
import type { Surface } from './surface.ts'

const RADIUS = 4
/** From the left edge to the words. */
const INDENT = 12
const GAP = 4

/** @returns where the next thing may begin. */
export function drawSteps(
  page: Surface,
  steps: readonly string[],
  box: Box,
  style: { readonly size: number },
): number {
  const words = { ...box, x: box.x + INDENT, width: box.width - INDENT }
  let top = box.y
  for (const [index, step] of steps.entries()) {
    const middle = { x: box.x + RADIUS + 1, y: top + 0.57 * style.size }
    page.circle(middle.x, middle.y, RADIUS, { line: 0.5 })
    page.text(`${index + 1}`, middle.x, middle.y, { size: 6, align: 'center', anchor: 'middle' })
    top = page.paragraph(step, { ...words, y: top }, style) + GAP
  }
  return top
}
