// A fault as people write it: as JSON in a file, or on one line, `method=pubsub.*; status=UNAVAILABLE; count=2`.
import { didYouMean } from '../../api/did_you_mean.ts'
import type { Status } from '../../errors.ts'
import { statuses, type Fault } from './fault.ts'

/** What a member must be; returns what is wrong with a value, or nothing. */
type Check = (value: unknown) => string | undefined

const text: Check = (value) => (typeof value === 'string' ? undefined : 'a text')

const number =
  (least: number, most: number): Check =>
  (value) =>
    typeof value === 'number' && value >= least && value <= most
      ? undefined
      : `a number from ${least} to ${most}`

const whole: Check = (value) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? undefined : 'a whole number'

const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    words.includes(value as string) ? undefined : `one of ${words.join(', ')}`

const members: { readonly [Name in keyof Required<Fault>]: Check } = {
  method: text,
  fork: text,
  probability: number(0, 1),
  skip: whole,
  count: whole,
  delayMs: number(0, 3_600_000),
  status: (value) =>
    statuses.includes(value as Status)
      ? undefined
      : `a code of HTTP, or one of ${statuses.join(', ')}`,
  message: text,
  retryAfterSeconds: number(0, 86_400),
  connection: oneOf('DROP_BEFORE', 'DROP_AFTER', 'TRUNCATE'),
  afterBytes: whole,
  callsPerMinute: whole,
  readOnly: (value) => (typeof value === 'boolean' ? undefined : 'true or false'),
}

const EFFECTS = ['delayMs', 'status', 'connection', 'callsPerMinute', 'readOnly'] as const

/**
 * A status is a word or a number of HTTP. Throws an Error that says where it is wrong, as a JSON pointer from `at`, and what is
 * expected.
 */
export function readFault(given: unknown, at = ''): Fault {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new Error(`${at || '/'}: a fault is an object`)
  const value: object = { ...given, ...statusIn(given) }
  for (const [name, member] of Object.entries(value)) {
    if (!Object.hasOwn(members, name))
      throw new Error(
        `${at}/${name}: a fault has ${Object.keys(members).join(', ')}${didYouMean(name, Object.keys(members))}`,
      )
    const expected = members[name as keyof Fault](member)
    if (expected !== undefined) throw new Error(`${at}/${name}: it must be ${expected}`)
  }
  if (!EFFECTS.some((name) => Object.hasOwn(value, name)))
    throw new Error(`${at || '/'}: it does nothing; give it one of ${EFFECTS.join(', ')}`)
  const { afterBytes, status, connection } = value as Fault
  const endsInBytes = status !== undefined || (connection ?? 'DROP_AFTER') !== 'DROP_AFTER'
  if (afterBytes !== undefined && !endsInBytes)
    throw new Error(`${at}/afterBytes: it goes with status, DROP_BEFORE or TRUNCATE`)
  return value
}

/** Of several statuses of one code, the usual one. */
function statusIn(fault: { readonly status?: unknown }): { readonly status?: unknown } {
  const status = statusByCode[String(fault.status)]
  return status === undefined ? {} : { status }
}

/** Of one line: members by `;`. Throws as `readFault` does. */
export function readFaultLine(line: string): Fault {
  const fields = line
    .split(';')
    .map((field) => field.trim())
    .filter((field) => field !== '')
    .map((field): [string, unknown] => {
      const equals = field.indexOf('=')
      const name = (equals === -1 ? field : field.slice(0, equals)).trim()
      const value = equals === -1 ? 'true' : field.slice(equals + 1).trim()
      return [name, valueOf(name, value)]
    })
  return readFault(Object.fromEntries(fields))
}

function valueOf(name: string, value: string): unknown {
  if (name === 'status' || name === 'method' || name === 'fork' || name === 'message') return value
  if (value === 'true' || value === 'false') return value === 'true'
  return value !== '' && Number.isFinite(Number(value)) ? Number(value) : value
}

const statusByCode: Readonly<Record<string, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  500: 'INTERNAL',
  501: 'UNIMPLEMENTED',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
}

/** The faults of a file: a list, or an object with `faults`. Throws an Error that names the place. */
export function readFaults(content: string): readonly Fault[] {
  const value = JSON.parse(content) as unknown
  const inObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  const list = inObject ? (value as { readonly faults?: unknown }).faults : value
  const at = inObject ? '/faults' : ''
  if (!Array.isArray(list)) throw new Error(`${at || '/'}: it must be a list of faults`)
  return list.map((fault, i) => readFault(fault, `${at}/${i}`))
}
