// The message of an rpc as the parameters and the message of its method, and the answer back, by google.api.http.
import {
  fromJson,
  toJson,
  type DescMessage,
  type JsonObject,
  type JsonValue,
  type Message,
  type Registry,
} from '@bufbuild/protobuf'
import type { BoundMethod } from '../api/service.ts'
import type { RequestMessage } from '../call/call.ts'
import type { Schema } from '../discovery/document.ts'
import { invalid } from '../errors.ts'
import { jsonPathOf, type Misfit } from './http_rule.ts'
import type { Binding } from './rpc_table.ts'

export interface Transcoded {
  readonly binding: Binding
  readonly values: readonly string[]
  readonly query: ReadonlyMap<string, readonly string[]>
  readonly message: RequestMessage | undefined
}

/** By the first binding whose path the message fits. Throws 400 where it fits none. */
export function transcoded(message: JsonObject, bindings: readonly Binding[]): Transcoded {
  let misfit: Misfit | undefined
  for (const binding of bindings) {
    const filled = binding.path.fill(message)
    if ('misfit' in filled) {
      misfit ??= filled.misfit
      continue
    }
    const values = binding.bound.template.match(filled.path)
    if (values !== undefined) return { binding, values, ...partsOf(message, binding) }
  }
  const { field = '', value = '', pattern = '' } = misfit ?? {}
  throw invalid(
    value === ''
      ? `The field ${field} is required.`
      : `Invalid value '${value}': ${field} must be ${pattern}.`,
    field,
    'body',
  )
}

/** What is not in the path: the body as the rule says, the rest as the query. */
function partsOf(
  message: JsonObject,
  { bound, rule, path }: Binding,
): Pick<Transcoded, 'query' | 'message'> {
  const rest = { ...message }
  for (const field of path.fields) if (!field.includes('.')) delete rest[field]
  const field = jsonPathOf(rule.body)
  const body = rule.body === '*' ? rest : rule.body === '' ? undefined : (rest[field] ?? {})
  if (rule.body !== '' && rule.body !== '*') delete rest[field]
  const query = rule.body === '*' ? NO_QUERY : queryOf(rest, bound)
  return { query, message: bound.method.request && messageOf(body ?? {}, bound) }
}

const NO_QUERY: ReadonlyMap<string, readonly string[]> = new Map()

/** Fields of messages by their path. What the document does not know yet is left out: descriptors are newer, or older. */
function queryOf(
  rest: JsonObject,
  { method }: BoundMethod,
): ReadonlyMap<string, readonly string[]> {
  const known = method.parameters ?? {}
  const query = new Map<string, string[]>()
  const add = (name: string, value: JsonValue) => {
    if (Array.isArray(value)) for (const each of value) add(name, each)
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) add(`${name}.${key}`, inner)
    else if (value !== null && Object.hasOwn(known, name)) {
      const texts = query.get(name)
      if (texts === undefined) query.set(name, [String(value)])
      else texts.push(String(value))
    }
  }
  for (const [name, value] of Object.entries(rest)) add(name, value)
  return query
}

function messageOf(body: JsonValue, { method, service }: BoundMethod): RequestMessage {
  const value = withoutUnknown(body, method.request, service.document.schemas ?? {})
  return {
    value,
    get size() {
      return JSON.stringify(value).length // asked for where something is wrong with the message
    },
  }
}

/** Without fields that the document does not have. */
function withoutUnknown(
  value: JsonValue,
  schema: Schema | undefined,
  schemas: Readonly<Record<string, Schema>>,
): JsonValue {
  const own = schema?.$ref === undefined ? schema : schemas[schema.$ref]
  if (own === undefined || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((each) => withoutUnknown(each, own.items, schemas))
  if (own.additionalProperties)
    return mapped(value, (inner) => withoutUnknown(inner, own.additionalProperties, schemas))
  if (own.properties === undefined) return value
  const { properties } = own
  const kept = Object.entries(value).filter(([name]) => Object.hasOwn(properties, name))
  return Object.fromEntries(
    kept.map(([name, inner]) => [name, withoutUnknown(inner, properties[name], schemas)]),
  )
}

const mapped = (value: JsonObject, change: (inner: JsonValue) => JsonValue): JsonObject =>
  Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner)]))

/** A message of an rpc, as JSON. */
export const asJson = (schema: DescMessage, message: Message, registry: Registry): JsonObject =>
  toJson(schema, message, { registry }) as JsonObject

/** What a method answered, as the message that the rpc answers. */
export function asMessage(
  schema: DescMessage,
  answer: unknown,
  responseBody: string,
  registry: Registry,
): Message {
  if (schema.typeName === 'google.protobuf.Empty') return fromJson(schema, {})
  const plain = JSON.parse(JSON.stringify(answer ?? {})) as JsonValue
  const json = responseBody === '' ? plain : { [jsonPathOf(responseBody)]: plain }
  return fromJson(schema, typed(json, schema, registry), { registry, ignoreUnknownFields: true })
}

/**
 * With the types of `Any` as the descriptors name them: documents do not say their package, so that answers made from a
 * document guess it. A type that no descriptor has cannot be sent; its value is left out.
 */
function typed(value: JsonValue, schema: DescMessage, registry: Registry): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((each) => typed(each, schema, registry))
  const url = value['@type']
  const fields = Object.entries(value).map(
    ([name, inner]) => [name, typed(inner, schema, registry)] as const,
  )
  if (typeof url !== 'string') return Object.fromEntries(fields.filter(([, v]) => v !== UNKNOWN))
  const name = url.slice(url.lastIndexOf('/') + 1)
  if (registry.getMessage(name) !== undefined) return Object.fromEntries(fields)
  const known = typeNamed(name, registry)
  if (known === undefined) return UNKNOWN
  return { ...Object.fromEntries(fields), '@type': `type.googleapis.com/${known}` }
}

const UNKNOWN: JsonObject = { '@type': 'type.googleapis.com/google.protobuf.Empty' }

/** The one message of this name, of the version that the guess names where there are several. */
function typeNamed(name: string, registry: Registry): string | undefined {
  const parts = name.split('.')
  const last = parts.at(-1)!
  const version = parts.at(-2)
  const found: string[] = []
  for (const type of registry)
    if (type.kind === 'message' && type.typeName.endsWith(`.${last}`)) found.push(type.typeName)
  const same = found.filter((each) => each.split('.').at(-2) === version)
  return (
    same.find((each) => parts.slice(0, -2).every((part) => each.includes(part))) ??
    same[0] ??
    found[0]
  )
}
