// What the answer to a bad request has to be, word for word, from the records of what Google answers (docs/google_rest.md#refusals):
// nothing here is shared with the server. Types that documents do not name in full are compared as `…/*`.
import type { RestDescription, Schema } from '../../src/discovery/document.ts'

/** One fault, as it stands in the list of an answer. */
export interface Fault {
  /** Field path of the newer style; '' at the root. */
  readonly field: string
  readonly message: string
  readonly reason: string
  readonly location?: readonly [type: 'parameter' | 'body', name: string]
}

export interface Refusal {
  readonly status: number
  readonly faults: readonly Fault[]
  /** Where it is not the faults' own messages. */
  readonly message?: string
  readonly statusName?: string
}

export const isOldStyle = ({ parameters }: RestDescription): boolean =>
  !Object.hasOwn(parameters ?? {}, '$.xgafv')

type KindNames = 'defaults' | 'prose' | 'none'

const kinds = new WeakMap<RestDescription, KindNames>()

/** How messages name their kind, as in `bigquery#table`: recorded errors of such APIs have other members. */
function kindNames(document: RestDescription): KindNames {
  let found = kinds.get(document)
  if (found === undefined) {
    const all = Object.values(document.schemas ?? {}).map(({ properties }) => properties?.['kind'])
    if (all.some((kind) => kind?.default?.includes('#'))) found = 'defaults'
    else found = all.some((kind) => /[a-z]#[a-z]/i.test(kind?.description ?? '')) ? 'prose' : 'none'
    kinds.set(document, found)
  }
  return found
}

/** A number is taken for a text, and '' for an enum that is not set. */
export const takesOtherTypes = (document: RestDescription): boolean =>
  kindNames(document) !== 'none'

/** Unknown names are passed over. */
export const isLenient = (document: RestDescription): boolean =>
  isOldStyle(document) || takesOtherTypes(document)

/** The JSON of a refusal; `errorFormat` is the `$.xgafv` of the request. */
export function envelope(
  document: RestDescription,
  { status, faults, message, statusName = 'INVALID_ARGUMENT' }: Refusal,
  errorFormat?: string,
): unknown {
  const errors = faults.map(({ message: told, reason, location }) => ({
    domain: 'global',
    reason,
    message: told,
    ...(location && { locationType: location[0], location: location[1] }),
  }))
  if (isOldStyle(document) || kindNames(document) === 'prose')
    return { error: { errors, code: status, message: message ?? faults[0]!.message } }
  const violations = faults
    .filter(({ reason }) => !['parseError', 'notImplemented'].includes(reason))
    .map(({ field, message: told }) => ({ ...(field !== '' && { field }), description: told }))
  return {
    error: {
      code: status,
      message: message ?? faults.map((fault) => fault.message).join('\n'),
      ...((kindNames(document) === 'defaults' || errorFormat === '1') && { errors }),
      status: statusName,
      ...(violations.length > 0 && {
        details: [
          { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: violations },
        ],
      }),
    },
  }
}

/** Answers that say the same: lists of faults in one order, and no types that no document tells. */
export function comparable(text: string): string {
  const known = text.replaceAll(
    /type\.googleapis\.com\/(?!google\.(?:rpc|protobuf)\.)[^)"]*/g,
    'type.googleapis.com/*',
  )
  const parsed: unknown = JSON.parse(known)
  const { error } = parsed as { error?: Record<string, unknown> }
  if (error === undefined) return known // no refusal
  if (Array.isArray(error['errors'])) {
    if (!('status' in error)) error['message'] = '' // the first of them
    error['errors'] = sorted(error['errors'])
  }
  if (typeof error['message'] === 'string')
    error['message'] = error['message'].split('\n').toSorted().join('\n')
  const [details] = (error['details'] ?? []) as Record<string, unknown>[]
  if (details) details['fieldViolations'] = sorted(details['fieldViolations'])
  return JSON.stringify(parsed, null, 2)
}

const sorted = (list: unknown): unknown =>
  Array.isArray(list)
    ? list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    : list

/** `maxAttempts` → `max_attempts`. */
export const protoName = (name: string): string =>
  name
    .split('')
    .map((letter, i) =>
      letter >= 'A' && letter <= 'Z' ? `${i === 0 ? '' : '_'}${letter.toLowerCase()}` : letter,
    )
    .join('')

const pathOf = (steps: readonly (string | number)[], nameOf: (name: string) => string): string =>
  steps
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${nameOf(step)}`))
    .join('')
    .replace(/^\./, '')

export const protoPath = (steps: readonly (string | number)[]): string => pathOf(steps, protoName)
export const jsonPath = (steps: readonly (string | number)[]): string => pathOf(steps, (n) => n)

interface TypeWords {
  /** As messages of the newer style have it. */
  readonly type: string
  /** As messages of the older style have it. */
  readonly words: string
}

const wellKnown = 'type.googleapis.com/google.protobuf.'
const datetime = { type: `${wellKnown}Timestamp`, words: 'datetime' }
const int32 = { type: 'TYPE_INT32', words: 'integer' }
const double = { type: 'TYPE_DOUBLE', words: 'double' }

/** By type and format; a type that says nothing of its format is the first. */
const wordsByType: Readonly<Record<string, TypeWords>> = {
  'string:': { type: 'TYPE_STRING', words: 'string' },
  'integer:': int32,
  'integer:int32': int32,
  'integer:uint32': { type: 'TYPE_UINT32', words: 'unsigned integer' },
  'string:int64': { type: 'TYPE_INT64', words: 'long' },
  'string:uint64': { type: 'TYPE_UINT64', words: 'unsigned long' },
  'number:': double,
  'number:double': double,
  'number:float': { type: 'TYPE_FLOAT', words: 'float' },
  'boolean:': { type: 'TYPE_BOOL', words: 'boolean' },
  'string:byte': { type: 'TYPE_BYTES', words: 'byte' },
  'string:date': { type: 'TYPE_STRING', words: 'date' },
  'string:date-time': datetime,
  'string:google-datetime': datetime,
  'string:google-duration': { type: `${wellKnown}Duration`, words: 'duration' },
  'string:google-fieldmask': { type: `${wellKnown}FieldMask`, words: 'field mask' },
}

export const typeWords = ({ type, format, enum: names }: Schema): TypeWords => {
  if (names !== undefined) return { type: 'type.googleapis.com/*', words: 'string' }
  return wordsByType[`${type}:${format ?? ''}`] ?? wordsByType[`${type}:`]!
}

/** What follows the comma of `Invalid value at 'x' (TYPE), …`. */
export function problemWith(type: string, name: string, value: unknown): string {
  if (type.endsWith('Timestamp'))
    return `Field '${name}', Illegal timestamp format; timestamps must end with 'Z' or have a valid timezone offset.`
  if (type.endsWith('Duration'))
    return `Field '${name}', Illegal duration format; duration must end with 's'`
  const shown = JSON.stringify(value)
  return type === 'TYPE_BYTES' && typeof value === 'string'
    ? `Base64 decoding failed for ${shown}`
    : shown
}
