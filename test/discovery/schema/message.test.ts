import { describe, expect, test } from 'vitest'
import type { Schema } from '../../../src/discovery/document.ts'
import { messageReader, snakeCase, TooDeep } from '../../../src/discovery/schema/message.ts'

const string: Schema = { type: 'string' }
const schemas: Record<string, Schema> = {
  Queue: {
    id: 'Queue',
    type: 'object',
    properties: {
      name: string,
      retryConfig: { $ref: 'Retry' },
      retry_count: { type: 'integer', format: 'int32' },
      state: { type: 'string', enum: ['UNKNOWN', 'RUNNING'] },
      createTime: { type: 'string', format: 'google-datetime', readOnly: true },
      tags: { type: 'array', items: string },
      retries: { type: 'array', items: { $ref: 'Retry' } },
      labels: { type: 'object', additionalProperties: string },
      anything: { type: 'any' },
      untyped: {},
      rows: { type: 'array', items: { $ref: 'Json' } },
      byKey: { type: 'object', additionalProperties: { $ref: 'Json' } },
      one: { $ref: 'Json' },
      bag: { type: 'object' },
      constructor: string,
    },
  },
  Retry: {
    id: 'Retry',
    type: 'object',
    properties: {
      maxAttempts: { type: 'string', format: 'int64' },
      stats: { type: 'string', readOnly: true },
      next: { $ref: 'Retry' },
      nothing: { type: 'string', enum: ['NULL_VALUE'] },
    },
  },
  Json: { id: 'Json', type: 'any' },
  Both: {
    id: 'Both',
    type: 'object',
    properties: { name: string },
    additionalProperties: { type: 'integer' },
  },
}

const read = (value: unknown, schema = 'Queue', keepUnknown = true) =>
  messageReader(schemas, { keepUnknown }).read({ $ref: schema }, value).value

const nested = (depth: number): unknown =>
  Array.from({ length: depth }).reduce<unknown>((inner) => ({ next: inner }), {})

describe('a message', () => {
  test.each<[string, unknown, unknown]>([
    [
      'has its fields under their JSON names',
      { retry_config: { max_attempts: '5' } },
      { retryConfig: { maxAttempts: '5' } },
    ],
    ['may have a field whose JSON name is in snake case', { retry_count: '3' }, { retry_count: 3 }],
    ['knows names by case', { retryconfig: {} }, { retryconfig: {} }],
    ['leaves null fields out', { name: null, retryConfig: null, retries: null, labels: null }, {}],
    [
      'leaves null out of lists and maps',
      { tags: ['a', null, 'b'], labels: { a: null, b: 'x' } },
      { tags: ['a', 'b'], labels: { b: 'x' } },
    ],
    [
      'keeps null where it is a value',
      { anything: null, untyped: null, retryConfig: { nothing: null } },
      { anything: null, untyped: null, retryConfig: { nothing: 'NULL_VALUE' } },
    ],
    [
      'keeps null where it is a value of a type with a name',
      { rows: [1, null, [2]], byKey: { a: null }, one: null },
      { rows: [1, null, [2]], byKey: { a: null }, one: null },
    ],
    [
      'takes a list in a list for its items',
      {
        retries: [[{ maxAttempts: 1 }, { maxAttempts: 2 }], { maxAttempts: 3 }],
        tags: [['a'], ['b']],
      },
      {
        retries: [{ maxAttempts: '1' }, { maxAttempts: '2' }, { maxAttempts: '3' }],
        tags: ['a', 'b'],
      },
    ],
    [
      'keeps what is in a field of any type',
      { anything: { a: [null, { b: null }] } },
      { anything: { a: [null, { b: null }] } },
    ],
    [
      'keeps what is in an object of no declared fields',
      { bag: { a: { b: null } } },
      { bag: { a: { b: null } } },
    ],
    [
      'takes a lone message for a list of one',
      { retries: { max_attempts: 1 } },
      { retries: [{ maxAttempts: '1' }] },
    ],
    [
      'takes numbers for int64',
      { retryConfig: { maxAttempts: 5 } },
      { retryConfig: { maxAttempts: '5' } },
    ],
    ['takes enums by number and in any case', { state: 'running' }, { state: 'RUNNING' }],
    ['keeps enum numbers that have no name', { state: 7 }, { state: 7 }],
    ['keeps unknown fields for the validator', { nme: 'x' }, { nme: 'x' }],
    [
      'keeps wrong values for the validator',
      { retryConfig: 'x', tags: 'x', labels: [] },
      { retryConfig: 'x', tags: 'x', labels: [] },
    ],
  ])('%s', (_, sent, expected) => {
    expect(read(sent)).toEqual(expected)
  })

  test('loses unknown fields where they are ignored, but none of a map', () => {
    const sent = {
      name: 'x',
      nme: 1,
      retryConfig: { other: 2 },
      labels: { other: 'y' },
      bag: { z: 1 },
    }
    expect(read(sent, 'Queue', false)).toEqual({
      name: 'x',
      retryConfig: {},
      labels: { other: 'y' },
      bag: { z: 1 },
    })
  })

  test('may have fields beside those it names', () => {
    expect(read({ name: 'x', other: '5' }, 'Both', false)).toEqual({ name: 'x', other: 5 })
  })

  test('loses its output-only fields when told to', () => {
    const message = messageReader(schemas, { keepUnknown: true }).read(
      { $ref: 'Queue' },
      { name: 'x', create_time: '2024-01-01T00:00:00Z', retries: [{ stats: 'y', maxAttempts: 1 }] },
    )
    expect(message.value).toMatchObject({ createTime: '2024-01-01T00:00:00Z' })
    message.dropReadOnly()
    expect(message.value).toEqual({ name: 'x', retries: [{ maxAttempts: '1' }] })
  })

  test('tells which fields and keys of maps were null', () => {
    const sent = {
      name: null,
      create_time: null,
      retry_config: { max_attempts: null, next: { stats: 'x' } },
      labels: { a: null, b: 'x' },
      anything: null,
      retries: [{ maxAttempts: null }],
    }
    const message = messageReader(schemas, { keepUnknown: true }).read({ $ref: 'Queue' }, sent)
    expect(message.nulls()).toEqual([['name'], ['retryConfig', 'maxAttempts'], ['labels', 'a']])
    message.dropReadOnly()
    expect(message.value).toEqual({
      retryConfig: { next: {} },
      labels: { b: 'x' },
      anything: null,
      retries: [{}],
    })
  })

  test('may have fields named like members of Object.prototype', () => {
    expect(read({ constructor: 'x' })).toEqual({ constructor: 'x' })
    const sent = JSON.parse('{ "labels": { "__proto__": "x", "constructor": "y" }, "toString": 1 }')
    const { labels, ...rest } = read(sent) as { labels: object }
    expect(Object.entries(labels)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
    expect(Object.getPrototypeOf(labels)).toBe(Object.prototype)
    expect(rest).toEqual({ toString: 1 })
  })

  test('that is none is handed on', () => {
    expect([[], 'x', 5, null, true].map((value) => read(value))).toEqual([[], 'x', 5, null, true])
  })

  test('may be a hundred messages deep, and no deeper', () => {
    expect(read(nested(100), 'Retry')).toEqual(nested(100))
    expect(() => read(nested(101), 'Retry')).toThrow(new TooDeep('next'))
  })

  test.each(['anything', 'untyped', 'bag'])('is no deeper in its field %s', (field) => {
    const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`)
    expect(() => read({ [field]: deep })).toThrow(
      /^Message too deep. Max recursion depth reached for key '/,
    )
  })
})

test.each([
  ['retryConfig', 'retry_config'],
  ['name', 'name'],
  ['retry_count', 'retry_count'],
  ['aBC', 'a_b_c'],
  ['Name', 'name'],
  ['a.bC', 'a.b_c'],
])('%s is %s in its proto file', (name, expected) => {
  expect(snakeCase(name)).toBe(expected)
})
