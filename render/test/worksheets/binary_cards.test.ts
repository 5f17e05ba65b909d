// The worksheet `binary_cards`.
import { expect, test } from 'vitest'
import { binaryCards } from '../../src/worksheets/binary_cards.ts'
import { checkWorksheet, ordersOf, readCopy } from '../helpers/check_worksheet.ts'
import { dotsIn, expectSolid } from '../helpers/shapes.ts'

checkWorksheet(binaryCards, {
  combinations: 8,
  filenames: [
    [
      'a4',
      { display_numbers: true, black_back: false },
      'Example (with numbers - without black back - a4).pdf',
    ],
    [
      'letter',
      { display_numbers: false, black_back: true },
      'Example (without numbers - with black back - letter).pdf',
    ],
  ],
  pages: ({ black_back }) => (black_back ? 16 : 8),
})

test.each(ordersOf(binaryCards))(
  'the cards have 1 to 128 dots and backs as asked: %s',
  async (_title, order) => {
    const { display_numbers, black_back } = order.options
    const copy = await readCopy(order)
    const fronts = black_back ? copy.filter((_, page) => page % 2 === 0) : copy
    const counts = [1, 2, 4, 8, 16, 32, 64, 128]
    expect(fronts.map(({ shapes }) => dotsIn(shapes).length)).toEqual(counts)
    const numbers = display_numbers ? counts.map((count) => [`${count}`]) : counts.map(() => [])
    expect(fronts.map(({ texts }) => texts.map(({ text }) => text))).toEqual(numbers)
    for (const back of copy) if (!fronts.includes(back)) expectSolid(back, '#000000')
  },
)

test('the number stands below the dots, and they do not touch', async () => {
  for (const [, order] of ordersOf(binaryCards)) {
    for (const { shapes, texts } of await readCopy(order)) {
      const dots = dotsIn(shapes)
      const gaps = dots
        .slice(1)
        .map(({ x, y, width }, index) => Math.hypot(x - dots[index]!.x, y - dots[index]!.y) - width)
      for (const gap of gaps) expect(gap).toBeGreaterThan(1)
      for (const { box } of texts)
        expect(box.y).toBeGreaterThan(Math.max(...dots.map(({ y, height }) => y + height)))
    }
  }
})
