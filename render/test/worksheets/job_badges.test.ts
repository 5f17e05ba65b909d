// The worksheet `job_badges`.
import { expect, test } from 'vitest'
import { jobBadges } from '../../src/worksheets/job_badges.ts'
import { checkWorksheet, ordersOf, readCopy, stringsOf } from '../helpers/check_worksheet.ts'

checkWorksheet(jobBadges, {
  combinations: 2,
  filenames: [['a4', {}, 'Example (a4).pdf']],
  pages: () => 1,
})

test.each(ordersOf(jobBadges))('there are two badges for each job: %s', async (_title, order) => {
  const [page] = await readCopy(order)
  const titles = stringsOf(page!.texts).filter((text) => !text.includes(' '))
  expect(titles).toEqual(['Bot', 'Bot', 'Programmer', 'Programmer', 'Tester', 'Tester'])
})
