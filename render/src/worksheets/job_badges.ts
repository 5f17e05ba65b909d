// Badges for the three jobs of a programming game: who writes the program, who tests it, and who is the machine.
import { cells, inset } from '../page/box.ts'
import type { Box } from '../page/paper.ts'
import type { Surface } from '../page/surface.ts'
import type { Texts } from '../texts/index.ts'
import { defineWorksheet } from './worksheet.ts'

interface Job {
  readonly name: keyof Texts['jobs']
  readonly colour: string
  /** What the icon shows. */
  readonly alt: 'computer' | 'lens' | 'robot'
  /** In a square of 100 by 100. */
  readonly icon: (square: Surface, unit: number, colour: string) => void
}

const JOBS: readonly Job[] = [
  {
    name: 'programmer',
    colour: '#1f6fb2',
    alt: 'computer',
    icon: drawComputer,
  },
  {
    name: 'tester',
    colour: '#2e8b57',
    alt: 'lens',
    icon: drawLens,
  },
  {
    name: 'bot',
    colour: '#c2571a',
    alt: 'robot',
    icon: drawRobot,
  },
]

const PER_ROW = 2

export const jobBadges = defineWorksheet({
  options: {},
  subtitle: (_options, paperSize) => paperSize,
  pages: (_options, _random, texts) => [
    (page) => {
      const badges = cells(inset(page.box, 1), PER_ROW, JOBS.length)
      for (const [index, box] of badges.entries())
        drawBadge(page, box, JOBS[Math.floor(index / PER_ROW)]!, texts)
    },
  ],
})

function drawBadge(page: Surface, box: Box, job: Job, { jobs, figures }: Texts): void {
  const { colour, icon } = job
  const { title, duty } = jobs[job.name]
  page.rect(box, { line: 0.3, stroke: '#777777', dash: [2, 2] })
  const card = inset(box, 5)
  page.rect(card, { stroke: colour, line: 1.4, round: 6 })
  const side = card.height * 0.48
  const square = { x: card.x + (card.width - side) / 2, y: card.y + 6, width: side, height: side }
  page.figure(figures[job.alt], square, () =>
    page.within(square, (surface) => icon(surface, side / 100, colour)),
  )
  const words = { x: card.x + 5, width: card.width - 10 }
  page.label(title, { ...words, y: square.y + side + 3, height: 13 }, { size: 15, colour })
  page.label(duty, { ...words, y: card.y + card.height - 13, height: 7 }, { size: 6 })
}

function drawComputer(square: Surface, unit: number, colour: string): void {
  const line = 3 * unit
  const box = (x: number, y: number, width: number, height: number): Box => ({
    x: x * unit,
    y: y * unit,
    width: width * unit,
    height: height * unit,
  })
  square.rect(box(14, 12, 72, 54), { stroke: colour, line, round: 5 * unit })
  square.path(scaled('M4 82 L14 68 L86 68 L96 82 Q96 88 90 88 L10 88 Q4 88 4 82 Z', unit), {
    fill: colour,
  })
  for (const stroke of ['M38 28 L26 39 L38 50', 'M62 28 L74 39 L62 50', 'M54 25 L46 53'])
    square.path(scaled(stroke, unit), { line })
}

function drawLens(square: Surface, unit: number, colour: string): void {
  square.path(scaled('M66 64 L92 90', unit), { stroke: colour, line: 9 * unit })
  square.circle(42 * unit, 42 * unit, 34 * unit, { stroke: colour, line: 4 * unit })
  square.path(scaled('M26 43 L38 55 L59 30', unit), { line: 5 * unit })
}

function drawRobot(square: Surface, unit: number, colour: string): void {
  const line = 3 * unit
  square.path(scaled('M50 22 L50 10', unit), { stroke: colour, line })
  square.circle(50 * unit, 8 * unit, 4.5 * unit, { fill: colour })
  square.rect(
    { x: 18 * unit, y: 22 * unit, width: 64 * unit, height: 56 * unit },
    { stroke: colour, line, round: 9 * unit },
  )
  for (const x of [8, 84])
    square.rect(
      { x: x * unit, y: 40 * unit, width: 8 * unit, height: 20 * unit },
      { fill: colour, round: 3 * unit },
    )
  square.circles(
    [
      [37 * unit, 44 * unit],
      [63 * unit, 44 * unit],
    ],
    6.5 * unit,
    { line },
  )
  square.path(scaled('M34 64 L66 64 M42 60 L42 68 M50 60 L50 68 M58 60 L58 68', unit), {
    line: 2 * unit,
  })
  square.path(scaled('M40 78 L40 90 M60 78 L60 90', unit), { stroke: colour, line })
}

/** A path drawn in hundredths of a square, at the square's size. */
const scaled = (d: string, unit: number): string =>
  d.replace(/\d+(\.\d+)?/g, (number) => (Number(number) * unit).toFixed(3))
