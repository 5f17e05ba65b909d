// How pages are read by the test of their commands.
import { expect, test } from 'vitest'
import { fits, hasLines, withIds, type Ids } from './shown.ts'
import { stepsOf } from './steps.ts'

const block = (language: string, code: string) =>
  stepsOf({ page: 'a.md', line: 10, language, file: '', code }).map(
    ({ line, command, shown }) => [line, command, shown] as const,
  )

test('a session is commands with what they show', () => {
  expect(
    block('console', '$ one  # first\n1\n\n$ two \\\n  more\n$ three\n3\n\n3\n^C\nend\n'),
  ).toEqual([
    [10, 'one', '1'],
    [13, 'two \\\n  more', undefined],
    [15, 'three', '3\n\n3'],
    [19, '^C', 'end'],
  ])
})

test('a script is commands alone', () => {
  expect(block('sh', '# why\none     # first\n\ntwo \\\n  more\n')).toEqual([
    [11, 'one', undefined],
    [13, 'two \\\n  more', undefined],
  ])
})

const [a, b, c] = ['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb', 'cccccccccccccccc']

test('times and ids may be others, but an id is the same throughout', () => {
  const ids: Ids = new Map()
  expect(fits(`added ${a}, 1 s ago`, `added ${b}, 25 s ago\n`, ids)).toBe(true)
  expect(fits(`id  ${a}`, `id     ${b}`, ids)).toBe(true)
  expect(fits(`id ${a}`, `id ${c}`, ids)).toBe(false)
  expect(fits(`id ${c} ${c}`, `id ${a} ${b}`, ids)).toBe(false)
  expect(withIds(`get ${a}`, ids)).toBe(`get ${b}`)
})

test.each([
  ['one', 'one more'],
  ['one\ntwo', 'one two'],
  ['1 task', '2 tasks'],
  ['a…z', 'a b'],
  ['"status": "OK"', '"status": "NOT_FOUND"'],
])('%j is not %j', (shown, printed) => {
  expect(fits(shown, printed, new Map())).toBe(false)
})

test('what is left out of an output is said', () => {
  expect(fits('a…z', 'a\nb\nz', new Map())).toBe(true)
})

test('of what a server prints, lines are shown in their order', () => {
  expect(hasLines('a\nc', 'a\nb\nc\n', new Map())).toBe(true)
  expect(hasLines('c\na', 'a\nb\nc\n', new Map())).toBe(false)
})
