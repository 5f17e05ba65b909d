// The scalar types of Google's APIs: what is accepted from a query string or from JSON, and in which form handlers get it.
// Leniencies are those of protobuf's JSON reader, which stands behind Google's REST APIs (docs/google_rest.md#messages).
import type { Schema } from '../document.ts'

export interface Scalar {
  /** As Google's messages name the type: `TYPE_INT32`, or a type URL. */
  readonly typeName: string
  /** Words old-style messages use: "Invalid integer value". */
  readonly words: string
  /** The value handlers get, or undefined if `text` is not one. */
  fromText(text: string): unknown
  /**
   * The canonical form of a JSON value, or undefined if it is not one; a canonical value is returned as it is.
   * A whole number that a double cannot hold is a bigint.
   */
  fromJson(value: unknown): unknown
}

export function scalarOf(schema: Schema): Scalar {
  if (schema.enum !== undefined) return enumeration(schema.enum, schema.enumNumbers)
  return byFormat[`${schema.type}:${schema.format}`] ?? byType[schema.type ?? 'any'] ?? anything
}

const anything: Scalar = {
  typeName: 'TYPE_STRING',
  words: 'string',
  fromText: (text) => text,
  fromJson: (value) => value,
}

const textual = (typeName: string, words: string, fits: (text: string) => boolean): Scalar => ({
  typeName,
  words,
  fromText: (value) => (fits(value) ? value : undefined),
  fromJson: (value) => (typeof value === 'string' && fits(value) ? value : undefined),
})

const INTEGER = /^[+-]?\d+$/

/** 32 bits fit a JavaScript number. */
function smallInteger(typeName: string, words: string, least: number, most: number): Scalar {
  const inRange = (value: number) =>
    Number.isInteger(value) && value >= least && value <= most ? value : undefined
  const fromText = (value: string) => (INTEGER.test(value) ? inRange(Number(value)) : undefined)
  return {
    typeName,
    words,
    fromText,
    fromJson: (value) => {
      if (typeof value === 'number') return inRange(value)
      return typeof value === 'string' ? fromText(value.replace(/\.0*$/, '')) : undefined
    },
  }
}

/** 64 bits travel as decimal strings. */
function largeInteger(typeName: string, words: string, least: bigint, most: bigint): Scalar {
  const fromText = (value: string) => {
    // 20 digits hold every 64-bit integer; a longer number is refused unread.
    if (!INTEGER.test(value) || value.length > 40) return undefined
    const integer = BigInt(value.replace(/^\+/, ''))
    if (integer < least || integer > most) return undefined
    return /^(0|-?[1-9]\d*)$/.test(value) ? value : String(integer)
  }
  return {
    typeName,
    words,
    fromText,
    fromJson: (value) => {
      if (typeof value === 'string') return fromText(value)
      const isWhole = typeof value === 'bigint' || Number.isInteger(value)
      return isWhole ? fromText(BigInt(value as bigint | number).toString()) : undefined
    },
  }
}

const NOT_FINITE = new Set(['NaN', 'Infinity', '-Infinity'])

const floating = (typeName: string, words: string): Scalar => ({
  typeName,
  words,
  fromText: floatOf,
  fromJson: (value) => {
    if (typeof value === 'number' || typeof value === 'bigint') return finite(Number(value))
    return typeof value === 'string' ? floatOf(value) : undefined
  },
})

function floatOf(text: string): number | string | undefined {
  if (NOT_FINITE.has(text)) return text
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? finite(Number(text)) : undefined
}

/** 1e999 is JSON, but no double. */
const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined)

const TRUE = new Set(['t', 'true', 'yes', 'y', '1'])
const FALSE = new Set(['f', 'false', 'no', 'n', '0'])

function truth(value: string): boolean | undefined {
  const lower = value.toLowerCase()
  if (TRUE.has(lower)) return true
  return FALSE.has(lower) ? false : undefined
}

const boolean: Scalar = {
  typeName: 'TYPE_BOOL',
  words: 'boolean',
  fromText: truth,
  fromJson: (value) => {
    if (typeof value === 'boolean') return value
    if (value === 0 || value === 1) return value === 1
    if (value === 'true') return true
    return value === 'false' ? false : undefined
  },
}

/**
 * By name in any case, also with - for _ (protobuf, data_piece.cc); or by number: without
 * `numbers`, the order of the values, from 0.
 */
function enumeration(names: readonly string[], numbers?: readonly number[]): Scalar {
  const nameOf = (number: number) => names[numbers?.indexOf(number) ?? number]
  const exact = new Set(names)
  const anyCase = new Map(names.map((name) => [name.toUpperCase(), name]))
  const fromText = (value: string): unknown => {
    if (exact.has(value)) return value
    return (
      anyCase.get(value.toUpperCase()) ??
      anyCase.get(value.toUpperCase().replaceAll('-', '_')) ??
      (INTEGER.test(value) ? byNumber(+value) : undefined)
    )
  }
  // Enums are open: a number without a name is kept as it is.
  const byNumber = (value: number) => nameOf(value) ?? (value === (value | 0) ? value : undefined)
  return {
    typeName: 'TYPE_ENUM',
    words: 'string',
    fromText,
    fromJson: (value) => {
      if (typeof value === 'string') return fromText(value)
      if (value === null && isNullValue(names)) return names[0]
      return typeof value === 'number' ? byNumber(value) : undefined
    },
  }
}

/** google.protobuf.NullValue, whose one value is written null in JSON. */
export const isNullValue = (names: readonly string[] | undefined): boolean =>
  names?.length === 1 && names[0] === 'NULL_VALUE'

/** Padding may be left out, but no byte takes a single character. */
const isBase64 = (value: string): boolean =>
  /^[A-Za-z0-9+/_-]*={0,2}$/.test(value) && value.replace(/=+$/, '').length % 4 !== 1

/** `base64` without -w0 and Ruby's encode64 break lines, which protobuf's reader passes over. */
const unbroken = (value: string): string =>
  /[\r\n]/.test(value) ? value.replaceAll(/[\r\n]/g, '') : value

const base64 = textual('TYPE_BYTES', 'byte', isBase64)
const bytes: Scalar = {
  ...base64,
  fromText: (text) => base64.fromText(unbroken(text)),
  fromJson: (value) => base64.fromJson(typeof value === 'string' ? unbroken(value) : value),
}

const isDate = (value: string): boolean => {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false
  const date = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) // no 30th of February
}

const isTimestamp = (value: string): boolean =>
  /^(?!0000)\d{4}-\d\d-\d\d[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/.test(
    value,
  ) && isDate(value.slice(0, 10))

const isDuration = (value: string): boolean => {
  const seconds = /^-?(\d{1,12})(\.\d{1,9})?s$/.exec(value)?.[1]
  return seconds !== undefined && Number(seconds) <= 315_576_000_000
}

/** Paths, in some APIs also groups and quoted keys: only what can be no part of any mask is refused. */
const isFieldMask = (value: string): boolean => /^[\w.,*/:()`"'\s[\]-]*$/.test(value)

const wellKnown = (name: string): string => `type.googleapis.com/google.protobuf.${name}`
const timestamp = textual(wellKnown('Timestamp'), 'datetime', isTimestamp)
const string = textual('TYPE_STRING', 'string', () => true)
const double = floating('TYPE_DOUBLE', 'double')
const int32 = smallInteger('TYPE_INT32', 'integer', -(2 ** 31), 2 ** 31 - 1)

const byType: Readonly<Record<string, Scalar>> = {
  string,
  integer: int32,
  number: double,
  boolean,
}

const int64 = largeInteger('TYPE_INT64', 'long', -(2n ** 63n), 2n ** 63n - 1n)
const uint64 = largeInteger('TYPE_UINT64', 'unsigned long', 0n, 2n ** 64n - 1n)

const byFormat: Readonly<Record<string, Scalar>> = {
  'integer:uint32': smallInteger('TYPE_UINT32', 'unsigned integer', 0, 2 ** 32 - 1),
  'integer:int64': int64,
  'integer:uint64': uint64,
  'string:int64': int64,
  'string:uint64': uint64,
  'number:float': floating('TYPE_FLOAT', 'float'),
  'string:byte': bytes,
  'string:date': textual('TYPE_STRING', 'date', isDate),
  'string:date-time': timestamp,
  'string:google-datetime': timestamp,
  'string:google-duration': textual(wellKnown('Duration'), 'duration', isDuration),
  'string:google-fieldmask': textual(wellKnown('FieldMask'), 'field mask', isFieldMask),
}
