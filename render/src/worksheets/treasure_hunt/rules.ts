// How the game is played, as a page of its own.
import { drawSteps, fittingSize } from '../../page/steps.ts'
import type { Surface } from '../../page/surface.ts'
import type { Texts } from '../../texts/index.ts'

const LARGEST_TYPE = 6
/** By all but the rules and the questions. */
const TAKEN = 22 + 4 + 14
const GAP = 4

/** `order` is that of the numbers in the chests. */
export function drawRules(
  page: Surface,
  order: 'sorted' | 'unsorted',
  { howToPlay, rules, think, advice }: Texts['treasure'],
): void {
  page.label(howToPlay, { x: 0, y: 1, width: page.width, height: 13 }, { size: 14, role: 'H1' })
  const room = { width: page.width - 6, height: page.height - TAKEN }
  const style = { size: fittingSize([...rules, ...advice[order]], [], room, LARGEST_TYPE) }
  const column = { x: 12, width: page.width - 18, height: page.height }
  let top = drawSteps(
    page,
    rules,
    { x: 0, y: 22, width: page.width - 6, height: page.height },
    style,
  )
  top += 4
  page.text(think, column.x, top + 7, { size: 9, role: 'H2' })
  top += 14
  for (const question of advice[order])
    top = page.paragraph(question, { ...column, y: top }, style) + GAP
}
