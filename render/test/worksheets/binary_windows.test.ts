// The worksheet `binary_windows`.
import { expect, test } from 'vitest'
import { cells } from '../../src/page/box.ts'
import { binaryWindows } from '../../src/worksheets/binary_windows.ts'
import { checkWorksheet, ordersOf, readCopy, type DrawnPage } from '../helpers/check_worksheet.ts'
import { overlap } from '../helpers/read_pdf.ts'
import { dotsIn } from '../helpers/shapes.ts'

checkWorksheet(binaryWindows, {
  combinations: 16,
  filenames: [
    [
      'a4',
      { number_bits: '8', value_type: 'lightbulb', dot_counts: true },
      'Example (8 bits - lightbulb - with dot counts).pdf',
    ],
    [
      'letter',
      { number_bits: '4', value_type: 'binary', dot_counts: false },
      'Example (4 bits - binary - without dot counts).pdf',
    ],
  ],
  pages: ({ number_bits }) => Number(number_bits) / 2,
})

const LIT = '#ffd84d'
const UNLIT = '#ffffff'

/** What is in each window above the fold, and on each flap below it, from left to right. */
const readWindows = ({ content, texts, shapes }: DrawnPage): readonly object[] =>
  cells(content, 4, 2).map((cell) => ({
    dots: dotsIn(shapes).filter((dot) => overlap(dot, cell)).length,
    texts: texts.filter(({ box }) => overlap(box, cell)).map(({ text }) => text),
    bulbs: shapes
      .filter(
        ({ fill, parts }) =>
          [LIT, UNLIT].includes(fill!) && parts.some(({ box }) => overlap(box, cell)),
      )
      .map(({ fill }) => fill),
  }))

test.each(ordersOf(binaryWindows))(
  'windows have their dots above a lit flap: %s',
  async (_title, order) => {
    const { number_bits, value_type, dot_counts } = order.options
    const copy = await readCopy(order)
    const flap =
      value_type === 'binary'
        ? { dots: 0, texts: ['1'], bulbs: [] }
        : { dots: 0, texts: [], bulbs: [LIT] }
    const sheets =
      number_bits === '4'
        ? [[8, 4, 2, 1]]
        : [
            [8, 4, 2, 1],
            [128, 64, 32, 16],
          ]
    expect(copy.filter((_, page) => page % 2 === 0).map(readWindows)).toEqual(
      sheets.map((counts) => [
        ...counts.map((dots) => ({ dots, texts: dot_counts ? [`${dots}`] : [], bulbs: [] })),
        ...counts.map(() => flap),
      ]),
    )
  },
)

test.each(ordersOf(binaryWindows))(
  'the back of each flap is off, and upside down: %s',
  async (_title, order) => {
    const isBinary = order.options.value_type === 'binary'
    for (const [index, page] of (await readCopy(order)).entries()) {
      if (index % 2 === 0) continue
      const flap = isBinary
        ? { dots: 0, texts: ['0'], bulbs: [] }
        : { dots: 0, texts: [], bulbs: [UNLIT] }
      expect(readWindows(page).slice(4)).toEqual([flap, flap, flap, flap])
      for (const { text, turned } of page.texts) expect(turned).toBe(text === '0' ? 180 : 0)
    }
  },
)
