// Windows to cut and fold: each flap shows a 1 below its dots; folded up, it hides them and shows a 0.
import { cells } from '../page/box.ts'
import { CUT, FOLD } from '../page/cut_lines.ts'
import { drawDots } from '../page/dots.ts'
import type { Box } from '../page/paper.ts'
import type { Surface } from '../page/surface.ts'
import type { Texts } from '../texts/index.ts'
import { drawBulb } from './binary_windows/bulb.ts'
import { defineWorksheet, type Draw } from './worksheet.ts'

const WINDOWS = 4

type ValueType = 'binary' | 'lightbulb'

export const binaryWindows = defineWorksheet({
  options: {
    number_bits: ['4', '8'],
    value_type: ['binary', 'lightbulb'],
    dot_counts: [true, false],
  },
  subtitle: ({ number_bits, value_type, dot_counts }, _paperSize, { bits, windows, dotCounts }) =>
    [bits(number_bits), windows.values[value_type], dotCounts(dot_counts)].join(' - '),
  pages: ({ number_bits, value_type, dot_counts }, _random, texts) =>
    Array.from({ length: Number(number_bits) / WINDOWS }, (_, sheet): Draw[] => [
      (page) => drawFront(page, sheet * WINDOWS, { value_type, dot_counts }, texts.figures),
      (page) => drawBack(page, value_type, texts),
    ]).flat(),
})

/** Dots above the fold, the most on the left as in a number, and flaps that are lit below it. */
function drawFront(
  page: Surface,
  firstBit: number,
  { value_type, dot_counts }: { value_type: ValueType; dot_counts: boolean },
  figures: Texts['figures'],
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
    const count = 2 ** (firstBit + WINDOWS - 1 - column)
    drawWindow(page, window, { count, alt: figures.dots(count), hasCount: dot_counts })
    drawValue(page, flap, value_type === 'lightbulb' && figures.litBulb, true)
  }
}

function drawWindow(
  page: Surface,
  { x, y, width, height }: Box,
  { count, alt, hasCount }: { count: number; alt: string; hasCount: boolean },
): void {
  const below = hasCount ? 28 : 0
  const dots = { x: x + 5, y: y + 6, width: width - 10, height: height - 12 - below }
  drawDots(page, dots, { alt, count, largest: 10 })
  if (hasCount)
    page.label(`${count}`, { x, y: y + height - 6 - below, width, height: below }, { size: 26 })
}

/** Upside down, because folding turns the flaps over. */
function drawBack(page: Surface, valueType: ValueType, { windows, figures }: Texts): void {
  const flaps = cells(page.box, WINDOWS, 2).slice(WINDOWS)
  page.paragraph(
    windows.howTo,
    { x: 15, y: 20, width: page.width - 30, height: 60 },
    { size: 6, align: 'center', colour: '#666666' },
  )
  for (const flap of flaps)
    page.turned(180, flap, (turned) =>
      drawValue(turned, turned.box, valueType === 'lightbulb' && figures.darkBulb, false),
    )
}

/** @param bulb what a light bulb shows; false for a digit. */
function drawValue(page: Surface, flap: Box, bulb: string | false, isOn: boolean): void {
  if (bulb !== false) page.figure(bulb, flap, () => drawBulb(page, flap, isOn))
  else page.label(isOn ? '1' : '0', flap, { size: 90 })
}
