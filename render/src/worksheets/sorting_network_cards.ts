// Cards to carry through a sorting network: numbers, words, colours and the scenes of two stories.
import { cells, centred, inset } from '../page/box.ts'
import type { Box } from '../page/paper.ts'
import type { Random } from '../page/random.ts'
import type { Surface } from '../page/surface.ts'
import type { Texts } from '../texts/index.ts'
import { BUTTERFLY } from './sorting_network_cards/butterfly.ts'
import { RIDING_HOOD } from './sorting_network_cards/riding_hood.ts'
import { SCENE, type DrawScene } from './sorting_network_cards/scene.ts'
import { defineWorksheet } from './worksheet.ts'

/** Draws what is within the frame of one card. */
type DrawCard = (page: Surface, box: Box) => void

const FRACTIONS = ['1/4', '1/3', '2/5', '1/2', '2/3', '3/4']
/** One to sixteen. */
const MAORI_NUMBERS = [
  'tahi',
  'rua',
  'toru',
  'whā',
  'rima',
  'ono',
  'whitu',
  'waru',
  'iwa',
  'tekau',
  'tekau mā tahi',
  'tekau mā rua',
  'tekau mā toru',
  'tekau mā whā',
  'tekau mā rima',
  'tekau mā ono',
]
const MAORI_COLOURS = [
  ['kākāriki', '#3c9a4b'],
  ['karaka', '#f08a24'],
  ['kikorangi', '#3f7fd0'],
  ['kōwhai', '#f7d23e'],
  ['mā', '#ffffff'],
  ['pango', '#000000'],
  ['waiporoporo', '#7d4aa5'],
  ['whero', '#d22f2f'],
] as const

/** Of characters that stay above the line, unlike commas and the letters g and y. */
const TALL = { size: 120 }

const texts = (all: Iterable<string>, style: TextCard = {}): readonly DrawCard[] =>
  Array.from(all, (text) => (page, box) => drawText(page, box, text, style))

const scenes = (
  all: readonly DrawScene[],
  captions: readonly string[],
  alts: readonly string[],
): readonly DrawCard[] =>
  all.map((draw, index) => (page, box) => {
    drawScene(page, box, { caption: captions[index]!, alt: alts[index]!, draw })
  })

const SETS = {
  small_numbers: () => texts('123456', TALL),
  large_numbers: ({ language }, random) => texts(largeNumbers(random, language)),
  fractions: () => FRACTIONS.map((fraction) => (page, box) => drawFraction(page, box, fraction)),
  maori_numbers: () => texts(MAORI_NUMBERS, { language: 'mi' }),
  words: ({ sorting }) => texts(sorting.words),
  letters: ({ sorting }) => texts(sorting.letters, TALL),
  maori_colours: ({ figures }) =>
    MAORI_COLOURS.map(
      ([name, colour]) =>
        (page, box) =>
          drawText(page, box, name, { colour, language: 'mi', bar: figures.colours[name] }),
    ),
  riding_hood: ({ sorting, figures }) =>
    scenes(RIDING_HOOD, sorting.redRidingHood, figures.redRidingHood),
  butterfly: ({ sorting, figures }) => scenes(BUTTERFLY, sorting.butterfly, figures.butterfly),
} satisfies Record<string, (texts: Texts, random: Random) => readonly DrawCard[]>

export const sortingNetworkCards = defineWorksheet({
  options: { type: Object.keys(SETS) as (keyof typeof SETS)[] },
  subtitle: ({ type }, paperSize, { sorting }) => `${sorting.sets[type]} - ${paperSize}`,
  *pages({ type }, random, catalogue) {
    const cards = SETS[type](catalogue, random)
    for (let first = 0; first < cards.length; first += 2)
      yield (page) => drawPair(page, cards.slice(first, first + 2))
  },
})

const largeNumbers = (random: Random, language: string): readonly string[] =>
  random.distinct(6, 1_700_000, 2_099_999).map((number) => number.toLocaleString(language))

function drawPair(page: Surface, cards: readonly DrawCard[]): void {
  const halves = cells(page.box, 1, 2, 8)
  const cut = page.height / 2
  page.line(0, cut, page.width, cut, { stroke: '#888888', dash: [2, 2] })
  for (const [index, draw] of cards.entries()) {
    const frame = inset(halves[index]!, 1)
    page.rect(frame, { line: 1, round: 6 })
    draw(page, inset(frame, 7))
  }
}

interface TextCard {
  readonly size?: number
  readonly colour?: string
  /** BCP 47, where it is not the document's. */
  readonly language?: string
  /** What the bar shows, where its colour means something. */
  readonly bar?: string
}

/** The bar below is there to tell sixes from nines, and shows a colour. */
function drawText(page: Surface, box: Box, text: string, style: TextCard): void {
  const { size = 84, colour = '#000000', language, bar: alt } = style
  const bar = { ...centred(box, 0.5 * box.width, 6), y: box.y + box.height - 6 }
  page.label(text, { ...box, height: box.height - 28 }, { size, ...(language && { language }) })
  const draw = (): void => page.rect(bar, { fill: colour, stroke: '#000000', line: 0.6, round: 3 })
  if (alt === undefined) draw()
  else page.figure(alt, bar, draw)
}

function drawFraction(page: Surface, box: Box, fraction: string): void {
  const [above, below] = fraction.split('/') as [string, string]
  const halves = cells(box, 1, 2, 14)
  page.readAs(fraction, () => {
    page.label(above, halves[0]!, { size: 80 })
    page.label(below, halves[1]!, { size: 80 })
    page.rect(centred(box, 70, 5), { fill: '#000000', round: 2.5 })
  })
}

interface Scene {
  readonly caption: string
  /** What the picture shows. */
  readonly alt: string
  readonly draw: DrawScene
}

function drawScene(page: Surface, box: Box, { caption, alt, draw }: Scene): void {
  const words = { ...box, y: box.y + box.height - 8, height: 8 }
  const picture = { ...box, height: box.height - 12 }
  const frame = centred(picture, SCENE.width, SCENE.height)
  page.figure(alt, frame, () => page.within(frame, draw))
  page.label(caption, words, { size: 11 })
}
