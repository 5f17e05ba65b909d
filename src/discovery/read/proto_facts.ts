// What the protos beside a document say that it does not: numbers of enums, oneofs, full names of types. Of the JSON that Google's
// npm clients ship, `NAME_VERSION.protos.json`; a schema is the message of its name in the package of its API and version.
import { existsSync, readFileSync } from 'node:fs'
import type { RestDescription, Schema } from '../document.ts'

interface ProtoNode {
  readonly nested?: Readonly<Record<string, ProtoNode>>
  readonly fields?: Readonly<Record<string, ProtoField>>
  readonly oneofs?: Readonly<Record<string, { readonly oneof: readonly string[] }>>
  readonly values?: Readonly<Record<string, number>>
}

interface ProtoField {
  readonly type: string
  readonly options?: { readonly '(google.api.field_behavior)'?: string | readonly string[] }
}

type Writable = { -readonly [Key in keyof Schema]: Schema[Key] }

/** Adds the facts to a document that nobody else holds yet, and returns it. */
export function withProtoFacts(document: RestDescription, path: string): RestDescription {
  const file = path.replace(/\.api$/, '.protos.json')
  const root = existsSync(file) ? readNode(file) : undefined
  if (root === undefined) return document
  const found = messagesIn(root, '', document.version)
  for (const [id, schema] of Object.entries(document.schemas ?? {})) {
    const fitting = (found.get(id) ?? []).filter(({ node }) => fits(schema, node))
    if (fitting.length === 1) addFacts(schema, fitting[0]!, root)
  }
  return document
}

/** What is no JSON is said where gRPC reads it. */
function readNode(file: string): ProtoNode | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProtoNode
  } catch {
    return undefined
  }
}

interface Found {
  /** `google.cloud.tasks.v2.Task` */
  readonly name: string
  readonly node: ProtoNode
}

/** By the ids that documents give them: `Task`, and of longer names `GoogleCloudRunV2Service`. */
function messagesIn(root: ProtoNode, name: string, version: string): Map<string, Found[]> {
  const found = new Map<string, Found[]>()
  const visit = (node: ProtoNode, own: string, inVersion: boolean): void => {
    if (node.fields !== undefined && inVersion) {
      const long = own.split('.').map((part) => part.charAt(0).toUpperCase() + part.slice(1))
      for (const id of new Set([own.slice(own.lastIndexOf('.') + 1), long.join('')]))
        found.set(id, [...(found.get(id) ?? []), { name: own, node }])
    }
    for (const [key, inner] of Object.entries(node.nested ?? {}))
      visit(inner, own === '' ? key : `${own}.${key}`, inVersion || key === version)
  }
  visit(root, name, false)
  return found
}

/** Every property is a field: a message of the same name elsewhere has others. */
const fits = ({ properties = {} }: Schema, { fields = {} }: ProtoNode): boolean =>
  Object.keys(properties).every((name) => Object.hasOwn(fields, name))

function addFacts(schema: Writable, { name, node }: Found, root: ProtoNode): void {
  schema.typeName = name
  schema.oneofs = Object.entries(node.oneofs ?? {})
    .filter(([, { oneof }]) => oneof.length > 1)
    .map(([key, { oneof }]) => ({ name: key, fields: oneof }))
  for (const [field, property] of Object.entries(schema.properties ?? {})) {
    const { type, options } = node.fields![field]!
    const behavior = options?.['(google.api.field_behavior)']
    if (behavior !== undefined) (property as Writable).fieldBehavior = [behavior].flat()
    const found = resolved(type, name, root)
    if (found?.node.values !== undefined)
      addNumbers(property.items ?? property.additionalProperties ?? property, found)
  }
}

function addNumbers(schema: Writable, { name, node }: Found): void {
  const numbers = schema.enum?.map((each) => node.values![each])
  schema.typeName = name
  if (numbers !== undefined && !numbers.includes(undefined))
    schema.enumNumbers = numbers as number[]
}

/** A type's name is looked for from the innermost scope outwards, as protoc does. */
function resolved(type: string, scope: string, root: ProtoNode): Found | undefined {
  const bare = type.replace(/^\./, '')
  const scopes = scope.split('.')
  for (let length = scopes.length; length >= 0; length -= 1) {
    const name = [...scopes.slice(0, length), bare].join('.')
    const node = name
      .split('.')
      .reduce<ProtoNode | undefined>((each, part) => each?.nested?.[part], root)
    if (node !== undefined) return { name, node }
  }
  return undefined
}
