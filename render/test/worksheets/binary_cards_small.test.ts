// The worksheet `binary_cards_small`.
import { expect, test } from 'vitest'
import { cells } from '../../src/page/box.ts'
import { binaryCardsSmall } from '../../src/worksheets/binary_cards_small.ts'
import { checkWorksheet, ordersOf, readCopy } from '../helpers/check_worksheet.ts'
import { overlap } from '../helpers/read_pdf.ts'
import { dotsIn, expectSolid } from '../helpers/shapes.ts'

checkWorksheet(binaryCardsSmall, {
  combinations: 24,
  filenames: [
    [
      'a4',
      { number_bits: '4', dot_counts: true, black_back: true },
      'Example (4 bits - with dot counts - with black back - a4).pdf',
    ],
    [
      'letter',
      { number_bits: '12', dot_counts: false, black_back: false },
      'Example (12 bits - without dot counts - without black back - letter).pdf',
    ],
  ],
  pages: ({ number_bits, black_back }) => (Number(number_bits) / 4) * (black_back ? 2 : 1),
})

test.each(ordersOf(binaryCardsSmall))(
  'each card has twice the dots of the one before: %s',
  async (_title, order) => {
    const { number_bits, dot_counts, black_back } = order.options
    const copy = await readCopy(order)
    const fronts = black_back ? copy.filter((_, page) => page % 2 === 0) : copy
    const cards = fronts.flatMap(({ content, shapes, texts }) =>
      cells(content, 2, 2).map((card) => ({
        dots: dotsIn(shapes).filter((dot) => overlap(dot, card)).length,
        texts: texts.filter(({ box }) => overlap(box, card)).map(({ text }) => text),
      })),
    )
    const counts = Array.from({ length: Number(number_bits) }, (_, bit) => 2 ** bit)
    expect(cards).toEqual(counts.map((dots) => ({ dots, texts: dot_counts ? [`${dots}`] : [] })))
    for (const back of copy) if (!fronts.includes(back)) expectSolid(back, '#000000')
  },
)
