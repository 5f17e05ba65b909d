// A few pages, looked at once by a person, still look the same.
import { expect, test } from 'vitest'
import { drawWorksheet, type Order } from '../src/draw.ts'
import { differenceFromGolden } from './helpers/golden.ts'
import { rastersOf } from './helpers/raster.ts'

const BANDS = {
  headerText: 'Room 4',
  resourceName: 'Example',
  url: 'https://example.org/example',
  copies: 1,
  seed: 'golden',
}

const GOLDENS: readonly (readonly [name: string, page: number, order: Order])[] = [
  ['grid_a4', 1, { ...BANDS, view: 'grid', paperSize: 'a4', options: {} }],
  [
    'binary_cards_a4',
    9,
    {
      ...BANDS,
      view: 'binary_cards',
      paperSize: 'a4',
      options: { display_numbers: true, black_back: true },
    },
  ],
  [
    'binary_to_alphabet_a4',
    1,
    {
      ...BANDS,
      view: 'binary_to_alphabet',
      paperSize: 'a4',
      options: { worksheet_version: 'teacher' },
    },
  ],
  [
    'binary_to_alphabet_letter',
    1,
    {
      ...BANDS,
      view: 'binary_to_alphabet',
      paperSize: 'letter',
      options: { worksheet_version: 'student' },
    },
  ],
  [
    'sorting_network_a4',
    1,
    { ...BANDS, view: 'sorting_network', paperSize: 'a4', options: { prefilled_values: 'easy' } },
  ],
  [
    'searching_cards_a4',
    1,
    {
      ...BANDS,
      view: 'searching_cards',
      paperSize: 'a4',
      options: { number_cards: '15', max_number: '99', help_sheet: true },
    },
  ],
]

test.each(GOLDENS)('%s looks as it did', async (name, page, order) => {
  const rasters = await rastersOf((await drawWorksheet(order)).pdf)
  expect(differenceFromGolden(name, rasters[page - 1]!)).toBeLessThan(0.001)
})
