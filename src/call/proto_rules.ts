// What the protos beside a document ask of a message: one field of a oneof at most, and all that are required; of those that
// name a resource, the form of its names.
import type { RestDescription, Schema } from '../discovery/document.ts'
import { misnamed } from './resource_names.ts'
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

export interface ProtoRules extends Pick<RestDescription, 'resourceTypes'> {
  readonly schemas: Schemas
  /** The message makes something, so that what is required must be there; a change has only what changes. */
  readonly isWhole: boolean
  /** What the path says need not be in the message as well: Dataproc takes clusters without their `projectId`. */
  readonly inPath: ReadonlySet<string>
}

/** All that is against them in a message in canonical form. */
export function protoIssues(message: unknown, schema: Schema, rules: ProtoRules): Issue[] {
  if (!haveProtos(rules.schemas)) return NONE
  const issues: Issue[] = []
  visit(message, schema, { ...rules, issues }, [])
  return issues
}

interface Visit extends ProtoRules {
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
  { oneofs = [], properties = {}, resource }: Schema,
  { isWhole, inPath, resourceTypes, issues }: Visit,
  path: FieldPath,
): void {
  for (const { name, fields: members } of oneofs) {
    const [, second] = Object.keys(fields).filter((field) => members.includes(field))
    if (second !== undefined)
      issues.push({ kind: 'oneof set twice', owner: path, oneof: name, name: second })
  }
  if (!isWhole) return
  for (const name in properties) {
    // Spanner marks the name of an instance, and takes instances without one: it is made of the id.
    if (name === resource?.nameField || inPath.has(name)) continue
    const { fieldBehavior = [], reference } = properties[name]!
    if (!fieldBehavior.includes('REQUIRED')) continue
    if (!isSet(fields[name])) issues.push({ kind: 'missing field', path: [...path, name] })
    const patterns = misnamed(fields[name], resourceTypes?.[reference?.type ?? ''])
    if (patterns !== undefined) issues.push({ kind: 'bad name', path: [...path, name], patterns })
  }
}

/** An empty text or list is as good as none to proto3. */
const isSet = (value: unknown): boolean =>
  value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
