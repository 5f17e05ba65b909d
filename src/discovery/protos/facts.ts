// What the protos beside a document say that it does not: numbers of enums, oneofs, full names of types, resources and what
// refers to them, answers of operations. A schema is the message of its name in the package of its API and version.
import type { RestDescription, Schema } from '../document.ts'
import { protosBeside, type ProtoOptions } from './beside.ts'
import { namedNodes, resolved, type Named } from './named.ts'
import { optionOf, type ProtoNode, type Writable } from './node.ts'
import { addOperationTypes } from './operations.ts'
import { referenceOf, resourceOf, resourceTypesIn } from './resources.ts'

/** Adds the facts to a document that nobody else holds yet, and returns it. `path`: of its file. */
export function withProtoFacts(
  document: RestDescription,
  path: string,
  options: ProtoOptions,
): RestDescription {
  const root = protosBeside(path, options)
  if (root === undefined) return document
  const named = namedNodes(root, document.version)
  const messages = Map.groupBy(
    named.filter(({ node }) => node.fields !== undefined).flatMap(identified),
    ({ id }) => id,
  )
  for (const [id, schema] of Object.entries(document.schemas ?? {})) {
    const message = fitting(schema, messages.get(id) ?? [])
    if (message !== undefined) addFacts(schema, message, root)
  }
  const own: Writable<RestDescription> = document
  own.resourceTypes = resourceTypesIn(named.map(({ node }) => node))
  addOperationTypes(document, named, root)
  return document
}

/** With the ids that documents give it: `Task`, and of longer names `GoogleCloudRunV2Service`. */
function identified({ name, node }: Named): (Named & { readonly id: string })[] {
  const long = name.split('.').map((part) => part.charAt(0).toUpperCase() + part.slice(1))
  const ids = new Set([name.slice(name.lastIndexOf('.') + 1), long.join('')])
  return [...ids].map((id) => ({ id, name, node }))
}

/**
 * The one of which every property is a field, else the one of which most are: a message of the same name elsewhere has others,
 * and a document may be newer than the protos.
 */
function fitting({ properties = {} }: Schema, messages: readonly Named[]): Named | undefined {
  const names = Object.keys(properties)
  const shares = messages.map((message) => ({
    message,
    lacking: names.filter((name) => !Object.hasOwn(message.node.fields!, name)).length,
  }))
  const whole = shares.filter(({ lacking }) => lacking === 0)
  const [first, second] =
    whole.length > 0 ? whole : shares.filter(({ lacking }) => lacking * 2 < names.length)
  return second === undefined ? first?.message : undefined
}

function addFacts(schema: Writable<Schema>, { name, node }: Named, root: ProtoNode): void {
  schema.typeName = name
  schema.oneofs = Object.entries(node.oneofs ?? {})
    .filter(([, { oneof }]) => oneof.length > 1)
    .map(([key, { oneof }]) => ({ name: key, fields: oneof }))
  const resource = resourceOf(node)
  if (resource !== undefined) schema.resource = resource
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const field = node.fields![key]
    if (field === undefined) continue
    const own: Writable<Schema> = property
    const behaviors = optionOf(field, 'google.api.field_behavior').values
    if (behaviors.length > 0) own.fieldBehavior = behaviors as string[]
    const reference = referenceOf(field)
    if (reference !== undefined) own.reference = reference
    const type = resolved(field.type, name, root)
    if (type?.node.values !== undefined)
      addNumbers(property.items ?? property.additionalProperties ?? property, type)
  }
}

function addNumbers(schema: Writable<Schema>, { name, node }: Named): void {
  const numbers = schema.enum?.map((each) => node.values![each])
  schema.typeName = name
  if (numbers !== undefined && !numbers.includes(undefined))
    schema.enumNumbers = numbers as number[]
}
