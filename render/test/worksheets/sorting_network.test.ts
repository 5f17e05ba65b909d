// The worksheet `sorting_network`.
import { expect, test } from 'vitest'
import { sortingNetwork } from '../../src/worksheets/sorting_network.ts'
import { checkWorksheet, ordersOf, readCopy, type DrawnPage } from '../helpers/check_worksheet.ts'
import type { ReadShape } from '../helpers/read_operators.ts'

const RANGES = { blank: [0, 0], easy: [1, 9], medium: [10, 99], hard: [100, 999] } as const
const LANES = 6

checkWorksheet(sortingNetwork, {
  combinations: 8,
  filenames: [
    ['a4', { prefilled_values: 'blank' }, 'Example (blank - a4).pdf'],
    ['letter', { prefilled_values: 'easy' }, 'Example (1 to 9 - letter).pdf'],
    ['a4', { prefilled_values: 'hard' }, 'Example (100 to 999 - a4).pdf'],
  ],
  pages: () => 1,
  random: ({ prefilled_values }) => prefilled_values !== 'blank',
})

test.each(ordersOf(sortingNetwork))(
  'the six numbers differ and are in range: %s',
  async (_title, order) => {
    const level = order.options.prefilled_values
    const [page] = await readCopy(order)
    const numbers = page!.texts.map(({ text }) => Number(text)).filter((number) => number >= 0)
    expect(new Set(numbers).size).toBe(level === 'blank' ? 0 : LANES)
    const [low, high] = RANGES[level]
    for (const number of numbers) {
      expect(number).toBeGreaterThanOrEqual(low)
      expect(number).toBeLessThanOrEqual(high)
    }
  },
)

test.each(ordersOf(sortingNetwork))(
  'the drawn paths sort whatever walks along them: %s',
  async (_title, order) => {
    const [page] = await readCopy(order)
    const network = networkOf(page!)
    expect(network.comparators).toHaveLength(12)
    // A network that sorts every sequence of zeros and ones sorts everything (Knuth, 5.3.4).
    for (let bits = 0; bits < 2 ** LANES; bits += 1) {
      const input = Array.from({ length: LANES }, (_, i) => (bits >> i) & 1)
      expect(walked(network, input)).toEqual(input.toSorted((a, b) => a - b))
    }
  },
)

interface Place {
  readonly x: number
  readonly y: number
}

interface Path {
  readonly from: Place
  readonly to: Place
  /** What goes along it: any number, the smaller, the larger. */
  readonly colour: string
}

interface Network {
  readonly starts: readonly Place[]
  readonly ends: readonly Place[]
  readonly comparators: readonly Place[]
  readonly paths: readonly Path[]
}

/** What a child would see: fields, circles and the paths between them. */
function networkOf({ shapes }: DrawnPage): Network {
  const filled = shapes.filter(({ fill }) => fill === '#ffffff')
  const middles = filled.flatMap(({ parts }) => parts.map(({ box }) => middleOf(box)))
  const top = Math.min(...middles.map(({ y }) => y))
  const bottom = Math.max(...middles.map(({ y }) => y))
  const inRow = (row: number): Place[] =>
    middles.filter(({ y }) => Math.abs(y - row) < 0.1).toSorted((a, b) => a.x - b.x)
  const nearest = ([x, y]: readonly [number, number]): Place =>
    middles.toSorted((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y))[0]!
  const paths = shapes.filter(isPath).flatMap(({ parts, stroke }) =>
    parts.map(({ points }) => ({
      from: nearest(points[0]!),
      to: nearest(points[1]!),
      colour: stroke!,
    })),
  )
  const comparators = middles.filter(({ y }) => y > top + 1 && y < bottom - 1)
  return { starts: inRow(top), ends: inRow(bottom), comparators, paths }
}

/** A line that is not level: those of the legend are. */
const isPath = ({ fill, parts }: ReadShape): boolean =>
  !fill && parts.every(({ points }) => points.length === 2 && points[0]![1] !== points[1]![1])

const middleOf = (box: Place & { width: number; height: number }): Place => ({
  x: box.x + box.width / 2,
  y: box.y + box.height / 2,
})

function walked({ starts, ends, comparators, paths }: Network, input: readonly number[]): number[] {
  const arrived = new Map<Place, number[]>()
  const go = (path: Path, number: number): void => {
    arrived.set(path.to, [...(arrived.get(path.to) ?? []), number])
  }
  const leaving = (place: Place): readonly Path[] => paths.filter(({ from }) => from === place)
  for (const [i, start] of starts.entries()) go(leaving(start)[0]!, input[i]!)
  for (const comparator of comparators.toSorted((a, b) => a.y - b.y)) {
    const numbers = arrived.get(comparator)!
    expect(numbers).toHaveLength(2)
    const [left, right] = leaving(comparator).toSorted((a, b) => a.to.x - b.to.x)
    expect([left!.colour, right!.colour]).toEqual(['#2364aa', '#d7263d'])
    go(left!, Math.min(...numbers))
    go(right!, Math.max(...numbers))
  }
  return ends.flatMap((end) => arrived.get(end)!)
}
