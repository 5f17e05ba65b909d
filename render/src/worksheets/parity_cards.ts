// Twenty square cards with a white and a coloured side.
import { fitted } from '../page/box.ts'
import { cutLines, solidBack } from '../page/cut_lines.ts'
import { defineWorksheet } from './worksheet.ts'

const COLOURS = {
  black: '#000000',
  blue: '#3366ff',
  green: '#279f2d',
  purple: '#6e3896',
  red: '#cc0423',
} as const
const [COLUMNS, ROWS] = [4, 5]

export const parityCards = defineWorksheet({
  options: { back_colour: Object.keys(COLOURS) as (keyof typeof COLOURS)[] },
  subtitle: ({ back_colour }, paperSize, { backs }) => `${backs[back_colour]} - ${paperSize}`,
  pages: ({ back_colour }, _random, { figures }) => [
    (page) => {
      const cards = fitted(page.box, COLUMNS / ROWS)
      page.figure(figures.blankCards(COLUMNS, ROWS), cards, () =>
        cutLines(page, cards, COLUMNS, ROWS),
      )
    },
    solidBack(figures.back, COLOURS[back_colour]),
  ],
})
