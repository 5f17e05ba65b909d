// Eight cards, a page each: 1 to 128 dots.
import { solidBack } from '../page/cut_lines.ts'
import { drawDots } from '../page/dots.ts'
import type { Surface } from '../page/surface.ts'
import type { Texts } from '../texts/index.ts'
import { defineWorksheet, type Draw } from './worksheet.ts'

const CARDS = [1, 2, 4, 8, 16, 32, 64, 128]
const FRAME = { line: 1, round: 6 }
const PADDING = 12
const NUMBER_HEIGHT = 52

export const binaryCards = defineWorksheet({
  options: { display_numbers: [true, false], black_back: [true, false] },
  subtitle: ({ display_numbers, black_back }, paperSize, texts) =>
    [texts.numbers(display_numbers), texts.blackBack(black_back), paperSize].join(' - '),
  pages: ({ display_numbers, black_back }, _random, { figures }) =>
    CARDS.flatMap((count): Draw[] => {
      const front: Draw = (page) => drawCard(page, count, display_numbers, figures)
      return black_back ? [front, solidBack(figures.back)] : [front]
    }),
})

function drawCard(
  page: Surface,
  count: number,
  hasNumber: boolean,
  figures: Texts['figures'],
): void {
  const { width, height } = page
  page.rect({ x: 0.5, y: 0.5, width: width - 1, height: height - 1 }, FRAME)
  const below = hasNumber ? NUMBER_HEIGHT : 0
  const dots = {
    x: PADDING,
    y: PADDING,
    width: width - 2 * PADDING,
    height: height - 2 * PADDING - below,
  }
  drawDots(page, dots, { alt: figures.dots(count), count, largest: 34 })
  if (!hasNumber) return
  const number = { x: 0, y: height - PADDING - below, width, height: below + PADDING }
  page.label(`${count}`, number, { size: 58 })
}
