// The words are those of protobuf's json_stream_parser.cc.
import { describe, expect, test } from 'vitest'
import { NotJson, parseLeniently } from '../../src/http/lenient_json.ts'

describe('lenient JSON', () => {
  test.each<[string, unknown]>([
    ['{"a":1,}', { a: 1 }],
    ['[1,2,]', [1, 2]],
    ["{'a':'it\"s'}", { a: 'it"s' }],
    ['{a:1, $b_2:2, nullable:3}', { a: 1, $b_2: 2, nullable: 3 }],
    [' \t\r\n{ } ', {}],
    ['[]', []],
    ['-1.5e3', -1500],
    ['[true,false,null]', [true, false, null]],
    ['"\\u00e9\\n\\/\\q\\ud83d\\ude00"', 'é\n/q😀'],
    ["'a\nb'", 'a\nb'],
    ['{"":{"a":[{}]}}', { '': { a: [{}] } }],
  ])('%s', (text, expected) => {
    expect(parseLeniently(text)).toEqual(expected)
  })

  test('takes what JSON.parse takes, for what it is', () => {
    const text = '{"a":[1,-0.5,1e3,"x\\ty",true,null,{"b":{}}],"c":"\\u0041"}'
    expect(parseLeniently(text)).toEqual(JSON.parse(text))
  })

  test('may have a key called __proto__', () => {
    const value = parseLeniently('{__proto__:{polluted:1}}') as object
    expect(Object.keys(value)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })

  test.each([
    ['', 'Unexpected end of string. Expected a value.', '', 0],
    ['  ', 'Unexpected end of string. Expected a value.', '  ', 2],
    ['not json', 'Unexpected token.', 'not json', 0],
    ['{"a":}', 'Unexpected token.', '{"a":}', 5],
    ['{"a":@}', 'Expected a value.', '{"a":@}', 5],
    ['{"a":', 'Unexpected end of string. Expected a value.', '{"a":', 5],
    ['{"a"', 'Unexpected end of string. Expected : between key:value pair.', '{"a"', 4],
    ['{"a" 1}', 'Expected : between key:value pair.', '{"a" 1}', 5],
    ['{"a":1', 'Unexpected end of string. Expected , or } after key:value pair.', '{"a":1', 6],
    ['{"a":1 "b":2}', 'Expected , or } after key:value pair.', '{"a":1 "b":2}', 7],
    ['{', 'Unexpected end of string. Expected an object key or }.', '{', 1],
    ['{1:2}', 'Expected an object key or }.', '{1:2}', 1],
    ['{,}', 'Expected an object key or }.', '{,}', 1],
    ['{null:1}', 'Expected an object key or }.', '{null:1}', 5],
    ['[', 'Unexpected end of string. Expected a value or ] within an array.', '[', 1],
    ['[1 2]', 'Expected , or ] after array value.', '[1 2]', 3],
    ['[1', 'Unexpected end of string. Expected , or ] after array value.', '[1', 2],
    ['[,]', 'Unexpected token.', '[,]', 1],
    ['{} x', 'Parsing terminated before end of input.', '{} x', 3],
    ['{"a":"b', 'Closing quote expected in string.', '{"a":"b', 7],
    ['"\\', 'Closing quote expected in string.', '"\\', 2],
    ['"\\u12"', 'Illegal hex string.', '"\\u12"', 1],
    ['"\\u12xy"', 'Invalid escape sequence.', '"\\u12xy"', 1],
    ['01', 'Octal/hex numbers are not valid JSON values.', '01', 0],
    ['[0x1F]', 'Octal/hex numbers are not valid JSON values.', '[0x1F]', 1],
    ['1.2.3', 'Unable to parse number.', '1.2.3', 0],
    ['-', 'Unable to parse number.', '-', 0],
    ['1e999', 'Number exceeds the range of double.', '1e999', 0],
    [
      `{"a":1,${' '.repeat(30)}!,"b":"${'x'.repeat(30)}"}`,
      'Expected an object key or }.',
      `${' '.repeat(20)}!,"b":"${'x'.repeat(13)}`,
      20,
    ],
    ['{"a":\n  nope}', 'Unexpected token.', '{"a":\n  nope}', 8],
  ])('is not %j', (text, problem, shown, caret) => {
    expect(() => parseLeniently(text)).toThrow(
      new NotJson(`${problem}\n${shown}\n${' '.repeat(caret)}^`),
    )
  })

  test('is no deeper than a stack', () => {
    for (const text of ['['.repeat(100_000), '{"a":'.repeat(100_000)])
      expect(() => parseLeniently(text)).toThrow(/^Message too deep\./)
  })

  test('is read in linear time', () => {
    const start = performance.now()
    const text = `[${'{a:"x",},'.repeat(100_000)}]`
    expect(parseLeniently(text)).toHaveLength(100_000)
    expect(() => parseLeniently(`"${'\\n'.repeat(500_000)}`)).toThrow(/^Closing quote/)
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})
