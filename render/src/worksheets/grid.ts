// Eight by eight squares.
import { cells, fitted } from '../page/box.ts'
import { defineWorksheet } from './worksheet.ts'

const SIDE = 8

export const grid = defineWorksheet({
  options: {},
  subtitle: (_options, paperSize) => paperSize,
  pages: (_options, _random, { figures }) => [
    (page) => {
      const board = fitted(page.box, 1)
      page.figure(figures.grid(SIDE), board, () => {
        for (const square of cells(board, SIDE, SIDE)) page.rect(square, { line: 0.5 })
      })
    },
  ],
})
