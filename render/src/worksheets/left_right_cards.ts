// Four cards to cut out and fold: LEFT on one side, RIGHT on the other.
import { cells } from '../page/box.ts'
import { cutLines, FOLD } from '../page/cut_lines.ts'
import type { Box } from '../page/paper.ts'
import type { Surface } from '../page/surface.ts'
import type { Texts } from '../texts/index.ts'
import { defineWorksheet } from './worksheet.ts'

const CARDS = 4

export const leftRightCards = defineWorksheet({
  options: {},
  subtitle: (_options, paperSize) => paperSize,
  pages: (_options, _random, texts) => [
    (page) => {
      cutLines(page, page.box, 1, CARDS)
      page.line(page.width / 2, 0, page.width / 2, page.height, FOLD)
      for (const [index, half] of cells(page.box, 2, CARDS).entries()) {
        if (index % 2 === 0) drawSide(page, half, -1, texts)
        else drawSide(page, half, 1, texts)
      }
    },
  ],
})

/** @param towards -1 for the arrow to the left, 1 to the right. */
function drawSide(page: Surface, half: Box, towards: -1 | 1, texts: Texts): void {
  const { left, right, figures } = texts
  const [word, alt] = towards === -1 ? [left, figures.leftArrow] : [right, figures.rightArrow]
  const { x, y, width, height } = half
  page.label(word, { x, y: y + height * 0.1, width, height: height * 0.45 }, { size: 26 })
  const [middle, arrowY] = [x + width / 2, y + height * 0.72]
  const tip = middle + towards * 22
  const arrow =
    `M ${middle - towards * 22} ${arrowY - 2.5} H ${tip - towards * 11} v -6 L ${tip} ${arrowY} ` +
    `L ${tip - towards * 11} ${arrowY + 8.5} v -6 H ${middle - towards * 22} Z`
  page.figure(alt, half, () => page.path(arrow, { fill: '#000000' }))
}
