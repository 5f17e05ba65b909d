// Values that no parameter or field of a type takes.
import type { Schema } from '../../src/discovery/document.ts'

/** Texts that are no value of the type, in a query as in JSON; none where any text is one. */
export function wrongTexts(schema: Schema): readonly string[] {
  if (schema.enum !== undefined) return ['NO_SUCH_VALUE', 'Ünknown']
  return wrongByType[`${schema.type}:${schema.format ?? ''}`] ?? []
}

const integers = ['*#', 'seven', '1.5', '0x10', '1e3x', '7 8', '--1']
const int32 = [...integers, '2147483648', '-2147483649', '99999999999999999999']
const datetimes = ['soon', '2026-02-28', '2026-02-30T00:00:00Z', '2026-02-28T25:00:00Z']

const wrongByType: Readonly<Record<string, readonly string[]>> = {
  'integer:': int32,
  'integer:int32': int32,
  'integer:uint32': [...integers, '-1', '4294967296'],
  'string:int64': [...integers, '9223372036854775808', '-9223372036854775809'],
  'string:uint64': [...integers, '-1', '18446744073709551616'],
  'number:': ['*#', 'one', '1.2.3'],
  'number:double': ['*#', 'one', '1.2.3', '1e999'],
  'number:float': ['*#', 'one', '1.2.3'],
  'boolean:': ['*#', 'maybe', '2', 'truee'],
  'string:byte': ['*#', 'a', 'aGk=aGk='],
  'string:date': ['*#', '2026-02-30', '2026-2-3'],
  'string:date-time': datetimes,
  'string:google-datetime': datetimes,
  'string:google-duration': ['*#', '3', '3.5', '1h', '3.5S'],
  'string:google-fieldmask': ['*#', '%'],
}

/** JSON other than a string that is no value of the type. */
export function wrongJson(schema: Schema): readonly unknown[] {
  if (schema.enum !== undefined) return [true, 1.5]
  switch (schema.type) {
    case 'string':
      if (schema.format === 'int64' || schema.format === 'uint64') return [1.5, true]
      return schema.format === undefined ? [5, 1.5, true] : []
    case 'integer':
      return schema.format === 'uint32' ? [1.5, true, -1, 4294967296] : [1.5, true, 2147483648]
    case 'number':
      return [true]
    case 'boolean':
      return [2, 0.5]
    default:
      return []
  }
}

/** Texts beyond the bounds of a parameter, and of its type still. */
export function textsOutOfBounds({ type, format, minimum, maximum }: Schema): readonly string[] {
  if (type !== 'integer' && format !== 'int64' && format !== 'uint64') return []
  const low = minimum === undefined ? [] : [BigInt(minimum) - 1n]
  const high = maximum === undefined ? [] : [BigInt(maximum) + 1n]
  const [least, most] = limits[format ?? 'int32'] ?? limits['int32']!
  return [...low, ...high].filter((n) => n >= least && n <= most).map(String)
}

const limits: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
}
