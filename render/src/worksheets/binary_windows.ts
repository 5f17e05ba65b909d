// Windows to cut and fold: each flap shows a 1 below its dots; folded up, it hides them and shows a 0.
import { cells } from '../page/box.ts'
import { CUT, FOLD } from '../page/cut_lines.ts'
import { drawDots } from '../page/dots.ts'
import type { Box } from '../page/paper.ts'
import type { Surface } from '../page/surface.ts'
import { figures } from '../texts/figures.ts'
import { drawBulb } from './binary_windows/bulb.ts'
import { defineWorksheet, having, type Draw } from './worksheet.ts'

const WINDOWS = 4
const HOW_TO =
  'Print on both sides. Cut along the dashed lines up to the dotted line, then fold a flap up to hide its dots: ' +
  'that window counts nothing.'

type ValueType = 'binary' | 'lightbulb'

export const binaryWindows = defineWorksheet({
  options: {
    number_bits: ['4', '8'],
    value_type: ['binary', 'lightbulb'],
    dot_counts: [true, false],
  },
  subtitle: ({ number_bits, value_type, dot_counts }) =>
    [`${number_bits} bits`, value_type, having(dot_counts, 'dot counts')].join(' - '),
  pages: ({ number_bits, value_type, dot_counts }) =>
    Array.from({ length: Number(number_bits) / WINDOWS }, (_, sheet): Draw[] => [
      (page) => drawFront(page, sheet * WINDOWS, value_type, dot_counts),
      (page) => drawBack(page, value_type),
    ]).flat(),
})

/** Dots above the fold, the most on the left as in a number, and flaps that are lit below it. */
function drawFront(
  page: Surface,
  firstBit: number,
  valueType: ValueType,
  hasCounts: boolean,
): void {
  const { width, height } = page
  page.rect(page.box, { line: 0.5 })
  page.line(0, height / 2, width, height / 2, FOLD)
  for (const [column, window] of cells(page.box, WINDOWS, 2).slice(0, WINDOWS).entries()) {
    const flap = { ...window, y: height / 2 }
    if (column > 0) {
      page.line(window.x, 0, window.x, height / 2, { line: 0.5 })
      page.line(flap.x, flap.y, flap.x, height, CUT)
    }
    drawWindow(page, window, 2 ** (firstBit + WINDOWS - 1 - column), hasCounts)
    drawValue(page, flap, valueType, true)
  }
}

function drawWindow(
  page: Surface,
  { x, y, width, height }: Box,
  count: number,
  hasCount: boolean,
): void {
  const below = hasCount ? 28 : 0
  const dots = { x: x + 5, y: y + 6, width: width - 10, height: height - 12 - below }
  drawDots(page, dots, { alt: figures.dots(count), count, largest: 10 })
  if (hasCount)
    page.label(`${count}`, { x, y: y + height - 6 - below, width, height: below }, { size: 26 })
}

/** Upside down, because folding turns the flaps over. */
function drawBack(page: Surface, valueType: ValueType): void {
  const flaps = cells(page.box, WINDOWS, 2).slice(WINDOWS)
  page.paragraph(
    HOW_TO,
    { x: 15, y: 20, width: page.width - 30, height: 60 },
    { size: 6, align: 'center', colour: '#666666' },
  )
  for (const flap of flaps)
    page.turned(180, flap, (turned) => drawValue(turned, turned.box, valueType, false))
}

function drawValue(page: Surface, flap: Box, valueType: ValueType, isOn: boolean): void {
  const alt = isOn ? figures.litBulb : figures.darkBulb
  if (valueType === 'lightbulb') page.figure(alt, flap, () => drawBulb(page, flap, isOn))
  else page.label(isOn ? '1' : '0', flap, { size: 90 })
}
