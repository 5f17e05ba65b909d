// How the game with the searching cards is played, and the numbers in order for the player who turns the cards.
import { cells, inset } from '../../page/box.ts'
import type { Box } from '../../page/paper.ts'
import { drawSteps, fittingSize } from '../../page/steps.ts'
import type { Surface } from '../../page/surface.ts'
import type { Texts } from '../../texts/index.ts'

const FIELD = { colour: '#000000', stroke: '#bbbbbb', line: 0.3, round: 2 }
/** Told from a field without colour too. */
const RING = { colour: '#c8102e', stroke: '#c8102e', line: 1, round: 5 }
const LARGEST_TYPE = 6.5
/** By all but the steps, the list and the advice. */
const TAKEN = 20 + 14
/** So that each row is a quarter of the list. */
const ROWS = 4
const ROW_HEIGHT = 15

interface Cards {
  readonly count: number
  /** The largest number that a card may have. */
  readonly largest: number
  /** Empty for cards on which the players write numbers of their own. */
  readonly sorted: readonly number[]
}

export function drawHelperSheet(page: Surface, cardSet: Cards, texts: Texts): void {
  const { title, list: heading, advice } = texts.searching
  page.label(title, { x: 0, y: 1, width: page.width, height: 13 }, { size: 14, role: 'H1' })
  const steps = stepsOf(cardSet, texts.searching)
  const room = { width: page.width - 6, height: page.height - TAKEN - ROWS * ROW_HEIGHT }
  const style = { size: fittingSize(steps, [advice], room, LARGEST_TYPE) }
  const column = { x: 0, width: page.width - 6, height: page.height }
  const top = drawSteps(page, steps, { ...column, y: 20 }, style)
  page.text(heading, 0, top + 9, { size: 9, role: 'H2' })
  const list = { ...inset(page.box, 0.5), y: top + 14, height: ROWS * ROW_HEIGHT }
  drawList(page, list, cardSet, texts.figures)
  page.paragraph(advice, { ...column, y: list.y + list.height + 4 }, style)
}

const stepsOf = (
  { count, largest, sorted }: Cards,
  { making, makingBlank, shuffled, inOrder, again }: Texts['searching'],
): readonly string[] => [
  sorted.length > 0 ? making(count, largest) : makingBlank(count),
  shuffled,
  inOrder,
  again(count, Math.log2(count + 1)),
]

function drawList(page: Surface, box: Box, cardSet: Cards, figures: Texts['figures']): void {
  const { count, sorted } = cardSet
  const quarter = (count + 1) / ROWS
  const fields = cells(box, quarter, ROWS, 3)
    .slice(0, count)
    .map((field, index) => ({ field, style: (index + 1) % quarter === 0 ? RING : FIELD }))
  const draw = (): void => {
    for (const { field, style } of fields) page.rect(field, style)
  }
  if (sorted.length === 0) return page.figure(figures.emptyList(count), box, draw)
  draw()
  page.group('L', () => {
    for (const [index, { field, style }] of fields.entries())
      page.group('LI', () => {
        const number = sorted[index]!
        page.label(`${number}`, inset(field, 1.5), {
          size: 9,
          colour: style.colour,
          role: 'LBody',
          ...(style === RING && { readAs: figures.ringed(number) }),
        })
      })
  })
}
