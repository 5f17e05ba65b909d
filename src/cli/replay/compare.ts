// How near an answer of ours is to the recorded one.
import { isJsonObject, type Json, type JsonObject } from '../../resources/json.ts'
import type { RecordedCall } from './recorded.ts'
import type { OwnAnswer } from './subject.ts'
import type { Words } from './words.ts'

/** What two answers have in common: what each figure means is in docs/replay.md. */
export interface Comparison {
  readonly envelope?: string | true
  readonly shape?: string | true
  readonly message?: boolean
  readonly echoed?: Figure
  /** Paths of what was sent and is not answered. */
  readonly lost?: readonly string[]
  /** Of ours. */
  readonly leaves?: Figure
  /** Of theirs. */
  readonly complete?: Figure
  readonly differences: readonly LeafDifference[]
}

interface Compared {
  readonly call: RecordedCall
  readonly own: OwnAnswer
  /** What the client sent last for this resource. */
  readonly sent: unknown
  readonly words: Words
  /** The answer lists what was there before. */
  readonly listsBefore: boolean
}

export function compared({ call, own, sent, words, listsBefore }: Compared): Comparison {
  if (call.s >= 400 || own.status >= 400) {
    if (call.s < 400 || own.status < 400 || !isJsonObject(call.r)) return { differences: [] }
    const message = messageOf(call.r)
    return {
      differences: [],
      envelope: envelopeFault(call.r, own.body) ?? true,
      ...(message !== undefined && { message: words.isSame(message, messageOf(own.body) ?? '') }),
    }
  }
  const found = differences(call.r, own.body, words)
  const ours = leavesOf(own.body).length
  const theirs = leavesOf(call.r).length
  const faulty = found.filter(({ own: value }) => value !== undefined).length
  const lacking = found.filter(({ recorded }) => recorded !== undefined).length
  return {
    differences: found,
    ...(!listsBefore && { shape: shapeFault(call.r, own.body) ?? true }),
    ...echoOf(call.r, sent, found),
    leaves: { right: ours - faulty, of: ours },
    complete: { right: theirs - lacking, of: theirs },
  }
}

/** Leaves that the client sent and Google answered as they were. */
function echoOf(answer: unknown, sent: unknown, found: readonly LeafDifference[]) {
  const keys = new Set(leavesOf(sent).flatMap(keysOf))
  const wrong = new Set(found.map(({ path }) => path))
  const echoed = leavesOf(answer).filter(
    (leaf) => !leaf.path.startsWith('/metadata/') && keysOf(leaf).some((key) => keys.has(key)),
  )
  const lost = echoed.map(({ path }) => path).filter((path) => wrong.has(path))
  return { echoed: { right: echoed.length - lost.length, of: echoed.length }, lost }
}

const keysOf = ({ path, value }: Leaf): string[] =>
  placesOf(path).map((place) => `${place}=${JSON.stringify(value)}`)

/** Where a leaf of a resource is: in the resource itself, or in a message that holds it. */
function placesOf(path: string): string[] {
  const within = path.replace(/^\/[^/]+/, '')
  return within.includes('/') ? [path, within] : [path]
}

/** Of so many, so many are right. */
export interface Figure {
  right: number
  of: number
}

interface Leaf {
  /** JSON pointer. */
  readonly path: string
  readonly value: Json
}

/** Values that hold no others; of empty lists and objects, themselves. */
function leavesOf(value: unknown, path = ''): Leaf[] {
  if (Array.isArray(value) && value.length > 0)
    return value.flatMap((item, i) => leavesOf(item, `${path}/${i}`))
  if (isJsonObject(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([key, item]) => leavesOf(item, `${path}/${key}`))
  return value === undefined ? [] : [{ path, value: value as Json }]
}

const byPath = (value: unknown): Map<string, Json> =>
  new Map(leavesOf(value).map(({ path, value: leaf }) => [path, leaf]))

export interface LeafDifference {
  readonly path: string
  readonly recorded: Json | undefined
  readonly own: Json | undefined
}

/** Leaves that differ: those that are wrong or invented (`own` is there), and those that are missing. */
function differences(recorded: unknown, own: unknown, words: Words): LeafDifference[] {
  const theirs = byPath(recorded)
  const ours = byPath(own)
  const wrong = [...ours].flatMap(([path, value]) => {
    const other = theirs.get(path)
    return other !== undefined && words.isSame(other, value)
      ? []
      : [{ path, recorded: other, own: value }]
  })
  const missing = [...theirs].flatMap(([path, value]) =>
    ours.has(path) ? [] : [{ path, recorded: value, own: undefined }],
  )
  return [...wrong, ...missing]
}

const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return 'nothing'
  return Array.isArray(value) ? 'list' : typeof value
}

/** What is wrong with the form of an answer; undefined if nothing is. */
function shapeFault(recorded: unknown, own: unknown): string | undefined {
  if (kindOf(recorded) !== kindOf(own)) return `${kindOf(own)} for ${kindOf(recorded)}`
  if (!isJsonObject(recorded) || !isJsonObject(own)) return undefined
  for (const [key, value] of Object.entries(own)) {
    if (!Object.hasOwn(recorded, key)) return `+${key}`
    if (kindOf(recorded[key]) !== kindOf(value))
      return `${key}: ${kindOf(value)} for ${kindOf(recorded[key])}`
  }
  const needed = isAboutResource(recorded)
    ? Object.keys(recorded).filter((key) => ALWAYS.has(key))
    : Object.keys(recorded)
  const lacking = needed.find((key) => !Object.hasOwn(own, key))
  return lacking === undefined ? undefined : `-${lacking}`
}

/** What a server sets in each resource that has them. */
const ALWAYS = new Set([
  'name',
  'kind',
  'id',
  'etag',
  'selfLink',
  'createTime',
  'updateTime',
  'uid',
])

/** Not an operation, a policy, nor a message around resources. */
const isAboutResource = (answer: JsonObject): boolean =>
  !('metadata' in answer && 'name' in answer) &&
  !('operationType' in answer) &&
  ALWAYS.values().some((key) => key !== 'kind' && key in answer)

/** Members of an error, and what its list of errors says; `details` aside, which recorders drop. */
function envelopeFault(recorded: unknown, own: unknown): string | undefined {
  const theirs = errorOf(recorded)
  const ours = errorOf(own)
  if (theirs === undefined) return undefined
  return members(theirs) === members(ours) ? undefined : `${members(ours)} for ${members(theirs)}`
}

const errorOf = (body: unknown): Readonly<Record<string, unknown>> | undefined =>
  isJsonObject(body) && isJsonObject(body['error']) ? body['error'] : undefined

const messageOf = (body: unknown): string | undefined => {
  const message = errorOf(body)?.['message']
  return typeof message === 'string' ? message : undefined
}

const members = (error: object | undefined): string =>
  Object.keys(error ?? {})
    .filter((key) => key !== 'details')
    .toSorted()
    .join(',')
