// The worksheet `left_right_cards`.
import { expect, test } from 'vitest'
import { cells } from '../../src/page/box.ts'
import { leftRightCards } from '../../src/worksheets/left_right_cards.ts'
import { checkWorksheet, ordersOf, readCopy } from '../helpers/check_worksheet.ts'
import { overlap } from '../helpers/read_pdf.ts'

checkWorksheet(leftRightCards, {
  combinations: 2,
  filenames: [['a4', {}, 'Example (a4).pdf']],
  pages: () => 1,
})

test.each(ordersOf(leftRightCards))(
  'four cards say LEFT on one side and RIGHT on the other: %s',
  async (_title, order) => {
    const [page] = await readCopy(order)
    const words = cells(page!.content, 2, 4).map((half) =>
      page!.texts.filter(({ box }) => overlap(box, half)).map(({ text }) => text),
    )
    expect(words).toEqual([0, 1, 2, 3].flatMap(() => [['LEFT'], ['RIGHT']]))
  },
)

test('the arrows point the way that their word says', async () => {
  for (const [, order] of ordersOf(leftRightCards)) {
    const [page] = await readCopy(order)
    const arrows = page!.shapes
      .filter(({ fill }) => fill !== undefined)
      .flatMap(({ parts }) => parts)
    expect(arrows).toHaveLength(8)
    for (const [index, { points, box }] of arrows.entries()) {
      // The tip is the one point at its end.
      const end = index % 2 === 0 ? box.x : box.x + box.width
      expect(points.filter(([x]) => Math.abs(x - end) < 0.01)).toHaveLength(1)
    }
  }
})
