// A table from the numbers 0 to 26 to five bits and to letters: 0 is the blank, 1 is A.
import { cells, inset } from '../page/box.ts'
import type { Box } from '../page/paper.ts'
import type { Surface } from '../page/surface.ts'
import type { Texts } from '../texts/index.ts'
import { defineWorksheet } from './worksheet.ts'

/** Widths of the three columns, of the width of a table. */
const SHARES = [0.29, 0.42, 0.29]
const TABLES = 3
const NUMBERS_IN_A_TABLE = 9
const BITS = 5
const GAP = 6
const PADDING = 2.5
const HEADING_COLOUR = '#dde6f0'

export const binaryToAlphabet = defineWorksheet({
  options: { worksheet_version: ['student', 'teacher'] },
  subtitle: ({ worksheet_version }, paperSize, { alphabet }) =>
    `${alphabet.versions[worksheet_version]} - ${paperSize}`,
  pages: ({ worksheet_version }, _random, { alphabet }) => [
    (page) =>
      page.turned(90, page.box, (turned) => {
        for (const [index, table] of cells(turned.box, TABLES, 1, GAP).entries())
          drawTable(turned, table, alphabet, {
            first: index * NUMBERS_IN_A_TABLE,
            isSolved: worksheet_version === 'teacher',
          })
      }),
  ],
})

function drawTable(
  page: Surface,
  table: Box,
  { headings }: Texts['alphabet'],
  { first, isSolved }: { first: number; isSolved: boolean },
): void {
  const [heading, ...rows] = cells(table, 1, NUMBERS_IN_A_TABLE + 1)
  page.rect(heading!, { fill: HEADING_COLOUR })
  page.group('Table', () => {
    drawRow(page, heading!, headings, { size: 6, role: 'TH' })
    for (const [index, row] of rows.entries())
      drawRow(page, row, textsOf(first + index, isSolved), { size: 10, role: 'TD' })
  })
  page.rect(table, { line: 0.8 })
}

function drawRow(
  page: Surface,
  row: Box,
  texts: readonly string[],
  style: { size: number; role: 'TH' | 'TD' },
): void {
  page.group('TR', () => {
    for (const [column, cell] of columnsOf(row).entries()) {
      page.rect(cell, { line: 0.4 })
      page.label(texts[column] ?? '', inset(cell, PADDING), style)
    }
  })
}

function textsOf(number: number, isSolved: boolean): readonly string[] {
  if (!isSolved) return [`${number}`]
  const letter = number === 0 ? '' : String.fromCodePoint(64 + number)
  return [`${number}`, number.toString(2).padStart(BITS, '0'), letter]
}

function columnsOf({ x, y, width, height }: Box): readonly Box[] {
  let left = x
  return SHARES.map((share) => {
    const cell = { x: left, y, width: share * width, height }
    left += cell.width
    return cell
  })
}
