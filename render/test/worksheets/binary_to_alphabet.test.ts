// The worksheet `binary_to_alphabet`.
import { expect, test } from 'vitest'
import { binaryToAlphabet } from '../../src/worksheets/binary_to_alphabet.ts'
import { checkWorksheet, ordersOf, readCopy } from '../helpers/check_worksheet.ts'

checkWorksheet(binaryToAlphabet, {
  combinations: 4,
  filenames: [
    ['letter', { worksheet_version: 'teacher' }, 'Example (teacher - letter).pdf'],
    ['a4', { worksheet_version: 'student' }, 'Example (student - a4).pdf'],
  ],
  pages: () => 1,
})

test.each(ordersOf(binaryToAlphabet))(
  'each number has its bits and its letter beside it: %s',
  async (_title, order) => {
    const [page] = await readCopy(order)
    expect(new Set(page!.texts.map(({ turned }) => turned))).toEqual(new Set([90]))
    // Turned by 90 degrees, a row of the table is a column of the page: the same x, in the order of y.
    const rows = Map.groupBy(page!.texts, ({ box }) => Math.round(box.x + box.width / 2))
    const read = [...rows.entries()]
      .toSorted(([a], [b]) => b - a)
      .map(([, texts]) => texts.toSorted((a, b) => a.box.y - b.box.y).map(({ text }) => text))
    expect(read[0]).toEqual(Array.from({ length: 3 }, () => ['Number', 'Binary', 'Letter']).flat())
    for (const [row, texts] of read.slice(1).entries()) {
      const numbers = [0, 9, 18].map((first) => first + row)
      const isTeacher = order.options.worksheet_version === 'teacher'
      expect(texts).toEqual(
        numbers.flatMap((number) => (isTeacher ? solved(number) : [`${number}`])),
      )
    }
    expect(read).toHaveLength(10)
  },
)

function solved(number: number): readonly string[] {
  const bits = [16, 8, 4, 2, 1].map((value) => (number & value ? '1' : '0')).join('')
  return number === 0
    ? ['0', bits]
    : [`${number}`, bits, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.charAt(number - 1)]
}
