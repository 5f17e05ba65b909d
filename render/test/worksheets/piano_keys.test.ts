// The worksheet `piano_keys`.
import { expect, test } from 'vitest'
import { pianoKeys } from '../../src/worksheets/piano_keys.ts'
import { checkWorksheet, ordersOf, readCopy } from '../helpers/check_worksheet.ts'

checkWorksheet(pianoKeys, {
  combinations: 16,
  filenames: [
    ['a4', { highlight: false }, 'Example (no highlight - a4).pdf'],
    ['letter', { highlight: 'G' }, 'Example (G highlight - letter).pdf'],
  ],
  pages: () => 1,
})

test.each(ordersOf(pianoKeys))(
  'there are two octaves, and both keys of the highlighted name are coloured: %s',
  async (_title, order) => {
    const [page] = await readCopy(order)
    // The page is turned: from left to right is from top to bottom.
    const names = page!.texts.toSorted((a, b) => a.y - b.y).map(({ text }) => text)
    expect(names.join('')).toBe('CDEFGABCDEFGAB')
    const keys = page!.shapes.flatMap(({ fill, parts }) => parts.map(({ box }) => ({ fill, box })))
    expect(keys.filter(({ fill }) => fill === '#000000')).toHaveLength(10)
    const whites = keys
      .filter(({ fill }) => fill !== '#000000')
      .toSorted((a, b) => a.box.y - b.box.y)
    const coloured = names.filter((_, i) => whites[i]!.fill !== '#ffffff')
    const { highlight } = order.options
    expect(coloured).toEqual(highlight === false ? [] : [highlight, highlight])
  },
)
