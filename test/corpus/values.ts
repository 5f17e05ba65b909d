// Values that a parameter or field must take, made from its schema alone; the same ones in every run.
import type { Schema } from '../../src/discovery/document.ts'
import { patternSample } from '../../src/console/pattern_sample.ts'

export interface Value {
  /** As it stands in a URL, not yet encoded. */
  readonly text: string
  /** As JSON and as a handler gets it. */
  readonly json: unknown
}

/** A schema for which no rule here makes a value. */
export class NoValue extends Error {}

/** `salt`: another one chooses another of the values. `oldStyle`: APIs that take the document's words alone. */
export function valueOf(schema: Schema, salt: string): Value {
  const text = textOf(schema, salt)
  return { text, json: typed(schema, text) }
}

/** A text as its type has it in JSON. */
export function typed({ type }: Schema, text: string): unknown {
  if (type === 'integer' || type === 'number')
    return /^(NaN|-?Infinity)$/.test(text) ? text : Number(text)
  return type === 'boolean' ? text.toLowerCase() === 'true' : text
}

function textOf(schema: Schema, salt: string): string {
  const { type, format, pattern } = schema
  if (schema.enum !== undefined) {
    const names = schema.enum.filter((name) => name !== '' && fits(name, pattern))
    return names.length === 0 ? (schema.enum[0] ?? '') : chosen(names, salt)
  }
  const samples = byFormat[`${type}:${format ?? ''}`]
  if (samples !== undefined) {
    const inBounds = samples.filter((text) => isWithin(schema, text) && fits(text, pattern))
    if (inBounds.length > 0) return chosen(inBounds, salt)
    if (schema.minimum !== undefined) return schema.minimum
  }
  return pattern === undefined ? chosen(texts, salt) : matching(pattern, salt)
}

const datetimes = [
  '2026-02-28T23:59:59Z',
  '1970-01-01T00:00:00.5Z',
  '2024-02-29T12:34:56.123456789+05:30',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
]
const int32 = ['3', '0', '1', '50', '2147483647', '-2147483648', '-1']
const floats = ['1.5', '0', '-2.5', '1e+21', '1e-7']

const byFormat: Readonly<Record<string, readonly string[]>> = {
  'integer:': int32,
  'integer:int32': int32,
  'integer:uint32': ['3', '0', '50', '4294967295'],
  'string:int64': ['9007199254740993', '0', '-9223372036854775808', '9223372036854775807', '12'],
  'string:uint64': ['18446744073709551615', '0', '12'],
  'number:': floats,
  'number:double': [...floats, '1.7976931348623157e+308'],
  'number:float': floats,
  'boolean:': ['true', 'false'],
  'string:byte': ['aGk=', '', '-_-_', '+/+/'],
  'string:date': ['2026-02-28', '2024-02-29', '0001-01-01'],
  'string:date-time': datetimes,
  'string:google-datetime': datetimes,
  'string:google-duration': ['3.5s', '0s', '-1.000000001s', '315576000000s'],
  'string:google-fieldmask': ['a.b,c', '*', 'fooBar'],
}

/** Of these, what stands in a path or a query is encoded. */
const texts = ['word1', 'a b&c=d', 'e/f?g#h', 'é😀', '100%', '%2F', 'x+y@z', "it's(1)*!", 'k:v']

const isWithin = ({ minimum, maximum }: Schema, text: string): boolean =>
  (minimum === undefined || numberOf(text) >= numberOf(minimum)) &&
  (maximum === undefined || numberOf(text) <= numberOf(maximum))

/** Bounds of 64 bits are more than a double can tell apart. */
const numberOf = (text: string): number | bigint => (/^-?\d+$/.test(text) ? BigInt(text) : +text)

/** Google's patterns are RE2 and hold for the whole value. */
export function fits(text: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return true
  const flags = /^\(\?([a-z]+)\)/.exec(pattern)?.[1]
  const source = flags === undefined ? pattern : pattern.slice(flags.length + 3)
  return new RegExp(`^(?:${source.replaceAll('(?P<', '(?<')})$`, flags).test(text)
}

const segments = ['x1', 'a b', 'c:d', '100%', 'é', 'e@f.g']

function matching(pattern: string, salt: string): string {
  // Some patterns look at what is within a segment, so the plain one is the last resort.
  for (const among of [segments, ['x1'], ['a'], ['1']]) {
    let count = 0
    const text = patternSample(pattern, () => chosen(among, `${salt}${(count += 1)}`))
    if (text !== undefined && fits(text, pattern)) return text
  }
  throw new NoValue(`no value for the pattern ${pattern}`)
}

function chosen<T>(among: readonly T[], salt: string): T {
  return among[hash(salt) % among.length]!
}

/** FNV-1a. */
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1)
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0
  return (value ^ (value >>> 15)) >>> 0
}
