// Numbered steps of an explanation, one below the other.
import { linesOf } from './fonts.ts'
import type { Box } from './paper.ts'
import { LEADING, type Surface } from './surface.ts'

const RADIUS = 4
/** From the left edge to the words. */
const INDENT = 12
const GAP = 4
/** Below descenders, for type of size 1: the last line needs none of it. */
const SPARE = 0.04

/** @returns where the next thing may begin. */
export function drawSteps(
  page: Surface,
  steps: readonly string[],
  box: Box,
  style: { readonly size: number },
): number {
  const words = { ...box, x: box.x + INDENT, width: box.width - INDENT }
  let top = box.y
  const drawStep = (step: string, index: number): void => {
    const middle = { x: box.x + RADIUS + 1, y: top + 0.57 * style.size }
    page.circle(middle.x, middle.y, RADIUS, { line: 0.5 })
    const number = { size: 6, align: 'center', anchor: 'middle', role: 'Lbl' } as const
    page.text(`${index + 1}`, middle.x, middle.y, number)
    top = page.paragraph(step, { ...words, y: top }, { ...style, role: 'LBody' }) + GAP
  }
  page.group(
    'L',
    () => {
      for (const [index, step] of steps.entries()) page.group('LI', () => drawStep(step, index))
    },
    { numbering: 'Decimal' },
  )
  return top
}

/** The largest size of type, up to `largest`, in which steps and paragraphs of full width take up `height` or less, with their gaps. */
export function fittingSize(
  steps: readonly string[],
  paragraphs: readonly string[],
  { width, height }: { readonly width: number; readonly height: number },
  largest: number,
): number {
  for (let size = largest; ; size *= 0.98) {
    const lines = [
      ...steps.map((text) => linesOf(text, (width - INDENT) / size).length),
      ...paragraphs.map((text) => linesOf(text, width / size).length),
    ]
    const taken = lines.reduce((sum, count) => sum + LEADING * size * count + GAP, 0)
    if (taken - SPARE * size <= height) return size
  }
}
