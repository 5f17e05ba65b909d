// All worksheets together.
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { worksheets } from '../src/worksheets/index.ts'
import { ordersOf } from './helpers/check_worksheet.ts'

const filesIn = (folder: string): readonly string[] =>
  readdirSync(new URL(folder, import.meta.url), { recursive: true, encoding: 'utf8' })

test('every worksheet has a file of its name, and a test', () => {
  for (const name of Object.keys(worksheets)) {
    expect(filesIn('../src/worksheets')).toContain(`${name}.ts`)
    expect(filesIn('worksheets')).toContain(`${name}.test.ts`)
  }
})

test('there are 17 worksheets, in 222 combinations of their options and papers', () => {
  const all = Object.values(worksheets)
  expect(all).toHaveLength(17)
  const combinations = all.flatMap((worksheet) => ordersOf(worksheet))
  expect(combinations).toHaveLength(222)
})
