// Two octaves of a piano, with the names of the keys; the keys of one name can be highlighted.
import { cells } from '../page/box.ts'
import type { Box } from '../page/paper.ts'
import type { Surface } from '../page/surface.ts'
import type { Texts } from '../texts/index.ts'
import { defineWorksheet } from './worksheet.ts'

/** White keys from left to right, and whether a black one follows. */
const OCTAVE = [
  ['C', true],
  ['D', true],
  ['E', false],
  ['F', true],
  ['G', true],
  ['A', true],
  ['B', false],
] as const

const OCTAVES = 2

/** One for each name, light enough for black letters. */
const HIGHLIGHTS = {
  A: '#ffb3ba',
  B: '#ffd8a8',
  C: '#fff3a3',
  D: '#c8f2c2',
  E: '#b5ead7',
  F: '#bcdcff',
  G: '#dcc8f7',
} as const

export const pianoKeys = defineWorksheet({
  options: { highlight: [false, 'A', 'B', 'C', 'D', 'E', 'F', 'G'] },
  subtitle: ({ highlight }, paperSize, { piano }) =>
    `${piano.highlight(nameOf(highlight, piano))} - ${paperSize}`,
  pages: ({ highlight }, _random, texts) => [
    (page) => page.turned(90, page.box, (landscape) => drawKeyboard(landscape, highlight, texts)),
  ],
})

type Highlight = keyof typeof HIGHLIGHTS | false

const nameOf = (highlight: Highlight, { keys }: Texts['piano']): string | undefined =>
  highlight === false ? undefined : keys[highlight]

function drawKeyboard(page: Surface, highlight: Highlight, { piano, figures }: Texts): void {
  const alt = figures.keyboard(OCTAVES, nameOf(highlight, piano))
  const height = page.height * 0.72
  const keyboard = { x: 0.5, y: (page.height - height) / 2, width: page.width - 1, height }
  const keys = Array.from({ length: OCTAVES }, () => OCTAVE).flat()
  const whites = cells(keyboard, keys.length, 1)
  page.figure(alt, keyboard, () => {
    for (const [i, [name]] of keys.entries()) {
      const fill = name === highlight ? HIGHLIGHTS[name] : '#ffffff'
      page.rect(whites[i]!, { fill, stroke: '#000000', line: 0.7, round: 1.5 })
    }
    for (const [i, [, isBlackNext]] of keys.entries())
      if (isBlackNext) page.rect(blackAfter(whites[i]!), { fill: '#000000', round: 1 })
  })
  for (const [i, [name]] of keys.entries()) {
    const { x, y, width, height: length } = whites[i]!
    page.label(
      piano.keys[name],
      { x, y: y + length * 0.76, width, height: length * 0.2 },
      { size: 18 },
    )
  }
}

function blackAfter({ x, y, width, height }: Box): Box {
  const share = 0.6
  return { x: x + width * (1 - share / 2), y, width: width * share, height: height * 0.62 }
}
