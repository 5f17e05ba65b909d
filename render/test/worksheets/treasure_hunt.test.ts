// The worksheet `treasure_hunt`.
import { expect, test } from 'vitest'
import { treasureHunt } from '../../src/worksheets/treasure_hunt.ts'
import { checkWorksheet, ordersOf, readCopy } from '../helpers/check_worksheet.ts'

const LARGEST = { blank: 0, easy: 99, medium: 999, hard: 9999 }

checkWorksheet(treasureHunt, {
  combinations: 64,
  filenames: [
    [
      'a4',
      { prefilled_values: 'blank', number_order: 'sorted', instructions: true, art: 'colour' },
      'Example (blank - full colour - with instructions - a4).pdf',
    ],
    [
      'letter',
      { prefilled_values: 'easy', number_order: 'sorted', instructions: false, art: 'bw' },
      'Example (Sorted - 0 to 99 - black and white - without instructions - letter).pdf',
    ],
    [
      'a4',
      { prefilled_values: 'hard', number_order: 'unsorted', instructions: true, art: 'colour' },
      'Example (Unsorted - 0 to 9999 - full colour - with instructions - a4).pdf',
    ],
  ],
  pages: ({ instructions }) => (instructions ? 2 : 1),
  random: ({ prefilled_values }) => prefilled_values !== 'blank',
})

test.each(ordersOf(treasureHunt))(
  'each letter has a chest with a number in range, and a field for that of the other map: %s',
  async (_title, order) => {
    const { prefilled_values: level, number_order } = order.options
    const [page] = await readCopy(order)
    const letters = page!.texts.filter(({ text }) => /^[A-Z]$/.test(text))
    expect(letters).toHaveLength(52)
    expect(new Set(letters.map(({ text }) => text)).size).toBe(26)
    const chests = page!.texts.filter(({ text }) => /^\d+$/.test(text))
    // Down the first column, then down the second: the order of the alphabet.
    const numbers = chests
      .toSorted((a, b) => Math.sign(Math.trunc((a.box.x - b.box.x) / 20)) || a.y - b.y)
      .map(({ text }) => Number(text))
    expect(new Set(numbers).size).toBe(level === 'blank' ? 0 : 26)
    expect(Math.max(0, ...numbers)).toBeLessThanOrEqual(LARGEST[level])
    const sorted = numbers.toSorted((a, b) => a - b)
    const isSorted = JSON.stringify(numbers) === JSON.stringify(sorted)
    expect(isSorted).toBe(level === 'blank' || number_order === 'sorted')
  },
)

const isGrey = (colour: string): boolean => /^#(..)\1\1$/.test(colour)

test.each(ordersOf(treasureHunt))('black and white has no colour: %s', async (_title, order) => {
  const [page] = await readCopy(order)
  const colours = page!.shapes.flatMap(({ fill, stroke }) => [fill, stroke]).filter(Boolean)
  expect(colours.every((colour) => isGrey(colour!))).toBe(order.options.art === 'bw')
})

test('the rules speak of the order that the numbers have', async () => {
  for (const [, order] of ordersOf(treasureHunt)) {
    if (!order.options.instructions) continue
    const [, rules] = await readCopy(order)
    const words = rules!.texts.map(({ text }) => text).join(' ')
    expect(words.includes('grow from A to Z')).toBe(order.options.number_order === 'sorted')
  }
})
