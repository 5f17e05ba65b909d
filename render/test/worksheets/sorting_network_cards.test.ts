// The worksheet `sorting_network_cards`.
import { expect, test } from 'vitest'
import { drawWorksheet } from '../../src/draw.ts'
import { sortingNetworkCards } from '../../src/worksheets/sorting_network_cards.ts'
import { checkWorksheet, ordersOf, readCopy, type DrawnPage } from '../helpers/check_worksheet.ts'
import { hasInk } from '../helpers/raster.ts'

const CARDS = {
  small_numbers: 6,
  large_numbers: 6,
  fractions: 6,
  maori_numbers: 16,
  words: 6,
  letters: 12,
  maori_colours: 8,
  riding_hood: 6,
  butterfly: 6,
} as const

checkWorksheet(sortingNetworkCards, {
  combinations: 18,
  filenames: [
    ['a4', { type: 'small_numbers' }, 'Example (small numbers - a4).pdf'],
    ['letter', { type: 'riding_hood' }, 'Example (riding hood - letter).pdf'],
    ['letter', { type: 'butterfly' }, 'Example (butterfly - letter).pdf'],
  ],
  pages: ({ type }) => Math.ceil(CARDS[type] / 2),
  random: ({ type }) => type === 'large_numbers',
})

const orders = (...types: readonly (keyof typeof CARDS)[]) =>
  ordersOf(sortingNetworkCards).filter(([, { options }]) => types.includes(options.type))

const pointsOf = (lengths: readonly number[]) =>
  lengths.map((mm) => (mm * 72) / 25.4) as [number, number, number, number]

/** What stands on each card. */
const cardsOf = (pages: readonly DrawnPage[]): readonly string[] =>
  pages.flatMap(({ texts, content }) => {
    const middle = content.y + content.height / 2
    return [texts.filter(({ y }) => y < middle), texts.filter(({ y }) => y > middle)].map((card) =>
      card.map(({ text }) => text).join('/'),
    )
  })

const alphabetical = new Intl.Collator('mi').compare

test.each(ordersOf(sortingNetworkCards))(
  'there are as many cards as the set has, two on a page, no two alike: %s',
  async (_title, order) => {
    const cards = cardsOf(await readCopy(order))
    expect(cards).toHaveLength(CARDS[order.options.type])
    expect(new Set(cards).size).toBe(cards.length)
    expect(cards.every((card) => card !== '')).toBe(true)
  },
)

test.each(orders('small_numbers'))('small numbers are one to six: %s', async (_title, order) => {
  expect(cardsOf(await readCopy(order))).toEqual(['1', '2', '3', '4', '5', '6'])
})

test.each(orders('large_numbers'))(
  'large numbers have seven digits and are in range: %s',
  async (_title, order) => {
    for (const card of cardsOf(await readCopy(order))) {
      expect(card).toMatch(/^\d,\d{3},\d{3}$/)
      const number = Number(card.replaceAll(',', ''))
      expect(number).toBeGreaterThanOrEqual(1_700_000)
      expect(number).toBeLessThanOrEqual(2_099_999)
    }
  },
)

test.each(orders('fractions'))(
  'fractions are in lowest terms, differ in value and have a bar: %s',
  async (_title, order) => {
    const pages = await readCopy(order)
    const values = cardsOf(pages).map((card) => {
      expect(['1/4', '1/3', '2/5', '1/2', '2/3', '3/4']).toContain(card)
      const [above, below] = card.split('/').map(Number) as [number, number]
      return above / below
    })
    expect(new Set(values).size).toBe(6)
    for (const { texts, shapes } of pages) {
      const bars = shapes.filter(({ fill }) => fill).map(({ parts }) => parts[0]!.box)
      expect(bars).toHaveLength(2)
      for (const [i, bar] of bars.entries()) {
        expect(texts[2 * i]!.y).toBeLessThan(bar.y)
        expect(texts[2 * i + 1]!.box.y).toBeGreaterThan(bar.y + bar.height)
      }
    }
  },
)

const ONES = ['', 'tahi', 'rua', 'toru', 'whā', 'rima', 'ono', 'whitu', 'waru', 'iwa']

test.each(orders('maori_numbers'))(
  'Māori numbers count from one to sixteen: %s',
  async (_title, order) => {
    const numbers = Array.from({ length: 16 }, (_, i) => i + 1)
    const names = numbers.map((number) => {
      if (number < 10) return ONES[number]
      return number === 10 ? 'tekau' : `tekau mā ${ONES[number - 10]}`
    })
    expect(cardsOf(await readCopy(order))).toEqual(names)
  },
)

test.each(orders('words', 'letters', 'maori_colours'))(
  'words, letters and colours come in the order of the alphabet: %s',
  async (_title, order) => {
    const cards = cardsOf(await readCopy(order))
    expect(cards).toEqual(cards.toSorted(alphabetical))
  },
)

test.each(orders('words'))(
  'words begin alike, so that later letters count: %s',
  async (_, order) => {
    const cards = cardsOf(await readCopy(order))
    expect(cards).toEqual(['bee', 'bicycle', 'boat', 'book', 'bread', 'bridge'])
  },
)

test.each(orders('letters'))('letters are capitals: %s', async (_title, order) => {
  for (const card of cardsOf(await readCopy(order))) expect(card).toMatch(/^[A-Z]$/)
})

test.each(orders('maori_colours'))(
  'Māori colours have their macrons, and a bar of the colour: %s',
  async (_title, order) => {
    const pages = await readCopy(order)
    expect(cardsOf(pages)).toEqual([
      'kākāriki',
      'karaka',
      'kikorangi',
      'kōwhai',
      'mā',
      'pango',
      'waiporoporo',
      'whero',
    ])
    const colours = pages.flatMap(({ shapes }) => shapes.map(({ fill }) => fill).filter(Boolean))
    expect(new Set(colours).size).toBe(8)
    expect([colours[4], colours[5]]).toEqual(['#ffffff', '#000000'])
  },
)

test.each(orders('riding_hood', 'butterfly'))(
  'each scene has a drawing with a caption below that it leaves room for: %s',
  async (_title, order) => {
    const pages = await readCopy(order)
    const captions = {
      riding_hood: [
        'A girl sets out to see her grandmother.',
        'In the wood she meets a wolf.',
        'The wolf runs ahead and knocks at the door.',
        'Who is that in Grandmother’s bed?',
        'A hunter comes in. Out jumps the wolf!',
        'Grandmother is safe: cake for all!',
      ],
      butterfly: [
        'An egg sticks to a leaf.',
        'A tiny caterpillar hatches.',
        'It eats, and grows and grows.',
        'It hangs from a twig as a chrysalis.',
        'A butterfly climbs out.',
        'Its wings are dry: off it flies!',
      ],
    }[order.options.type as 'butterfly']
    expect(cardsOf(pages)).toEqual(captions)
    for (const { texts, raster, content } of pages) {
      for (const { box } of texts) {
        const strip = [content.x + 4, box.y - 3.8, content.x + content.width - 4, box.y - 2.2]
        expect(hasInk(raster, pointsOf(strip))).toBe(false)
      }
    }
  },
)

test.each(
  orders('small_numbers', 'large_numbers', 'words', 'letters', 'maori_colours', 'maori_numbers'),
)(
  'the text of a card is huge, and no part of it reaches the bar below: %s',
  async (_title, order) => {
    for (const { texts, shapes, raster } of await readCopy(order)) {
      for (const { size } of texts) expect(size).toBeGreaterThan(30)
      for (const { parts } of shapes.filter(({ fill }) => fill)) {
        const { x, y, width } = parts[0]!.box
        const strip = [x, y - 2.2, x + width, y - 0.8]
        expect(hasInk(raster, pointsOf(strip))).toBe(false)
      }
    }
  },
)

test.each(ordersOf(sortingNetworkCards))(
  'fifty copies of any set are smaller than 510 KiB: %s',
  async (_title, order) => {
    const { pdf } = await drawWorksheet({ ...order, copies: 50 })
    expect(pdf.length).toBeLessThan(510 * 1024)
  },
)
