// The worksheet `modulo_clock`.
import { expect, test } from 'vitest'
import { moduloClock } from '../../src/worksheets/modulo_clock.ts'
import { checkWorksheet, ordersOf, readCopy } from '../helpers/check_worksheet.ts'

checkWorksheet(moduloClock, {
  combinations: 6,
  filenames: [
    ['a4', { modulo_number: '2' }, 'Example (2 - a4).pdf'],
    ['a4', { modulo_number: '1' }, 'Example (blank - a4).pdf'],
    ['letter', { modulo_number: '10' }, 'Example (10 - letter).pdf'],
  ],
  pages: () => 1,
})

test.each(ordersOf(moduloClock))(
  'numbers go round the dial from the top, clockwise: %s',
  async (_title, order) => {
    const [page] = await readCopy(order)
    const modulus = Number(order.options.modulo_number)
    const [dial] = page!.shapes.flatMap(({ parts }) => parts.map(({ box }) => box))
    const [x, y] = [dial!.x + dial!.width / 2, dial!.y + dial!.height / 2]
    expect(dial!.width).toBeCloseTo(dial!.height, 2)
    expect(page!.texts.map(({ text }) => text)).toEqual(
      Array.from({ length: modulus }, (_, number) => `${number}`),
    )
    for (const [number, { box }] of page!.texts.entries()) {
      const turn = Math.atan2(box.x + box.width / 2 - x, y - box.y - box.height / 2) / (2 * Math.PI)
      expect((modulus * turn + modulus + 0.5) % modulus).toBeCloseTo(number + 0.5, 1)
    }
    const ticks = page!.shapes.filter(({ parts }) => !parts[0]!.curved)
    expect(ticks).toHaveLength(modulus)
  },
)
