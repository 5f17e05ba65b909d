// The binary cards, four on a page, to cut out.
import { cells, inset } from '../page/box.ts'
import { cutLines, solidBack } from '../page/cut_lines.ts'
import { drawDots } from '../page/dots.ts'
import type { Box } from '../page/paper.ts'
import type { Surface } from '../page/surface.ts'
import type { Texts } from '../texts/index.ts'
import { defineWorksheet, type Draw } from './worksheet.ts'

const CARDS_ON_A_PAGE = 4
const PADDING = 7
const NUMBER_HEIGHT = 24

type DotsAlt = Texts['figures']['dots']

export const binaryCardsSmall = defineWorksheet({
  options: { number_bits: ['4', '8', '12'], dot_counts: [true, false], black_back: [true, false] },
  subtitle: ({ number_bits, dot_counts, black_back }, paperSize, texts) =>
    [
      texts.bits(number_bits),
      texts.dotCounts(dot_counts),
      texts.blackBack(black_back),
      paperSize,
    ].join(' - '),
  pages: ({ number_bits, dot_counts, black_back }, _random, { figures }) =>
    Array.from({ length: Number(number_bits) / CARDS_ON_A_PAGE }, (_, sheet): Draw[] => {
      const front: Draw = (page) =>
        drawSheet(page, sheet * CARDS_ON_A_PAGE, dot_counts, figures.dots)
      return black_back ? [front, solidBack(figures.back)] : [front]
    }).flat(),
})

function drawSheet(page: Surface, firstBit: number, hasCounts: boolean, dots: DotsAlt): void {
  cutLines(page, page.box, 2, 2)
  for (const [index, card] of cells(page.box, 2, 2).entries())
    drawCard(page, card, 2 ** (firstBit + index), hasCounts, dots)
}

function drawCard(page: Surface, card: Box, count: number, hasCount: boolean, alt: DotsAlt): void {
  const { x, y, width, height } = inset(card, PADDING)
  const below = hasCount ? NUMBER_HEIGHT : 0
  const dots = { x, y, width, height: height - below }
  drawDots(page, dots, { alt: alt(count), count, largest: 14 })
  if (hasCount)
    page.label(`${count}`, { x, y: y + height - below + 4, width, height: below - 4 }, { size: 28 })
}
