// The worksheet `train_stations`.
import { expect, test } from 'vitest'
import { trainStations } from '../../src/worksheets/train_stations.ts'
import { checkWorksheet, ordersOf, readCopy } from '../helpers/check_worksheet.ts'
import { overlap } from '../helpers/read_pdf.ts'

checkWorksheet(trainStations, {
  combinations: 4,
  filenames: [
    ['a4', { tracks: 'circular' }, 'Example (circular tracks - a4).pdf'],
    ['letter', { tracks: 'twisted' }, 'Example (twisted tracks - letter).pdf'],
  ],
  pages: () => 1,
})

test.each(ordersOf(trainStations))(
  'nine stations, each of its own colour, lie on a closed track: %s',
  async (_title, order) => {
    const [page] = await readCopy(order)
    const names = page!.texts.map(({ text }) => text)
    expect(new Set(names).size).toBe(9)
    expect(page!.texts.map(({ turned }) => turned)).toEqual(names.map(() => 90))
    const plates = page!.shapes.filter(({ fill, stroke }) => fill && stroke)
    expect(new Set(plates.map(({ fill }) => fill)).size).toBe(9)
    const boxes = plates.flatMap(({ parts }) => parts.map(({ box }) => box))
    for (const [i, box] of boxes.entries())
      for (const other of boxes.slice(i + 1)) expect(overlap(box, other)).toBe(false)
    const rails = page!.shapes.filter(
      ({ parts }) => parts[0]!.closed && parts[0]!.points.length > 500,
    )
    expect(rails).toHaveLength(2)
  },
)

test.each(ordersOf(trainStations))(
  'only twisted tracks have bridges: %s',
  async (_title, order) => {
    const [page] = await readCopy(order)
    const decks = page!.shapes.filter(({ fill, stroke }) => fill === '#ffffff' && !stroke)
    expect(decks).toHaveLength(order.options.tracks === 'twisted' ? 3 : 0)
  },
)
