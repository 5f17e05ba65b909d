// The worksheet `searching_cards`.
import { expect, test } from 'vitest'
import { drawWorksheet } from '../../src/draw.ts'
import { searchingCards } from '../../src/worksheets/searching_cards.ts'
import { checkWorksheet, ordersOf, readCopy } from '../helpers/check_worksheet.ts'
import type { DrawnPage, OrderOf } from '../helpers/check_worksheet.ts'
import { overlap, type ReadPage } from '../helpers/read_pdf.ts'
import type { ReadText } from '../helpers/read_operators.ts'

const RED = '#c8102e'

type Options = Parameters<typeof searchingCards.subtitle>[0]

checkWorksheet(searchingCards, {
  combinations: 32,
  filenames: [
    [
      'a4',
      { number_cards: '15', max_number: '99', help_sheet: true },
      'Example (15 cards - 0 to 99 - with helper sheet - a4).pdf',
    ],
    [
      'letter',
      { number_cards: '31', max_number: 'cards', help_sheet: false },
      'Example (31 cards - 0 to 31 - without helper sheet - letter).pdf',
    ],
    [
      'a4',
      { number_cards: '15', max_number: 'cards', help_sheet: true },
      'Example (15 cards - 0 to 15 - with helper sheet - a4).pdf',
    ],
    [
      'a4',
      { number_cards: '31', max_number: '999', help_sheet: true },
      'Example (31 cards - 0 to 999 - with helper sheet - a4).pdf',
    ],
    [
      'letter',
      { number_cards: '15', max_number: 'blank', help_sheet: true },
      'Example (15 cards - blank - with helper sheet - letter).pdf',
    ],
  ],
  pages: ({ number_cards, help_sheet }) => (number_cards === '15' ? 4 : 8) + (help_sheet ? 1 : 0),
  random: ({ max_number }) => max_number !== 'blank',
})

const isNumber = ({ text }: ReadText): boolean => /^\d+$/.test(text)
const isName = ({ text }: ReadText): boolean => /^[a-z]+$/.test(text)

interface Copy {
  readonly sheet: DrawnPage | undefined
  readonly cardPages: readonly DrawnPage[]
  /** Those on the cards, in the order of the cards. */
  readonly numbers: readonly number[]
}

async function readCards(order: OrderOf<Options>): Promise<Copy> {
  const pages = await readCopy(order)
  const [sheet, ...rest] = pages
  const cardPages = order.options.help_sheet ? rest : pages
  const numbers = cardPages.flatMap(({ texts }) =>
    texts.filter(isNumber).map(({ text }) => Number(text)),
  )
  return { sheet: order.options.help_sheet ? sheet : undefined, cardPages, numbers }
}

const orders = ordersOf(searchingCards)
const blank = orders.filter(([, { options }]) => options.max_number === 'blank')
const numbered = orders.filter(([, { options }]) => options.max_number !== 'blank')
const withSheet = orders.filter(([, { options }]) => options.help_sheet)

const ascending = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b)

const largestOf = ({ number_cards, max_number }: Options): number =>
  Number(max_number === 'cards' ? number_cards : max_number)

test.each(orders)(
  'there are four cards on a page and three on the last, each with a name of its own: %s',
  async (_title, order) => {
    const { cardPages } = await readCards(order)
    const names = cardPages.map(({ texts }) => texts.filter(isName).map(({ text }) => text))
    expect(names.slice(0, -1).every(({ length }) => length === 4)).toBe(true)
    expect(names.at(-1)).toHaveLength(3)
    expect(new Set(names.flat()).size).toBe(Number(order.options.number_cards))
  },
)

test.each(blank)('blank cards have no numbers: %s', async (_title, order) => {
  expect((await readCards(order)).numbers).toEqual([])
})

test.each(numbered)(
  'the numbers differ, are in range and in no order, with a helper sheet or without: %s',
  async (_title, order) => {
    const { numbers } = await readCards(order)
    expect(numbers).toHaveLength(Number(order.options.number_cards))
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(1)
    expect(Math.max(...numbers)).toBeLessThanOrEqual(largestOf(order.options))
    expect(numbers).not.toEqual(ascending(numbers))
    expect(numbers).not.toEqual(ascending(numbers).toReversed())
  },
)

test.each(numbered.filter(([, { options }]) => options.max_number === 'cards'))(
  'as many numbers as cards are all numbers from one: %s',
  async (_title, order) => {
    const { numbers } = await readCards(order)
    expect(ascending(numbers)).toEqual(numbers.map((_, i) => i + 1))
  },
)

test.each(orders)(
  'each card has its number to the right of its symbol, on the other side of the fold: %s',
  async (_title, order) => {
    const { cardPages } = await readCards(order)
    for (const { texts, shapes, content } of cardPages) {
      const fold = content.x + content.width / 2
      const names = texts.filter(isName)
      for (const { box } of names) expect(box.x + box.width).toBeLessThan(fold)
      for (const [i, { box }] of texts.filter(isNumber).entries()) {
        expect(box.x).toBeGreaterThan(fold)
        expect(Math.abs(box.y - names[i]!.box.y)).toBeLessThan(content.height / 4)
      }
      const symbols = shapes.filter(({ fill }) => fill)
      expect(symbols).toHaveLength(names.length)
      for (const { parts } of symbols)
        for (const part of parts) expect(part.box.x + part.box.width).toBeLessThan(fold)
    }
  },
)

test.each(orders)('nothing is drawn over the words of the cards: %s', async (_title, order) => {
  const { cardPages } = await readCards(order)
  for (const { texts, shapes } of cardPages)
    for (const { box } of texts)
      // The frame goes around all cards.
      for (const part of shapes.flatMap(({ parts }) => parts).filter(isSmall))
        expect(overlap(box, part.box)).toBe(false)
})

const isSmall = ({ box }: ReadPage['shapes'][number]['parts'][number]): boolean => box.width < 100

test.each(withSheet)(
  'the helper sheet has the numbers of the cards in order, those that end a quarter in red rings: %s',
  async (_title, order) => {
    const { sheet, numbers } = await readCards(order)
    const list = sheet!.texts.filter((text) => isNumber(text) && text.box.x > 12 && text.size > 7)
    expect(list.map(({ text }) => Number(text))).toEqual(ascending(numbers))
    const places = list.flatMap(({ colour }, i) => (colour === RED ? [i + 1] : []))
    const rings = sheet!.shapes.filter(({ stroke }) => stroke === RED)
    const quarters = order.options.number_cards === '15' ? [4, 8, 12] : [8, 16, 24]
    expect(places).toEqual(order.options.max_number === 'blank' ? [] : quarters)
    expect(rings).toHaveLength(3)
    for (const [i, place] of places.entries())
      expect(overlap(list[place - 1]!.box, rings[i]!.parts[0]!.box)).toBe(true)
  },
)

test.each(withSheet)(
  'the helper sheet says which numbers there are and how many cards are enough: %s',
  async (_title, order) => {
    const { sheet } = await readCards(order)
    const words = sheet!.texts.map(({ text }) => text).join(' ')
    const { number_cards, max_number } = order.options
    expect(words).toContain(`Make the ${number_cards} cards`)
    expect(words).toContain(`a good plan ${number_cards === '15' ? 4 : 5} cards are always enough`)
    expect(words.includes(`different ones from 1 to ${largestOf(order.options)}.`)).toBe(
      max_number !== 'blank',
    )
    expect(words.includes('write the same numbers into the list')).toBe(max_number === 'blank')
    const fields = sheet!.shapes.filter(({ stroke }) => stroke === '#bbbbbb' || stroke === RED)
    expect(fields).toHaveLength(Number(number_cards))
  },
)

test('fifty copies of fifteen cards with all there is are smaller than 510 KiB', async () => {
  const [, order] = orders[4]!
  expect(order.options).toEqual({ number_cards: '15', max_number: '999', help_sheet: true })
  const { pdf } = await drawWorksheet({ ...order, copies: 50 })
  expect(pdf.length).toBeLessThan(510 * 1024)
})
