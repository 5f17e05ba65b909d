// How the game with the searching cards is played, and the numbers in order for the player who turns the cards.
import { cells, inset } from '../../page/box.ts'
import type { Box } from '../../page/paper.ts'
import { drawSteps } from '../../page/steps.ts'
import type { Surface } from '../../page/surface.ts'
import { figures } from '../../texts/figures.ts'

const FIELD = { colour: '#000000', stroke: '#bbbbbb', line: 0.3, round: 2 }
/** Told from a field without colour too. */
const RING = { colour: '#c8102e', stroke: '#c8102e', line: 1, round: 5 }
const STYLE = { size: 6.5 }
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

export function drawHelperSheet(page: Surface, cardSet: Cards): void {
  page.label(
    'Searching cards',
    { x: 0, y: 1, width: page.width, height: 13 },
    { size: 14, role: 'H1' },
  )
  const column = { x: 0, width: page.width - 6, height: page.height }
  const top = drawSteps(page, stepsOf(cardSet), { ...column, y: 20 }, STYLE)
  page.text('The numbers in order', 0, top + 9, { size: 9, role: 'H2' })
  const list = { ...inset(page.box, 0.5), y: top + 14, height: ROWS * ROW_HEIGHT }
  drawList(page, list, cardSet)
  const advice =
    'Each red ring is at the end of a quarter of the list. Nobody finds the way? Then ask: is your number smaller than the one in the middle ring, or larger? One card, and half of all cards are out.'
  page.paragraph(advice, { ...column, y: list.y + list.height + 4 }, STYLE)
}

function stepsOf({ count, largest, sorted }: Cards): readonly string[] {
  const making = sorted.length
    ? `Make the ${count} cards. Each has a picture on one side and a number on the other: ${count} different ones from 1 to ${largest}.`
    : `Make the ${count} cards, and write ${count} different numbers on the sides without a picture. Then write the same numbers into the list below, the smallest first.`
  return [
    making,
    'Shuffle the cards and lay them in a row so that only the pictures can be seen. Choose a number from the list and say it. The searchers name one picture after the other, and you turn that card over, until they have found the number. Count the cards.',
    'Now lay the cards in the order of their numbers, the smallest on the left, pictures up again. Choose another number. Which card do the searchers want to see first, and what does its number tell them about all the others?',
    `Play it again with other numbers. With a good plan ${Math.log2(count + 1)} cards are always enough, although there are ${count}. How many would be enough for twice as many cards?`,
  ]
}

function drawList(page: Surface, box: Box, cardSet: Cards): void {
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
