// Every worksheet, with every combination of its options, in every language, is a document for everyone: PDF/UA-1, checked
// by machine.
import { describe, expect, test } from 'vitest'
import { drawWorksheet } from '../src/draw.ts'
import { languages } from '../src/texts/index.ts'
import { worksheets } from '../src/worksheets/index.ts'
import { checkAccessible } from './helpers/accessible/check_accessible.ts'
import { pdfObjects } from './helpers/accessible/pdf_objects.ts'
import { hasPdfTools } from './helpers/accessible/pdf_tools.ts'
import { ordersOf } from './helpers/check_worksheet.ts'

const tables = languages.flatMap((language) =>
  Object.entries(worksheets).map(([name, worksheet]) => ({ language, name, worksheet })),
)

describe.skipIf(!hasPdfTools()).each(tables)(
  '$name in $language',
  ({ language, name, worksheet }) => {
    test.each(ordersOf(worksheet))('%s', async (_title, order) => {
      const { pdf } = await drawWorksheet({ ...order, language })
      const { problems, reading, languageOf } = checkAccessible(await pdfObjects(pdf))
      expect(problems).toEqual([])
      expect(languageOf).toBe(language)
      for (const page of reading) expect(page.join(' ').trim()).not.toBe('')
    })

    test('three copies, of which each is read out as the first', async () => {
      const [, order] = ordersOf(worksheet)[0]!
      const read = async (copies: number) => {
        const { pdf } = await drawWorksheet({ ...order, language, copies })
        const { problems, reading } = checkAccessible(await pdfObjects(pdf))
        expect(problems).toEqual([])
        return reading
      }
      const [one, three] = [await read(1), await read(3)]
      expect(three).toHaveLength(3 * one.length)
      expect(three.slice(0, one.length)).toEqual(one)
      // Copies with numbers of their own are drawn one by one.
      const isRandom = textOf(three.slice(one.length)) !== textOf([...one, ...one])
      expect(isRandom).toBe(name === BY_CHANCE)
    })
  },
)

const textOf = (pages: readonly (readonly string[])[]): string =>
  pages.map((page) => page.join('\n')).join('\f')

/** Its first combination has numbers by chance; those of the others have none. */
const BY_CHANCE = 'searching_cards'

test('there are five languages', () => {
  expect(languages.toSorted()).toEqual(['de', 'en', 'es', 'fr', 'mi'])
})
