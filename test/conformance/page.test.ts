// docs/conformance.md: that it has the form that a run gives it, and says why each line fails. The suites themselves are run by
// `npm run conformance`.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { whyOf } from './differences.ts'
import { INTRODUCTION, sectionOf, sectionsOf, withSection } from './page.ts'
import type { Line, Suite } from './suite.ts'
import { suites } from './suites.ts'

const file = join(import.meta.dirname, '../../docs/conformance.md')

test('the page has a section of every suite, as a run writes it', async () => {
  const page = await readFile(file, 'utf8')
  expect(page.startsWith(INTRODUCTION)).toBe(true)
  const sections = sectionsOf(page)
  expect([...sections.keys()]).toEqual(suites.map(({ name }) => name))
  for (const { name, about } of suites)
    expect(sections.get(name)).toContain(`## ${name}\n${about}\n\n**`)
})

test('every line that fails has a row, with the reason that is known now', async () => {
  for (const [name, section] of sectionsOf(await readFile(file, 'utf8'))) {
    const [, failed] = /\*\*\d+ passed, (\d+) failed, \d+ skipped\*\*/.exec(section)!
    const rows = section.split('\n').filter((row) => /^\| (?!line that fails)[^-]/.test(row))
    expect({ name, failed: rows.length }).toEqual({ name, failed: Number(failed) })
    for (const row of rows) {
      const [, line = ''] = /^\| (.*?) \| /.exec(row)!
      expect(row).toContain(` | ${whyOf(name, line)} |`)
    }
  }
})

const suite = (name: string): Suite => ({
  name,
  about: `About ${name}.`,
  found: () => Promise.resolve({ versions: '' }),
  run: () => Promise.resolve([]),
})
const scoreOf = (...lines: readonly Line[]) => ({ versions: 'x 1', lines })

test('a run changes the section of its suite alone', () => {
  const [a, b] = [suite('a'), suite('b')]
  const passed = scoreOf({ name: 'one', outcome: 'passed' })
  const failed = scoreOf({ name: 'one', outcome: 'failed', words: 'a | <b>' })
  const first = withSection('', [a, b], b, passed)
  const second = withSection(first, [a, b], a, failed)
  expect([...sectionsOf(second).keys()]).toEqual(['a', 'b'])
  expect(sectionsOf(second).get('b')).toBe(sectionOf(b, passed))
  expect(withSection(second, [a, b], b, passed)).toBe(second)
  expect(second).toContain('| one | a \\| &lt;b> | **a fault** |')
})
