// What the protos beside a document say of its resources (google.api.resource), by the form of their names. Empty without protos.
import type { RestDescription } from '../../discovery/document.ts'

export interface KnownResource {
  /** `redis.googleapis.com/Instance` */
  readonly type: string
  /** The schema of its messages; undefined where the document has none. */
  readonly schema: string | undefined
  /** What the last variable of its names is called, `crypto_key`: also of the parameter that has the id of a new one. */
  readonly idName: string
  readonly singular: string | undefined
}

/** By the pattern of a name: `projects/*\/locations/*\/instances/*`. */
export type KnownResources = ReadonlyMap<string, KnownResource>

export function knownResourcesOf({
  schemas = {},
  resourceTypes = {},
}: RestDescription): KnownResources {
  const schemaOf = new Map(
    Object.entries(schemas).flatMap(([id, { resource }]) =>
      resource === undefined ? [] : [[resource.type, id] as const],
    ),
  )
  return new Map(
    Object.values(resourceTypes).flatMap(({ type, patterns, singular }) =>
      patterns.filter(isOfVariables).map((pattern) => {
        const idName = /\{(\w+)[^{}]*\}$/.exec(pattern)?.[1] ?? ''
        return [starred(pattern), { type, schema: schemaOf.get(type), idName, singular }] as const
      }),
    ),
  )
}

/** Not `*`, which says that no form is promised, nor a name of any length. */
const isOfVariables = (pattern: string): boolean => pattern.includes('{') && !pattern.includes('**')

const starred = (pattern: string): string =>
  pattern
    .split('/')
    .map((segment) => (segment.includes('{') ? '*' : segment))
    .join('/')

/** The last part of a type: `Instance`. */
export const shortTypeOf = ({ type }: KnownResource): string =>
  type.slice(type.lastIndexOf('/') + 1)

export function resourceNamed(name: string, resources: KnownResources): KnownResource | undefined {
  const segments = name.split('/')
  for (const [pattern, resource] of resources) {
    const parts = pattern.split('/')
    if (parts.length !== segments.length) continue
    if (parts.every((part, i) => part === '*' || part === segments[i])) return resource
  }
  return undefined
}
