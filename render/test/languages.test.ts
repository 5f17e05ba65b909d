// Every worksheet, with every combination of its options, in every language: what grows fits, and nothing is left in English.
import { describe, expect, test } from 'vitest'
import { drawWorksheet } from '../src/draw.ts'
import { catalogue, languages } from '../src/texts/index.ts'
import { worksheets } from '../src/worksheets/index.ts'
import { checkLayout, ordersOf } from './helpers/check_worksheet.ts'
import { readPdf } from './helpers/read_pdf.ts'

const others = languages.filter((language) => language !== 'en')
const orders = Object.values(worksheets).flatMap((worksheet) => ordersOf(worksheet))

describe.each(others)('%s', (language) => {
  test.each(Object.entries(worksheets))('%s fits', async (_name, worksheet) => {
    for (const [, order] of ordersOf(worksheet)) {
      const { filename, pdf } = await drawWorksheet({ ...order, language })
      const document = await readPdf(pdf)
      expect(document).toMatchObject({ title: filename, language })
      for (const page of document.pages) checkLayout(page, order.paperSize)
    }
  })

  test('a file has one name for each combination of options, as in English', () => {
    const named = (texts: (typeof catalogue)[typeof language]) =>
      orders.map(
        ([, { view, options, paperSize }]) =>
          `${view} ${worksheets[view].subtitle(options, paperSize, texts)}`,
      )
    expect(new Set(named(catalogue[language])).size).toBe(new Set(named(catalogue.en)).size)
  })

  test('words to sort are in order, and differ from each other', () => {
    const { words, letters } = catalogue[language].sorting
    const { compare } = new Intl.Collator(language)
    for (const list of [words, Array.from(letters)]) {
      expect(new Set(list).size).toBe(list.length)
      expect(list.toSorted(compare)).toEqual(list)
    }
    expect([words.length, letters.length]).toEqual([6, 12])
  })

  test('the catalogue has as many texts in each list as the English one', () => {
    expect(lengthsOf(catalogue[language])).toEqual(lengthsOf(catalogue.en))
  })
})

test('large numbers are written as the language writes them', async () => {
  const written = Object.fromEntries(
    languages.map((language) => [language, (1_700_000).toLocaleString(language)]),
  )
  expect(written).toMatchObject({
    en: '1,700,000',
    de: '1.700.000',
    es: '1.700.000',
    fr: '1\u202f700\u202f000',
    mi: '1,700,000',
  })
})

/** Lengths of the lists in a catalogue, by where they are. */
const lengthsOf = (texts: object, at = ''): readonly string[] =>
  Object.entries(texts).flatMap(([name, value]: [string, unknown]) => {
    const path = `${at}/${name}`
    if (Array.isArray(value)) return [`${path} ${value.length}`]
    return typeof value === 'object' && value !== null ? lengthsOf(value, path) : []
  })
