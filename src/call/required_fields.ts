// Fields that a document of the older style wants for a method: `annotations.required` lists the methods of a field.
import type { RestMethod, Schema } from '../discovery/document.ts'
import type { FieldPath } from './issues.ts'

type Schemas = Readonly<Record<string, Schema>>

/** The first field that is missing, those of the message itself first; undefined: none. */
export type FindMissing = (message: unknown) => FieldPath | undefined

interface Wanted {
  readonly path: readonly string[]
  readonly name: string
}

const DEEPEST = 5

/** Undefined where the document wants none. A method that takes bytes may have all of it in them. */
export function missingFieldFinder(method: RestMethod, schemas: Schemas): FindMissing | undefined {
  if (method.request === undefined || method.mediaUpload !== undefined) return undefined
  const wanted = wantedIn(method.request, method.id, schemas, [], new Set()).toSorted(
    (a, b) => a.path.length - b.path.length,
  )
  if (wanted.length === 0) return undefined
  return (message) => {
    const missing = wanted.find(({ path, name }) => {
      const owner = at(message, path)
      return isObject(owner) && (owner[name] === undefined || owner[name] === null)
    })
    return missing && [...missing.path, missing.name]
  }
}

/** Of messages within the message, not of those in lists: a member that is there wants its own fields. */
function wantedIn(
  given: Schema,
  id: string,
  schemas: Schemas,
  path: readonly string[],
  met: ReadonlySet<string>,
): Wanted[] {
  const { $ref } = given
  if (path.length > DEEPEST || ($ref !== undefined && met.has($ref))) return []
  const schema = $ref === undefined ? given : (schemas[$ref] ?? {})
  const within = $ref === undefined ? met : new Set([...met, $ref])
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const isWanted = property.annotations?.required?.includes(id) === true && !property.readOnly
    const own = isWanted ? [{ path, name }] : []
    return [...own, ...wantedIn(property, id, schemas, [...path, name], within)]
  })
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const at = (message: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, step) => (isObject(value) ? value[step] : undefined), message)
