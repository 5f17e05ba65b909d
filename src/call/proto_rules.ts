// What the protos beside a document ask of a message: one field of a oneof at most, and all that are required.
import type { Schema } from '../discovery/document.ts'
import { MOST_ISSUES, type FieldPath, type Issue } from './issues.ts'

type Schemas = Readonly<Record<string, Schema>>

/** Documents with protos. */
const known = new WeakMap<Schemas, boolean>()

function haveProtos(schemas: Schemas): boolean {
  let have = known.get(schemas)
  if (have === undefined) {
    have = Object.values(schemas).some(({ typeName }) => typeName !== undefined)
    known.set(schemas, have)
  }
  return have
}

/**
 * All that is against them in a message in canonical form. `isWhole`: it makes something, so that what is required must be
 * there; a change has only what changes.
 */
export function protoIssues(
  message: unknown,
  schema: Schema,
  schemas: Schemas,
  isWhole: boolean,
): Issue[] {
  if (!haveProtos(schemas)) return NONE
  const issues: Issue[] = []
  visit(message, schema, { schemas, isWhole, issues }, [])
  return issues
}

interface Visit {
  readonly schemas: Schemas
  readonly isWhole: boolean
  readonly issues: Issue[]
}

const NONE: Issue[] = []

function visit(value: unknown, given: Schema | undefined, visited: Visit, path: FieldPath): void {
  const { schemas, issues } = visited
  if (typeof value !== 'object' || value === null || issues.length >= MOST_ISSUES) return
  const schema = given?.$ref === undefined ? given : schemas[given.$ref]
  if (schema === undefined) return
  if (Array.isArray(value)) {
    for (const [i, each] of value.entries()) visit(each, schema.items, visited, [...path, i])
    return
  }
  const fields = value as Readonly<Record<string, unknown>>
  noteOwn(fields, schema, visited, path)
  const { properties, additionalProperties } = schema
  for (const name in fields)
    visit(fields[name], properties?.[name] ?? additionalProperties, visited, [...path, name])
}

/** What is wrong with the fields of the message itself. */
function noteOwn(
  fields: Readonly<Record<string, unknown>>,
  { oneofs = [], properties = {} }: Schema,
  { isWhole, issues }: Visit,
  path: FieldPath,
): void {
  for (const { name, fields: members } of oneofs) {
    const [, second] = Object.keys(fields).filter((field) => members.includes(field))
    if (second !== undefined)
      issues.push({ kind: 'oneof set twice', owner: path, oneof: name, name: second })
  }
  if (!isWhole) return
  for (const name in properties)
    if (properties[name]!.fieldBehavior?.includes('REQUIRED') && !isSet(fields[name]))
      issues.push({ kind: 'missing field', path: [...path, name] })
}

/** An empty text or list is as good as none to proto3. */
const isSet = (value: unknown): boolean =>
  value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
