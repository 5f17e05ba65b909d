// How near an answer of ours is to the recorded one.
import { isJsonObject, type Json, type JsonObject } from '../../resources/json.ts'
import type { Words } from './words.ts'

/** Of so many, so many are right. */
export interface Figure {
  right: number
  of: number
}

export interface Leaf {
  /** JSON pointer. */
  readonly path: string
  readonly value: Json
}

/** Values that hold no others; of empty lists and objects, themselves. */
export function leavesOf(value: unknown, path = ''): Leaf[] {
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
export function differences(recorded: unknown, own: unknown, words: Words): LeafDifference[] {
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
export function shapeFault(recorded: unknown, own: unknown): string | undefined {
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
export function envelopeFault(recorded: unknown, own: unknown): string | undefined {
  const theirs = errorOf(recorded)
  const ours = errorOf(own)
  if (theirs === undefined) return undefined
  return members(theirs) === members(ours) ? undefined : `${members(ours)} for ${members(theirs)}`
}

const errorOf = (body: unknown): Readonly<Record<string, unknown>> | undefined =>
  isJsonObject(body) && isJsonObject(body['error']) ? body['error'] : undefined

export const messageOf = (body: unknown): string | undefined => {
  const message = errorOf(body)?.['message']
  return typeof message === 'string' ? message : undefined
}

const members = (error: object | undefined): string =>
  Object.keys(error ?? {})
    .filter((key) => key !== 'details')
    .toSorted()
    .join(',')
