// The worksheet `grid`.
import { expect, test } from 'vitest'
import { drawWorksheet } from '../src/draw.ts'
import { readPdf } from './helpers/read_pdf.ts'

test('a grid is one page with the three texts of its task', async () => {
  const { filename, pdf } = await drawWorksheet({
    view: 'grid',
    paperSize: 'a4',
    options: {},
    copies: 1,
    headerText: 'Room 4 <b>&"',
    resourceName: 'Grid',
    url: 'https://example.org/grid',
  })
  expect(filename).toBe('Grid (a4).pdf')
  const { title, pages } = await readPdf(pdf)
  expect(title).toBe(filename)
  expect(pages.map(({ items }) => items.map(({ text }) => text))).toEqual([
    ['Room 4 <b>&"', 'Grid', 'https://example.org/grid'],
  ])
})
