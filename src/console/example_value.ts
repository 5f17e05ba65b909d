// A value for a parameter or a field that the server accepts and a person understands.
import type { Schema } from '../discovery/document.ts'
import { compilePattern } from '../discovery/schema/pattern.ts'
import { patternSample } from './pattern_sample.ts'

/** Values that say more than `my-x`. Project and queue are those of `npm run queue`, so both see the same tasks. */
const known: Readonly<Record<string, string>> = {
  project: 'test_project',
  taskqueue: 'test_queue',
  queueName: 'test_queue',
  location: 'us-central1',
  region: 'us-central1',
  zone: 'us-central1-a',
  part: 'snippet',
  url: 'https://example.com/',
  email: 'me@example.com',
  userId: 'me',
}

const byFormat: Readonly<Record<string, string>> = {
  byte: 'aGVsbG8=',
  date: '2026-01-31',
  'date-time': '2026-01-31T12:00:00Z',
  'google-datetime': '2026-01-31T12:00:00Z',
  'google-duration': '60s',
  'google-fieldmask': '*',
}

/** The value as it stands in a URL, not yet encoded. */
export function exampleText(name: string, schema: Schema): string {
  const { type, format, pattern } = schema
  if (schema.enum !== undefined) return enumExample(schema.enum)
  if (type === 'boolean') return 'true'
  if (type === 'integer' || type === 'number' || /^u?int\d+$/.test(format ?? ''))
    return numberExample(name, schema)
  const plain = byFormat[format ?? ''] ?? wordFor(name)
  return pattern === undefined ? plain : (matching(name, pattern, plain) ?? plain)
}

/** The same as a JSON value. */
export function exampleScalar(name: string, schema: Schema): string | number | boolean {
  const text = exampleText(name, schema)
  if (schema.type === 'boolean') return true
  return schema.type === 'integer' || schema.type === 'number' ? Number(text) : text
}

/** The first value means "unspecified" by convention. */
const enumExample = (values: readonly string[]): string =>
  values.find((value) => !/unspecified$/i.test(value)) ?? values[0] ?? ''

function numberExample(name: string, { minimum, maximum }: Schema): string {
  if (minimum !== undefined && Number(minimum) > 0) return minimum
  const usual = /sec(ond)?s?$/i.test(name) ? 60 : 1
  return String(Math.min(usual, Number(maximum ?? usual)))
}

/** `plain` if it fits, else a text made from the pattern; undefined if that does not fit either. */
function matching(name: string, pattern: string, plain: string): string | undefined {
  // Of any kind: `projects/x` would be the path of another method.
  const likely = pattern.replace(/^\^?\[\^\/\]\+\/(?=\[\^\/\]\+)/, '^parents/')
  const sample = patternSample(likely, (before) => segmentAfter(before) ?? wordFor(name))
  // Asking the real engine costs half a millisecond; segments and literal text match by construction.
  if (/^\^?(?:[\w~-]+|\[\^\/\]\+|\.\*|\/)+\$?$/.test(pattern)) return sample
  try {
    const compiled = compilePattern(pattern)
    return [plain, sample].find((text) => text !== undefined && compiled.matches(text))
  } catch {
    return undefined // not an expression of the engine's, so no value is right
  }
}

/** What stands after `queues/` is a queue. */
function segmentAfter(before: string): string | undefined {
  const collection = /([^/]+)\/$/.exec(before)?.[1]
  return collection && wordFor(singular(collection.replace(/^my-/, '')))
}

/** `userKey` → `my-user-key`: of any name, only letters and digits are left. */
function wordFor(name: string): string {
  const short = name.replace(/(?<=.)Id$/, '')
  for (const key of [name, short]) if (Object.hasOwn(known, key)) return known[key]!
  if (/base64$/i.test(name)) return byFormat['byte']!
  const words = short
    .slice(0, 40)
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  return ['my', ...words].join('-')
}

/** Collections are named in the plural: `queues/` holds a queue, `policies/` a policy. */
const singular = (collection: string): string =>
  collection
    .replace(/(?<!ser)ies$/, 'y')
    .replace(/(?<=ss|x|[^a]ch|sh)es$/, '')
    .replace(/(?<!s|serie)s$/, '')
