// Six numbers walk through a network and come out sorted: two meet in each circle, the smaller goes left.
import { centred, inset } from '../page/box.ts'
import type { Surface } from '../page/surface.ts'
import type { Texts } from '../texts/index.ts'
import { defineWorksheet } from './worksheet.ts'

const RANGES = { easy: [1, 9], medium: [10, 99], hard: [100, 999] } as const

/** Which two of the six lanes are compared, row by row. It sorts any six numbers. */
const ROWS: readonly (readonly (readonly [number, number])[])[] = [
  [
    [0, 1],
    [2, 3],
    [4, 5],
  ],
  [
    [0, 2],
    [1, 4],
    [3, 5],
  ],
  [
    [0, 1],
    [2, 3],
    [4, 5],
  ],
  [
    [1, 2],
    [3, 4],
  ],
  [[2, 3]],
]
const LANES = 6

const SMALLER = { colour: '#2364aa', line: 1.4 }
const LARGER = { colour: '#d7263d', line: 2.4 }
const START = { colour: '#555555', line: 1 }

export const sortingNetwork = defineWorksheet({
  options: { prefilled_values: ['blank', 'easy', 'medium', 'hard'] },
  subtitle: ({ prefilled_values: level }, paperSize, { blank, range }) =>
    `${level === 'blank' ? blank : range(RANGES[level][0], RANGES[level][1])} - ${paperSize}`,
  pages({ prefilled_values: level }, random, texts) {
    const [low, high] = level === 'blank' ? [0, 0] : RANGES[level]
    const numbers = level === 'blank' ? [] : random.distinct(LANES, low, high)
    return [(page) => drawNetwork(page, numbers, texts)]
  },
})

interface Place {
  readonly x: number
  readonly y: number
}

function drawNetwork(page: Surface, numbers: readonly number[], texts: Texts): void {
  const box = inset({ ...page.box, height: page.height - 12 }, 1)
  const lane = box.width / LANES
  const square = Math.min(22, lane * 0.75)
  const rise = (box.height - square) / (ROWS.length + 1)
  const at = (column: number, row: number): Place => ({
    x: box.x + (column + 0.5) * lane,
    y: box.y + square / 2 + row * rise,
  })
  const starts = Array.from({ length: LANES }, (_, i) => at(i, 0))
  const ends = Array.from({ length: LANES }, (_, i) => at(i, ROWS.length + 1))
  const fields = [...starts, ...ends].map(({ x, y }) =>
    centred({ x, y, width: 0, height: 0 }, square, square),
  )
  page.figure(texts.figures.network(ROWS), box, () => {
    for (const { x, y } of drawLanes(page, at, ends))
      page.circle(x, y, square / 2, { fill: '#ffffff', stroke: '#000000', line: 0.8 })
    for (const field of fields)
      page.rect(field, { fill: '#ffffff', stroke: '#000000', line: 0.8, round: 2 })
  })
  for (const [i, number] of numbers.entries())
    page.label(`${number}`, inset(fields[i]!, 2), { size: 14 })
  drawLegend(page, texts.network)
}

/** Returns where two lanes meet. */
function drawLanes(
  page: Surface,
  at: (column: number, row: number) => Place,
  ends: readonly Place[],
): readonly Place[] {
  const nodes: Place[] = []
  const lanes = Array.from({ length: LANES }, (_, i) => ({ from: at(i, 0), ...START }))
  for (const [row, pairs] of ROWS.entries())
    for (const [left, right] of pairs) {
      const node = at((left + right) / 2, row + 1)
      for (const number of [left, right]) drawPath(page, lanes[number]!, node)
      lanes[left] = { from: node, ...SMALLER }
      lanes[right] = { from: node, ...LARGER }
      nodes.push(node)
    }
  for (const [i, end] of ends.entries()) drawPath(page, lanes[i]!, end)
  return nodes
}

function drawPath(
  page: Surface,
  { from, colour, line }: { from: Place; colour: string; line: number },
  to: Place,
): void {
  page.line(from.x, from.y, to.x, to.y, { stroke: colour, line })
}

function drawLegend(page: Surface, { smaller, larger }: Texts['network']): void {
  const y = page.height - 4
  const entries = [
    [smaller, SMALLER],
    [larger, LARGER],
  ] as const
  for (const [i, [words, { colour, line }]] of entries.entries()) {
    const x = (i * page.width) / 2 + 8
    page.line(x, y, x + 14, y, { stroke: colour, line })
    const box = { x: x + 17, y: y - 4, width: page.width / 2 - 27, height: 8 }
    page.label(words, box, { size: 6, align: 'left' })
  }
}
