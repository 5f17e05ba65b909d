import { describe, expect, test } from 'vitest'
import { compilePattern, patternProblem } from '../../../src/discovery/schema/pattern.ts'

describe('a pattern', () => {
  test.each([
    ['ga', 'ga', true],
    ['ga', 'gaa', false],
    ['ga', 'xga', false],
    ['C.+|my_customer', 'my_customer', true],
    ['C.+|my_customer', 'my_customerX', false],
    ['C.+|my_customer', 'xC1', false],
    ['\\d+', '12', true],
    ['\\d+', '12a', false],
    ['.{22}', 'a'.repeat(22), true],
    ['.{22}', 'a'.repeat(23), false],
    ['^projects/[^/]+$', 'projects/p', true],
    ['^projects/[^/]+$', 'projects/p\n', true],
    ['(?i)(url:|origin:)?http(s)?://.*', 'ORIGIN:HTTPS://x', true],
    ['(?i)(url:|origin:)?http(s)?://.*', 'ftp://x', false],
  ])('%s holds for the whole of a value: %j %s', (pattern, value, expected) => {
    expect(compilePattern(pattern).matches(value)).toBe(expected)
  })

  test.each([
    '^[^/]+$',
    '.?',
    '(?i)x',
    '\\p{L}+',
    '[a-z]{1,63}',
    '(?P<name>x)',
    '(ga:.+)?',
    'a{,3}',
  ])('can be %s', (pattern) => {
    expect(patternProblem(pattern)).toBeUndefined()
    expect(() => compilePattern(pattern).matches('x')).not.toThrow()
  })

  // Whatever is let through here would be a 500 on the first call.
  test.each([
    '(',
    '[a',
    'a**',
    '(?=x)y',
    '(?<!x)y',
    '(a)\\1',
    '\\h',
    'a{2000}',
    'a{1,2000}',
    '\\cA',
  ])('cannot be %s', (pattern) => {
    expect(patternProblem(pattern)).toEqual(expect.any(String))
    expect(() => compilePattern(pattern).matches('x')).toThrow(/error parsing regexp/)
  })

  // Seconds at 16 repeats, minutes at 20, in JavaScript's own engine (docs/google_rest.md#patterns).
  test('takes linear time, whatever the value', () => {
    const filters = compilePattern('(.+[<,<=,==,>=,>,<>].+,)*(.+[<,<=,==,>=,>,<>].+)')
    const start = performance.now()
    expect(filters.matches(`${'a<b,'.repeat(500)}\n`)).toBe(false)
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})
