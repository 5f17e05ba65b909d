import { describe, expect, test } from 'vitest'
import type { Schema } from '../../../src/discovery/document.ts'
import { validatorsOf } from '../../../src/discovery/schema/json_schema.ts'

const schemas: Record<string, Schema> = {
  Node: {
    type: 'object',
    properties: {
      name: { type: 'string', pattern: 'a+' },
      size: { type: 'string', format: 'int64' },
      children: { type: 'array', items: { $ref: 'Node' } },
      grid: { type: 'array', items: { type: 'array', items: { type: 'number' } } },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
      ...JSON.parse('{ "toString": { "type": "boolean" } }'),
    },
  },
  Empty: { type: 'object', properties: {} },
  Open: { type: 'object' },
  Untyped: { properties: { name: { type: 'string' } } },
  List: { type: 'array', items: { $ref: 'Node' } },
  Value: { type: 'any' },
  'odd/name~%': { type: 'object', properties: { next: { $ref: 'odd/name~%' } } },
}

const validators = validatorsOf(schemas)
const fits = (name: string, value: unknown): boolean => {
  const validate = validators.of({ $ref: name })
  return validate(value)
}

describe('a validator', () => {
  test.each<[string, unknown, boolean]>([
    ['Node', {}, true],
    ['Node', { name: 'aaa', size: '5', toString: true }, true],
    ['Node', { children: [{ children: [{ name: 'a' }] }] }, true],
    ['Node', { children: [{ children: [{ name: 'b' }] }] }, false],
    ['Node', { name: 'xaax' }, false],
    ['Node', { size: 5 }, false],
    ['Node', { grid: [[1, 2], [3]] }, true],
    ['Node', { grid: [1] }, false],
    ['Node', { labels: { constructor: 'x' } }, true],
    ['Node', { labels: { constructor: 1 } }, false],
    ['Node', { constructor: 1 }, false],
    ['Node', { hasOwnProperty: 1 }, false],
    ['Node', [], false],
    ['Node', null, false],
    ['Empty', {}, true],
    ['Empty', { a: 1 }, false],
    ['Open', { a: 1 }, true],
    ['Untyped', { name: 'x' }, true],
    ['Untyped', { name: 5 }, false],
    ['List', [{ name: 'a' }], true],
    ['List', {}, false],
    ['Value', [1, 'x', null], true],
    ['odd/name~%', { next: { next: {} } }, true],
    ['odd/name~%', { next: { next: 5 } }, false],
  ])('of %s takes %j: %s', (name, value, expected) => {
    expect(fits(name, value)).toBe(expected)
  })

  test('of a schema that stands where it is used works like one with a name', () => {
    const inline: Schema = { type: 'object', properties: { node: { $ref: 'Node' } } }
    expect(validators.of(inline)({ node: { name: 'a' } })).toBe(true)
    expect(validators.of(inline)({ node: { name: 'b' } })).toBe(false)
    expect(validators.of({})('x')).toBe(true)
  })

  test('looks at a field named __proto__ like at any other', () => {
    const properties = JSON.parse('{ "__proto__": { "type": "boolean" } }')
    const validate = validators.of({ type: 'object', properties })
    expect(validate(JSON.parse('{ "__proto__": true }'))).toBe(true)
    expect(validate(JSON.parse('{ "__proto__": "x" }'))).toBe(false)
  })

  test('is made once for a schema', () => {
    const schema: Schema = { $ref: 'Node' }
    expect(validators.of(schema)).toBe(validators.of(schema))
  })
})
