// Every worksheet, with every combination of its options, is a document for everyone: PDF/UA-1, checked by machine.
import { describe, expect, test } from 'vitest'
import { drawWorksheet } from '../src/draw.ts'
import { worksheets } from '../src/worksheets/index.ts'
import { checkAccessible } from './helpers/accessible/check_accessible.ts'
import { pdfObjects } from './helpers/accessible/pdf_objects.ts'
import { hasPdfTools } from './helpers/accessible/pdf_tools.ts'
import { ordersOf } from './helpers/check_worksheet.ts'

describe.skipIf(!hasPdfTools()).each(Object.entries(worksheets))('%s', (_name, worksheet) => {
  test.each(ordersOf(worksheet))('%s', async (_title, order) => {
    const { pdf } = await drawWorksheet(order)
    const { problems, reading } = checkAccessible(await pdfObjects(pdf))
    expect(problems).toEqual([])
    for (const page of reading) expect(page.join(' ').trim()).not.toBe('')
  })
})
