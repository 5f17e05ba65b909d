import { describe, expect, test } from 'vitest'
import type { Schema } from '../../../src/discovery/document.ts'
import { scalarOf } from '../../../src/discovery/schema/scalar.ts'

const of = (type: Schema['type'], format?: string): Schema => ({
  ...(type && { type }),
  ...(format !== undefined && { format }),
})
const NONE = undefined

// Bounds: one inside, one outside on either side; the 64-bit ones are beyond what a double can tell apart.
const texts: [string, Schema, [text: string, value: unknown][]][] = [
  [
    'int32',
    of('integer', 'int32'),
    [
      ['7', 7],
      ['+7', 7],
      ['-7', -7],
      ['007', 7],
      ['2147483647', 2147483647],
      ['2147483648', NONE],
      ['-2147483648', -2147483648],
      ['-2147483649', NONE],
      ['', NONE],
      [' 7', NONE],
      ['7.0', NONE],
      ['1e3', NONE],
      ['0x10', NONE],
      ['٧', NONE],
      ['9'.repeat(100_000), NONE],
    ],
  ],
  ['an integer of no format', of('integer'), [['2147483648', NONE]]],
  [
    'uint32',
    of('integer', 'uint32'),
    [
      ['4294967295', 4294967295],
      ['4294967296', NONE],
      ['-1', NONE],
    ],
  ],
  [
    'int64',
    of('string', 'int64'),
    [
      ['9223372036854775807', '9223372036854775807'],
      ['9223372036854775808', NONE],
      ['-9223372036854775808', '-9223372036854775808'],
      ['-9223372036854775809', NONE],
      ['+5', '5'],
      ['005', '5'],
      ['-0', '0'],
      ['1.5', NONE],
      ['', NONE],
      ['9'.repeat(100_000), NONE],
    ],
  ],
  [
    'uint64',
    of('string', 'uint64'),
    [
      ['18446744073709551615', '18446744073709551615'],
      ['18446744073709551616', NONE],
      ['-1', NONE],
    ],
  ],
  [
    'double',
    of('number', 'double'),
    [
      ['1.5', 1.5],
      ['-.5', -0.5],
      ['5.', 5],
      ['1e-3', 0.001],
      ['NaN', 'NaN'],
      ['-Infinity', '-Infinity'],
      ['nan', NONE],
      ['1e999', NONE],
      ['0x1', NONE],
      ['', NONE],
    ],
  ],
  [
    'boolean',
    of('boolean'),
    [
      ['true', true],
      ['TRUE', true],
      ['t', true],
      ['Yes', true],
      ['y', true],
      ['1', true],
      ['false', false],
      ['F', false],
      ['no', false],
      ['N', false],
      ['0', false],
      ['on', NONE],
      ['', NONE],
      ['2', NONE],
    ],
  ],
  [
    'byte',
    of('string', 'byte'),
    [
      ['', ''],
      ['aGk=', 'aGk='],
      ['aGk', 'aGk'],
      ['-_-_', '-_-_'],
      ['+/+/', '+/+/'],
      ['a', NONE],
      ['aGkxa', NONE],
      ['aG\nk=\r\n', 'aGk='],
      ['aG k', NONE],
      ['aGk===', NONE],
      ['é', NONE],
    ],
  ],
  [
    'date',
    of('string', 'date'),
    [
      ['2024-02-29', '2024-02-29'],
      ['2023-02-29', NONE],
      ['2024-13-01', NONE],
      ['2024-00-01', NONE],
      ['2024-1-1', NONE],
      ['2024-01-01T00:00:00Z', NONE],
    ],
  ],
  [
    'google-datetime',
    of('string', 'google-datetime'),
    [
      ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59Z'],
      ['2024-02-29T23:59:59.123456789Z', '2024-02-29T23:59:59.123456789Z'],
      ['2024-02-29T23:59:59+05:30', '2024-02-29T23:59:59+05:30'],
      ['2024-02-29T23:59:59.1234567890Z', NONE],
      ['2024-02-29T23:59:59', NONE],
      ['2024-02-29T24:00:00Z', NONE],
      ['2024-02-29T23:60:00Z', NONE],
      ['2024-02-29T23:59:60Z', NONE],
      ['2024-02-30T00:00:00Z', NONE],
      ['0000-01-01T00:00:00Z', NONE],
      ['2024-02-29T00:00:00+25:00', NONE],
      ['2024-02-29', NONE],
      ['1709251199', NONE],
      ['', NONE],
    ],
  ],
  [
    'google-duration',
    of('string', 'google-duration'),
    [
      ['3s', '3s'],
      ['-3.000000001s', '-3.000000001s'],
      ['315576000000s', '315576000000s'],
      ['315576000001s', NONE],
      ['3', NONE],
      ['3 s', NONE],
      ['3.s', NONE],
      ['3.0000000001s', NONE],
      ['3m', NONE],
      ['', NONE],
    ],
  ],
  [
    'google-fieldmask',
    of('string', 'google-fieldmask'),
    [
      ['', ''],
      ['*', '*'],
      ['a.b,cD,e_f', 'a.b,cD,e_f'],
      ['labels.`a-b/c`', 'labels.`a-b/c`'],
      ['a, b', 'a, b'],
      ['sheets(data(rowData(values)),properties)', 'sheets(data(rowData(values)),properties)'],
      ['a;b', NONE],
      ['a{b}', NONE],
      ['a=b', NONE],
    ],
  ],
  [
    'a string',
    of('string'),
    [
      ['', ''],
      ['\u0000é', '\u0000é'],
    ],
  ],
  ['a string of a format nobody knows', of('string', 'ipv6'), [['x', 'x']]],
  [
    'an enum',
    { type: 'string', enum: ['NONE', 'asc', 'constructor'] },
    [
      ['asc', 'asc'],
      ['ASC', 'asc'],
      ['none', 'NONE'],
      ['1', 'asc'],
      ['constructor', 'constructor'],
      ['7', 7],
      ['2147483648', NONE],
      ['toString', NONE],
      ['', NONE],
    ],
  ],
]

describe('a scalar in a query', () => {
  test.each(texts)('%s', (_, schema, rows) => {
    const scalar = scalarOf(schema)
    expect(rows.map(([text]) => [text, scalar.fromText(text)])).toEqual(rows)
  })
})

// What protobuf's JSON reader takes beyond the type itself (docs/google_rest.md#messages).
const values: [string, Schema, [value: unknown, canonical: unknown][]][] = [
  [
    'int32',
    of('integer', 'int32'),
    [
      [7, 7],
      [7.0, 7],
      ['7', 7],
      ['7.0', 7],
      [7.5, NONE],
      ['7.5', NONE],
      [2147483648, NONE],
      [true, NONE],
      [null, NONE],
      [[7], NONE],
      [{}, NONE],
    ],
  ],
  [
    'int64',
    of('string', 'int64'),
    [
      ['5', '5'],
      [5, '5'],
      [-5, '-5'],
      [1e15, '1000000000000000'],
      [1e19, NONE],
      [1e300, NONE],
      [5.5, NONE],
      ['x', NONE],
      [true, NONE],
    ],
  ],
  [
    'double',
    of('number', 'double'),
    [
      [1.5, 1.5],
      ['1.5', 1.5],
      ['NaN', 'NaN'],
      [JSON.parse('1e999'), NONE],
      ['x', NONE],
      [true, NONE],
    ],
  ],
  [
    'boolean',
    of('boolean'),
    [
      [true, true],
      ['true', true],
      ['false', false],
      [1, true],
      [0, false],
      ['yes', NONE],
      [2, NONE],
    ],
  ],
  [
    'string',
    of('string'),
    [
      ['x', 'x'],
      [5, NONE],
      [true, NONE],
      [[], NONE],
    ],
  ],
  [
    'byte',
    of('string', 'byte'),
    [
      ['aGk=', 'aGk='],
      ['aGk\n=\n', 'aGk='],
      [5, NONE],
    ],
  ],
  [
    'an enum',
    { type: 'string', enum: ['NONE', 'ASC'] },
    [
      ['ASC', 'ASC'],
      ['asc', 'ASC'],
      [1, 'ASC'],
      ['1', 'ASC'],
      [99, 99],
      [-1, -1],
      [1.5, NONE],
      ['DESC', NONE],
      [null, NONE],
      [true, NONE],
    ],
  ],
  [
    'NullValue',
    { type: 'string', enum: ['NULL_VALUE'] },
    [
      [null, 'NULL_VALUE'],
      [0, 'NULL_VALUE'],
    ],
  ],
  [
    'anything',
    of('any'),
    [
      [
        [1, { a: null }],
        [1, { a: null }],
      ],
    ],
  ],
]

describe('a scalar in a body', () => {
  test.each(values)('%s', (_, schema, rows) => {
    const scalar = scalarOf(schema)
    expect(rows.map(([value]) => [value, scalar.fromJson(value)])).toEqual(rows)
  })

  test.each(values)('%s: a canonical value stays as it is', (_, schema, rows) => {
    const scalar = scalarOf(schema)
    const canonical = rows.map(([, value]) => value).filter((value) => value !== NONE)
    expect(canonical.map((value) => scalar.fromJson(value))).toEqual(canonical)
  })
})

test('an enum of hundreds of values takes each by name and by number', () => {
  const names = Array.from({ length: 500 }, (_, i) => `VALUE_${i}`)
  const scalar = scalarOf({ type: 'string', enum: names })
  expect(names.map((_, i) => scalar.fromJson(i))).toEqual(names)
  expect(names.map((name) => scalar.fromJson(name.toLowerCase()))).toEqual(names)
})
