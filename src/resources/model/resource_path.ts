// A method's path as the name of what it is about: literal segments and one-segment variables, without version and verb.
import type { RestMethod } from '../../discovery/document.ts'

export interface ResourcePath {
  // `projects/*/secrets/*`: what names of this form have in common.
  readonly pattern: string
  /** The variable of the last segment as the flat path has it: `secretsId`, `bucket`; undefined after a literal. */
  readonly lastVariable: string | undefined
  /** The custom verb after the colon, '' where there is none. */
  readonly verb: string
  /** One variable is the whole name: `v1/{+name}`. Resources of such methods have their full name as `name`. */
  readonly isWhole: boolean
}

const VERSION = /^v\d+(\.\d+)?((alpha|beta|p\d+|b)\d*)*$/

/** Segments of a version, and of what stands before it, are in no name. */
function withoutVersion(segments: readonly string[]): readonly string[] {
  const firstVariable = segments.findIndex((segment) => segment.includes('{'))
  const head = segments.slice(0, firstVariable === -1 ? segments.length : firstVariable)
  return segments.slice(head.findLastIndex((segment) => VERSION.test(segment)) + 1)
}

export function resourcePathOf(method: RestMethod): ResourcePath {
  const flat = method.flatPath ?? method.path
  const { path, verb } = splitVerb(flat)
  const segments = withoutVersion(path.split('/'))
  const last = segments.at(-1) ?? ''
  const rest = withoutVersion(splitVerb(method.path).path.split('/'))
  return {
    pattern: segments.map((segment) => (segment.includes('{') ? '*' : segment)).join('/'),
    lastVariable: /^\{\+?([^{}]+)\}/.exec(last)?.[1],
    verb,
    isWhole: rest.length === 1 && rest[0]!.startsWith('{+'),
  }
}

function splitVerb(path: string): { readonly path: string; readonly verb: string } {
  const colon = /:([^/:{}]+)$/.exec(path)
  return colon === null ? { path, verb: '' } : { path: path.slice(0, colon.index), verb: colon[1]! }
}

/** The path of a call, without version and verb after a colon. A slash within one segment is `%2F`. */
export function nameIn(method: RestMethod, params: Readonly<Record<string, unknown>>): string {
  const { path } = splitVerb(method.path)
  return withoutVersion(path.split('/'))
    .map((segment) =>
      segment.replaceAll(/\{(\+?)([^{}]+)\}/g, (_, plus: string, name: string) => {
        const value = String(params[name])
        return plus === '+' ? value : encodedSegment(value)
      }),
    )
    .join('/')
}

export const encodedSegment = (id: string): string => id.replaceAll('/', '%2F')

export const decodedSegment = (segment: string): string => segment.replaceAll(/%2f/gi, '/')

/** `projects/p/secrets/s` → `projects/p/secrets`; '' for a name of one segment. */
export const collectionOf = (name: string): string =>
  name.slice(0, Math.max(name.lastIndexOf('/'), 0))

/** The last segment as it was sent. */
export const idOf = (name: string): string => decodedSegment(name.slice(name.lastIndexOf('/') + 1))

/** `secrets` → `secret`, `policies` → `policy`; the words of one document are regular enough. */
export function singularOf(plural: string): string {
  if (plural.endsWith('ies')) return `${plural.slice(0, -3)}y`
  if (/(ss|sh|ch|x)es$/.test(plural)) return plural.slice(0, -2)
  return plural.endsWith('s') && !plural.endsWith('ss') ? plural.slice(0, -1) : plural
}
