// The worksheet `parity_cards`.
import { expect, test } from 'vitest'
import { parityCards } from '../../src/worksheets/parity_cards.ts'
import { checkWorksheet, ordersOf, readCopy } from '../helpers/check_worksheet.ts'
import { expectSolid } from '../helpers/shapes.ts'

checkWorksheet(parityCards, {
  combinations: 10,
  filenames: [
    ['a4', { back_colour: 'black' }, 'Example (black back - a4).pdf'],
    ['letter', { back_colour: 'purple' }, 'Example (purple back - letter).pdf'],
  ],
  pages: () => 2,
})

const COLOURS = {
  black: '#000000',
  blue: '#3366ff',
  green: '#279f2d',
  purple: '#6e3896',
  red: '#cc0423',
}

test.each(ordersOf(parityCards))(
  'four by five squares have a back of one colour: %s',
  async (_title, order) => {
    const [front, back] = await readCopy(order)
    const lines = front!.shapes.flatMap(({ parts }) => parts.map(({ box }) => box))
    const xs = lines.filter(({ height }) => height > 1).map(({ x }) => x)
    const ys = lines.filter(({ width }) => width > 1).map(({ y }) => y)
    expect([xs.length, ys.length]).toEqual([5, 6])
    const sides = [xs, ys].flatMap((places) =>
      places.slice(1).map((place, index) => place - places[index]!),
    )
    for (const side of sides) expect(side).toBeCloseTo(sides[0]!, 2)
    expect(front!.texts).toEqual([])
    expectSolid(back!, COLOURS[order.options.back_colour])
  },
)
