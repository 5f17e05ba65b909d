// Messages made from a schema: every field of every message within reach, as a client sends and as a handler gets them.
import type { Schema } from '../../src/discovery/document.ts'
import { protoName } from './oracle.ts'
import { hash, valueOf } from './values.ts'

export type Schemas = Readonly<Record<string, Schema>>

export interface Message {
  readonly sent: unknown
  /** The same with the names that fields have in the proto file. */
  readonly proto: unknown
  /** Without the fields that only a server sets. */
  readonly got: unknown
}

/** Fields in one message; a few APIs have more within reach than is of use. */
const MOST_FIELDS = 300
const MOST_DEPTH = 12

/** A message with every field; a message type that was there already stays empty, so that recursion ends. */
export function fullMessage(schema: Schema, schemas: Schemas, salt: string): Message {
  const met = new Set<string>()
  let fields = 0

  function build(given: Schema, depth: number, at: string): Message {
    const name = given.$ref
    const one = resolved(given, schemas)
    if (one.type === 'array') return list(one.items ?? {}, depth, at)
    if (one.properties !== undefined) {
      if (depth > MOST_DEPTH || (name !== undefined && met.has(name))) return same({})
      if (name !== undefined) met.add(name)
      return message(one.properties, depth, at)
    }
    if (one.additionalProperties) return map(one.additionalProperties, depth, at)
    if (one.type === undefined || one.type === 'any') return same(anything(at))
    if (one.type === 'object') return same({ '@type': 'x/y', any: [1, null] })
    return same(valueOf(one, at).json)
  }

  function list(items: Schema, depth: number, at: string): Message {
    const entries = [build(items, depth + 1, `${at}0`), build(items, depth + 1, `${at}1`)]
    return eachOf((form) => entries.map((entry) => entry[form]))
  }

  function map(values: Schema, depth: number, at: string): Message {
    const keys = ['key', 'a.b/c', '__proto__'].slice(0, 1 + (hash(at) % 3))
    const entries = keys.map((key) => [key, build(values, depth + 1, at + key)] as const)
    return eachOf((form) => Object.fromEntries(entries.map(([key, value]) => [key, value[form]])))
  }

  function message(properties: Schemas, depth: number, at: string): Message {
    const own: (readonly [name: string, isReadOnly: boolean, value: Message])[] = []
    for (const [name, property] of Object.entries(properties)) {
      if ((fields += 1) > MOST_FIELDS) break
      own.push([name, property.readOnly === true, build(property, depth + 1, `${at}.${name}`)])
    }
    const nameOf = (name: string) =>
      Object.hasOwn(properties, protoName(name)) ? name : protoName(name)
    return {
      sent: Object.fromEntries(own.map(([name, , { sent }]) => [name, sent])),
      proto: Object.fromEntries(own.map(([name, , { proto }]) => [nameOf(name), proto])),
      got: Object.fromEntries(
        own.filter(([, isReadOnly]) => !isReadOnly).map(([name, , { got }]) => [name, got]),
      ),
    }
  }
  return build(schema, 0, salt)
}

const eachOf = (value: (form: keyof Message) => unknown): Message => ({
  sent: value('sent'),
  proto: value('proto'),
  got: value('got'),
})

const same = (value: unknown): Message => eachOf(() => value)

const anything = (at: string): unknown =>
  [{ any: [1, null, 'x'] }, 'text', 1.5, [[]], true][hash(at) % 5]

export const resolved = (schema: Schema, schemas: Schemas): Schema =>
  schema.$ref === undefined ? schema : resolved(schemas[schema.$ref] ?? {}, schemas)

export interface Place {
  /** Of the message that has the field, from the root of the body; a list is its index 0, a map its key `k`. */
  readonly path: readonly (string | number)[]
  /** The name of the message's schema, or its path where it is inline. */
  readonly owner: string
  readonly name: string
  readonly schema: Schema
}

/** Every field within reach of a message, nearest first, each field of each type of message once. */
export function fieldsOf(root: Schema, schemas: Schemas): Place[] {
  const places: Place[] = []
  const met = new Set<string>()
  const queue: { readonly schema: Schema; readonly path: Place['path'] }[] = [
    { schema: root, path: [] },
  ]
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { path } = next
    const owner = next.schema.$ref ?? path.join('.')
    const schema = resolved(next.schema, schemas)
    if (met.has(owner) || path.length > MOST_DEPTH) continue
    met.add(owner)
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      places.push({ path, owner, name, schema: property })
      queue.push({ schema: property, path: [...path, name] })
    }
    if (schema.items) queue.push({ schema: schema.items, path: [...path, 0] })
    if (schema.additionalProperties)
      queue.push({ schema: schema.additionalProperties, path: [...path, 'k'] })
  }
  return places
}

/** A message that has `value` at a place and nothing else. */
export function messageWith(path: readonly (string | number)[], value: unknown): unknown {
  return path.reduceRight<unknown>(
    (inner, step) => (typeof step === 'number' ? [inner] : Object.fromEntries([[step, inner]])),
    value,
  )
}
