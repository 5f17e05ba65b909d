// The worksheet `grid`.
import { expect, test } from 'vitest'
import { grid } from '../../src/worksheets/grid.ts'
import { checkWorksheet, ordersOf, readCopy } from '../helpers/check_worksheet.ts'

checkWorksheet(grid, {
  combinations: 2,
  filenames: [
    ['a4', {}, 'Example (a4).pdf'],
    ['letter', {}, 'Example (letter).pdf'],
  ],
  pages: () => 1,
})

test.each(ordersOf(grid))('there are eight by eight squares: %s', async (_title, order) => {
  const [page] = await readCopy(order)
  const squares = page!.shapes.flatMap(({ parts }) => parts.map(({ box }) => box))
  expect(squares).toHaveLength(64)
  for (const { width, height } of squares) expect(width).toBeCloseTo(height, 3)
  expect(new Set(squares.map(({ x }) => x.toFixed(2))).size).toBe(8)
  expect(new Set(squares.map(({ y }) => y.toFixed(2))).size).toBe(8)
  expect(page!.texts).toEqual([])
})
