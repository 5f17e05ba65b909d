// The worksheet `barcode_checksum_poster`.
import { expect, test } from 'vitest'
import { barcodeChecksumPoster } from '../../src/worksheets/barcode_checksum_poster.ts'
import { checkWorksheet, ordersOf, readCopy } from '../helpers/check_worksheet.ts'

checkWorksheet(barcodeChecksumPoster, {
  combinations: 4,
  filenames: [['a4', { barcode_length: '12' }, 'Example (12 digits - a4).pdf']],
  pages: () => 1,
})

test.each(ordersOf(barcodeChecksumPoster))(
  'the check digit is valid: %s',
  async (_title, order) => {
    const [page] = await readCopy(order)
    const digits = page!.texts
      .map(({ text }) => text)
      .filter((text) => /^\d$/u.test(text))
      .map(Number)
    expect(digits).toHaveLength(Number(order.options.barcode_length))
    // GS1 General Specifications 7.9.1: from the right, weights 1 and 3 in turn; the sum is a multiple of ten.
    const sum = digits
      .toReversed()
      .reduce((total, digit, place) => total + digit * (place % 2 === 0 ? 1 : 3), 0)
    expect(sum % 10).toBe(0)
    expect(page!.texts.map(({ text }) => text)).toContain(`The last digit is ${digits.at(-1)}.`)
  },
)

test.each(ordersOf(barcodeChecksumPoster))(
  'every sum on it is right: %s',
  async (_title, order) => {
    const [page] = await readCopy(order)
    const sums = page!.texts
      .map(({ text }) => text.split(' = '))
      .filter(({ length }) => length === 2)
    expect(sums).toHaveLength(5)
    for (const [left = '', right] of sums) {
      const value = left.includes('×')
        ? left
            .split(' × ')
            .map(Number)
            .reduce((product, factor) => product * factor)
        : left
            .split(' + ')
            .map(Number)
            .reduce((total, term) => total + term)
      expect(value).toBe(Number(right))
    }
  },
)

test('the digits that are added are those of the barcode', async () => {
  for (const [, order] of ordersOf(barcodeChecksumPoster)) {
    const texts = (await readCopy(order))[0]!.texts.map(({ text }) => text)
    const digits = texts.filter((text) => /^\d$/u.test(text)).slice(0, -1)
    const [thrice, once] = [1, 0].map((rest) =>
      digits.filter((_, index) => (digits.length - index) % 2 === rest),
    )
    for (const some of [thrice!, once!])
      expect(texts.filter((text) => text.startsWith(`${some.join(' + ')} = `))).toHaveLength(1)
  }
})
