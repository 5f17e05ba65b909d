// What comes from outside is shown as text, and never obeyed by a terminal.
import { describe, expect, test } from 'vitest'
import { printable, printableLines } from '../src/printable.ts'

describe('a printable text', () => {
  test.each([
    ['ordinary: äö 漢字 🦊', 'ordinary: äö 漢字 🦊'],
    ['\u001b]0;x\u0007', '\\u001b]0;x\\u0007'],
    ['\u009b31m', '\\u009b31m'],
    ['a\rb', 'a\\u000db'],
    ['\u202etxt', '\\u202etxt'],
  ])('%j is %j', (text, expected) => {
    expect(printable(text)).toBe(expected)
    expect(printableLines(text)).toBe(expected)
  })

  test('has one line, or keeps its lines', () => {
    expect(printable('a\n\tb')).toBe('a\\u000a\\u0009b')
    expect(printableLines('a\n\tb')).toBe('a\n\tb')
  })

  test('that is JSON stays the same JSON', () => {
    const value = { tag: '\u001b\u009b\u202e' }
    expect(JSON.parse(printable(JSON.stringify(value)))).toEqual(value)
  })
})
