// The worksheet `arrows`.
import { expect, test } from 'vitest'
import { arrows } from '../../src/worksheets/arrows.ts'
import { checkWorksheet, ordersOf, readCopy } from '../helpers/check_worksheet.ts'
import type { ReadPart } from '../helpers/read_operators.ts'

checkWorksheet(arrows, {
  combinations: 2,
  filenames: [['a4', {}, 'Example (a4).pdf']],
  pages: () => 1,
})

test.each(ordersOf(arrows))(
  'there are eight turns each way and 24 steps straight on: %s',
  async (_title, order) => {
    const [page] = await readCopy(order)
    const drawn = page!.shapes
      .filter(({ fill }) => fill !== undefined)
      .flatMap(({ parts }) => parts)
    expect(drawn.map(directionOf)).toEqual([
      ...Array.from({ length: 8 }, () => 'right'),
      ...Array.from({ length: 8 }, () => 'left'),
      ...Array.from({ length: 24 }, () => 'straight'),
    ])
  },
)

/** The cards are turned clockwise: what points up on a card points right on the page. */
function directionOf({ points, box, curved }: ReadPart): string {
  if (!curved) return 'straight'
  const isTip = (edge: number): boolean =>
    points.filter(([, y]) => Math.abs(y - edge) < 0.01).length === 1
  return isTip(box.y + box.height) ? 'right' : isTip(box.y) ? 'left' : 'neither'
}
