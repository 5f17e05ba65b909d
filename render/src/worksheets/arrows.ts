// Cards for the steps of a program: turns to the right, turns to the left and steps straight on.
import { cells, centred } from '../page/box.ts'
import { cutLines } from '../page/cut_lines.ts'
import type { Box } from '../page/paper.ts'
import type { Surface } from '../page/surface.ts'
import type { Texts } from '../texts/index.ts'
import { defineWorksheet } from './worksheet.ts'

const [COLUMNS, ROWS] = [8, 5]
const INK = '#000000'

interface Arrow {
  readonly alt: 'turnRight' | 'turnLeft' | 'straightOn'
  /** About 28 tall around 0, 0, pointing to where one goes or looks next. */
  readonly d: string
}

const RIGHT: Arrow = {
  alt: 'turnRight',
  d: 'M -8 14 V -1.5 A 7 7 0 0 1 -1 -8.5 H 2 V -14 L 12.5 -5.5 L 2 3 V -2.5 H 0 A 2 2 0 0 0 -2 -0.5 V 14 Z',
}
const LEFT: Arrow = {
  alt: 'turnLeft',
  d: 'M 8 14 V -1.5 A 7 7 0 0 0 1 -8.5 H -2 V -14 L -12.5 -5.5 L -2 3 V -2.5 H 0 A 2 2 0 0 1 2 -0.5 V 14 Z',
}
const STRAIGHT: Arrow = {
  alt: 'straightOn',
  d: 'M -3 14 V -3 H -9 L 0 -14 L 9 -3 H 3 V 14 Z',
}

export const arrows = defineWorksheet({
  options: {},
  subtitle: (_options, paperSize) => paperSize,
  pages: (_options, _random, { figures }) => [
    (page) =>
      page.turned(90, page.box, (turned) => {
        cutLines(turned, turned.box, COLUMNS, ROWS)
        for (const [index, card] of cells(turned.box, COLUMNS, ROWS).entries())
          drawArrow(turned, card, [RIGHT, LEFT][Math.floor(index / COLUMNS)] ?? STRAIGHT, figures)
      }),
  ],
})

function drawArrow(page: Surface, card: Box, { alt, d }: Arrow, figures: Texts['figures']): void {
  const middle = centred(card, 0, 0)
  page.figure(figures[alt], card, () => page.within(middle, (at) => at.path(d, { fill: INK })))
}
