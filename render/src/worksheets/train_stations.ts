// A railway that ends where it begins, with nine stations: round, or with bridges over itself.
import { inset } from '../page/box.ts'
import type { Box } from '../page/paper.ts'
import type { Surface } from '../page/surface.ts'
import type { Texts } from '../texts/index.ts'
import { defineWorksheet } from './worksheet.ts'

type Point = readonly [number, number]

/** Their names tell those apart who cannot tell the colours apart. */
const STATIONS: readonly (readonly [fill: string, ink: string])[] = [
  ['#d7263d', '#ffffff'],
  ['#f4831f', '#000000'],
  ['#ffd23f', '#000000'],
  ['#2e9e4f', '#ffffff'],
  ['#2364aa', '#ffffff'],
  ['#6e3896', '#ffffff'],
  ['#f49ac1', '#000000'],
  ['#7b4b2a', '#ffffff'],
  ['#8d99a6', '#000000'],
]

const PLATE = { width: 30, height: 13 }
const GAUGE = 6
const SLEEPER = { length: 10, distance: 4.6, line: 1.1 }
/** Points of the line: enough that it looks round. */
const STEPS = 540
/** Points of a bridge on either side of the crossing. */
const BRIDGE = 11

type Track = (t: number) => Point

/** Lines in a square from -1 to 1, closed from 0 to 2 pi. At equal distances from 0 on, no station is on a crossing. */
const TRACKS: Readonly<Record<'circular' | 'twisted', Track>> = {
  circular: (t) => [Math.sin(t), -Math.cos(t)],
  // A trefoil: it crosses itself three times.
  twisted: (t) => [
    (Math.sin(t) + 2 * Math.sin(2 * t)) / 2.76,
    (Math.cos(t) - 2 * Math.cos(2 * t) + 0.47) / 2.53,
  ],
}

export const trainStations = defineWorksheet({
  options: { tracks: ['circular', 'twisted'] },
  subtitle: ({ tracks }, paperSize, { railway }) => `${railway.tracks[tracks]} - ${paperSize}`,
  pages: ({ tracks }, _random, texts) => [
    (page) => page.turned(90, page.box, (landscape) => drawRailway(landscape, tracks, texts)),
  ],
})

function drawRailway(page: Surface, tracks: keyof typeof TRACKS, texts: Texts): void {
  const track = TRACKS[tracks]
  const box = inset(page.box, PLATE.width / 2 + 1)
  const points = evenly(
    Array.from({ length: STEPS }, (_, i) => placed(track((2 * Math.PI * i) / STEPS), box)),
  )
  page.figure(texts.figures.railway[tracks], page.box, () => {
    drawTrack(page, points)
    for (const crossing of crossingsOf(points)) drawBridge(page, points, crossing)
  })
  for (const [index, [fill, ink]] of STATIONS.entries()) {
    const [x, y] = points[Math.round((index * STEPS) / STATIONS.length)]!
    const plate = { ...PLATE, x: x - PLATE.width / 2, y: y - PLATE.height / 2 }
    page.rect(plate, { fill, stroke: '#000000', line: 0.6, round: 3 })
    page.label(texts.railway.stations[index]!, inset(plate, 2.5), { size: 9, colour: ink })
  }
}

const placed = ([x, y]: Point, box: Box): Point => [
  box.x + ((x + 1) / 2) * box.width,
  box.y + ((y + 1) / 2) * box.height,
]

/** As many points of the same closed line, now at equal distances. */
function evenly(points: readonly Point[]): readonly Point[] {
  const ends = [...points, points[0]!]
  const lengths = [0]
  for (const [i, point] of points.entries())
    lengths.push(lengths[i]! + distance(point, ends[i + 1]!))
  const total = lengths.at(-1)!
  let from = 0
  return points.map((_, i) => {
    const wanted = (total * i) / points.length
    while (lengths[from + 1]! < wanted) from += 1
    const share = (wanted - lengths[from]!) / (lengths[from + 1]! - lengths[from]!)
    const [[x1, y1], [x2, y2]] = [ends[from]!, ends[from + 1]!]
    return [x1 + share * (x2 - x1), y1 + share * (y2 - y1)]
  })
}

const distance = ([x1, y1]: Point, [x2, y2]: Point): number => Math.hypot(x2 - x1, y2 - y1)

/** Where the line meets itself: the later of the two places, which goes over the other. */
function crossingsOf(points: readonly Point[]): readonly number[] {
  const near = distance(points[0]!, points[1]!)
  const found: number[] = []
  for (let i = 0; i < points.length; i += 1)
    for (let j = i + BRIDGE; j < points.length - (i < BRIDGE ? BRIDGE : 0); j += 1)
      if (distance(points[i]!, points[j]!) < near && !found.some((k) => Math.abs(k - j) < BRIDGE))
        found.push(j)
  return found
}

function drawTrack(page: Surface, points: readonly Point[]): void {
  drawSleepers(page, points, [...points.keys()])
  for (const side of [0, 1] as const)
    page.path(`${lineOf(points.map((_, i) => acrossAt(points, i, GAUGE)[side]))} Z`, { line: 0.9 })
}

/** The line again around a crossing, on a white ground with parapets. */
function drawBridge(page: Surface, points: readonly Point[], crossing: number): void {
  const places = Array.from({ length: 2 * BRIDGE + 1 }, (_, i) => crossing - BRIDGE + i)
  const sideOf = (width: number, side: 0 | 1): Point[] =>
    places.map((i) => acrossAt(points, i, width)[side])
  const deck = SLEEPER.length + 3
  page.path(`${lineOf([...sideOf(deck, 0), ...sideOf(deck, 1).toReversed()])} Z`, {
    fill: '#ffffff',
  })
  drawSleepers(page, points, places)
  for (const side of [0, 1] as const) {
    page.path(lineOf(sideOf(GAUGE, side)), { line: 0.9 })
    page.path(lineOf(sideOf(deck, side)), { line: 0.6 })
  }
}

function drawSleepers(page: Surface, points: readonly Point[], places: readonly number[]): void {
  const every = Math.round(SLEEPER.distance / distance(points[0]!, points[1]!))
  const sleepers = places
    .filter((i) => i % every === 0)
    .map((i) => lineOf(acrossAt(points, i, SLEEPER.length)))
  page.path(sleepers.join(' '), { stroke: '#7a5a3a', line: SLEEPER.line })
}

/** Two points at right angles to the line, `width` apart. */
function acrossAt(points: readonly Point[], i: number, width: number): readonly [Point, Point] {
  const [before, [x, y], after] = [i - 1, i, i + 1].map((place) => points.at(place % STEPS)!) as [
    Point,
    Point,
    Point,
  ]
  const length = distance(before, after)
  const dx = (width * (before[1] - after[1])) / length / 2
  const dy = (width * (after[0] - before[0])) / length / 2
  return [
    [x + dx, y + dy],
    [x - dx, y - dy],
  ]
}

const lineOf = (points: readonly Point[]): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(2)} ${y.toFixed(2)}`).join(' ')
