// A searching game for two: each player has a map with 26 numbered chests and asks for the numbers of the other's.
import { cells, inset } from '../page/box.ts'
import type { Box } from '../page/paper.ts'
import type { Random } from '../page/random.ts'
import type { Surface } from '../page/surface.ts'
import type { Texts } from '../texts/index.ts'
import { drawRules } from './treasure_hunt/rules.ts'
import { drawMap, PALETTES } from './treasure_hunt/map.ts'
import { defineWorksheet } from './worksheet.ts'

/** The largest number in a chest. */
const LARGEST = { easy: 99, medium: 999, hard: 9999 } as const
const LETTERS = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i))

export const treasureHunt = defineWorksheet({
  options: {
    prefilled_values: ['blank', 'easy', 'medium', 'hard'],
    number_order: ['sorted', 'unsorted'],
    instructions: [true, false],
    art: ['colour', 'bw'],
  },
  subtitle({ prefilled_values: level, number_order, instructions, art }, paperSize, texts) {
    const { treasure, blank, range } = texts
    const order = treasure.orders[number_order]
    const numbers = level === 'blank' ? blank : `${order} - ${range(0, LARGEST[level])}`
    const rules = treasure.instructions(instructions)
    return `${numbers} - ${treasure.art[art]} - ${rules} - ${paperSize}`
  },
  *pages({ prefilled_values: level, number_order, instructions, art }, random, texts) {
    const numbers = level === 'blank' ? [] : numbersOf(LARGEST[level], number_order, random)
    yield (page) => drawSheet(page, numbers, PALETTES[art], texts)
    if (instructions) yield (page) => drawRules(page, number_order, texts.treasure)
  },
})

function numbersOf(
  largest: number,
  order: 'sorted' | 'unsorted',
  random: Random,
): readonly number[] {
  const numbers = random.distinct(LETTERS.length, 0, largest)
  return order === 'sorted' ? numbers.toSorted((a, b) => a - b) : numbers
}

type Palette = (typeof PALETTES)[keyof typeof PALETTES]

function drawSheet(
  page: Surface,
  numbers: readonly number[],
  palette: Palette,
  texts: Texts,
): void {
  const { treasure, figures } = texts
  const { width, height } = page
  page.label(treasure.title, { x: 0, y: 1, width, height: 13 }, { size: 14, role: 'H1' })
  const top = 17
  const bottom = height - 24
  const map = { x: 0, y: top, width: width * 0.6, height: bottom - top }
  const list = { ...map, x: map.width + 6, width: width - map.width - 6 }
  const land = inset(map, 13)
  const places = placesIn({ ...land, height: land.height - 10 }, 3)
  const chests = places.map((place) => ({ ...place, x: place.x + 8, width: place.width - 8 }))
  page.figure(figures.map, map, () => {
    drawMap(page, map, palette)
    drawChests(page, chests, palette)
    const centres = places.map(({ x, y, height: tall }) => [x + 3.5, y + tall / 2] as const)
    page.circles(centres, 3.6, { fill: '#ffffff', ...PEN })
  })
  drawLetters(page, places, 7, (index) => {
    const number = numbers[index]
    const plate = inset(plateOf(chests[index]!), 0.8)
    if (number !== undefined) page.label(`${number}`, plate, { size: 8.5, role: 'LBody' })
  })
  drawList(page, list, treasure.otherMap)
  const notes = cells({ x: 0, y: bottom + 5, width, height: 18 }, 2, 1, 6)
  drawNote(page, notes[0]!, treasure.mine)
  drawNote(page, notes[1]!, treasure.asked)
}

/** Thirteen rows of two, in the order of the alphabet down each column. */
const placesIn = (box: Box, gap: number): readonly Box[] => {
  const all = cells(box, 2, LETTERS.length / 2, gap)
  return [...all.filter((_, i) => i % 2 === 0), ...all.filter((_, i) => i % 2 === 1)]
}

const PEN = { stroke: '#000000', line: 0.35 }

/** Shapes of one kind are one path, which keeps fifty copies small. */
function drawChests(page: Surface, chests: readonly Box[], palette: Palette): void {
  page.path(chests.map(lidOf).join(''), { fill: palette.lid, ...PEN })
  page.path(chests.map((chest) => rectOf(bodyOf(chest))).join(''), { fill: palette.wood, ...PEN })
  page.path(chests.map((chest) => rectOf(lockOf(chest))).join(''), { fill: palette.metal, ...PEN })
  page.path(chests.map((chest) => rectOf(plateOf(chest))).join(''), { fill: '#ffffff', ...PEN })
}

/** A list of the letters, each `width` wide at the left of its place; `drawMore` draws what is beside it. */
function drawLetters(
  page: Surface,
  places: readonly Box[],
  width: number,
  drawMore: (index: number) => void = () => undefined,
): void {
  const drawItem = (place: Box, index: number): void => {
    page.label(LETTERS[index]!, { ...place, width }, { size: 6, role: 'Lbl' })
    drawMore(index)
  }
  page.group(
    'L',
    () => {
      for (const [index, place] of places.entries()) page.group('LI', () => drawItem(place, index))
    },
    { numbering: 'UpperAlpha' },
  )
}

/** The part of a chest's height that is its lid. */
const LID = 0.28

function lidOf({ x, y, width, height }: Box): string {
  const round = LID * height
  const [left, right] = [mm(x + round), mm(width - 2 * round)]
  const corner = `q0 ${mm(-round)} ${mm(round)} ${mm(-round)}`
  return `M${mm(x)} ${mm(y + round)}${corner}L${mm(Number(left) + Number(right))} ${mm(y)}q${mm(round)} 0 ${mm(round)} ${mm(round)}Z`
}

const bodyOf = ({ x, y, width, height }: Box): Box => ({
  x,
  y: y + LID * height,
  width,
  height: (1 - LID) * height,
})

const lockOf = ({ x, y, width, height }: Box): Box => ({
  x: x + width / 2 - 1.4,
  y: y + LID * height - 1.1,
  width: 2.8,
  height: 2.2,
})

/** Where a chest has its number. */
const plateOf = ({ x, y, width, height }: Box): Box => ({
  x: x + width * 0.1,
  y: y + height * 0.36,
  width: width * 0.8,
  height: height * 0.56,
})

const rectOf = ({ x, y, width, height }: Box): string =>
  `M${mm(x)} ${mm(y)}h${mm(width)}v${mm(height)}h${mm(-width)}Z`

const mm = (length: number): string => length.toFixed(2)

/** What the player learns of the other's chests. */
function drawList(page: Surface, box: Box, title: string): void {
  page.label(title, { ...box, height: 8 }, { size: 8, role: 'H2' })
  const places = placesIn({ ...box, y: box.y + 11, height: box.height - 11 }, 3)
  for (const { x, width, ...place } of places)
    page.rect({ ...place, x: x + 7, width: width - 7 }, { line: 0.4, round: 1.5 })
  drawLetters(page, places, 6)
}

function drawNote(page: Surface, box: Box, words: string): void {
  const field = { ...box, x: box.x + box.width - 26, width: 26 }
  page.label(words, { ...box, width: box.width - 29 }, { size: 6.5, align: 'left' })
  page.rect(field, { line: 0.6, round: 2 })
}
