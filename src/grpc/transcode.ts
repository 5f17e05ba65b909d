// The message of an rpc as the parameters and the message of its method, by google.api.http. What can be known before a call
// is worked out on the first one.
import type { DescMessage, JsonObject, JsonValue } from '@bufbuild/protobuf'
import type { BoundMethod } from '../api/service.ts'
import type { QueryTexts, RequestMessage } from '../call/call.ts'
import type { Schema } from '../discovery/document.ts'
import { invalid } from '../errors.ts'
import { knowsAll } from './fields_in_common.ts'
import { jsonPathOf, type Misfit } from './http_rule.ts'
import type { Binding } from './rpc_table.ts'

export interface Transcoded {
  readonly binding: Binding
  readonly values: readonly string[]
  readonly query: QueryTexts
  readonly message: RequestMessage | undefined
}

/** Throws 400 for a message that fits no binding. */
export type Transcode = (message: JsonObject) => Transcoded

/** `input`: the request message of the rpc. */
export function transcoderOf(input: DescMessage, bindings: readonly Binding[]): Transcode {
  const parts = bindings.map((binding) => ({ binding, split: splitterOf(input, binding) }))
  return (message) => {
    let misfit: Misfit | undefined
    for (const { binding, split } of parts) {
      const filled = binding.path.fill(message)
      if ('misfit' in filled) {
        misfit ??= filled.misfit
        continue
      }
      const values = binding.bound.template.match(filled.path)
      if (values !== undefined) return { binding, values, ...split(message) }
    }
    throw refusalOf(misfit)
  }
}

function refusalOf({ field, value, pattern }: Misfit = { field: '', value: '', pattern: '' }) {
  const why =
    value === ''
      ? `The field ${field} is required.`
      : `Invalid value '${value}': ${field} must be ${pattern}.`
  return invalid(why, field, 'body')
}

type Split = (message: JsonObject) => Pick<Transcoded, 'query' | 'message'>

const NO_QUERY: QueryTexts = new Map()

/** What is not in the path: the body as the rule says, the rest as the query. */
function splitterOf(input: DescMessage, { bound, rule, path }: Binding): Split {
  const inPath = path.fields.filter((field) => !field.includes('.'))
  const bodyField = rule.body === '*' ? '' : jsonPathOf(rule.body)
  const takesMessage = bound.method.request !== undefined
  const asBody = takesMessage ? bodyReaderOf(input, bodyField, inPath, bound) : undefined
  const known = bound.method.parameters ?? {}
  return (message) => {
    const rest = { ...message }
    for (const field of inPath) delete rest[field]
    if (rule.body === '*') return { query: NO_QUERY, message: asBody?.(rest) }
    const body = bodyField === '' ? {} : (rest[bodyField] ?? {})
    if (bodyField !== '') delete rest[bodyField]
    return { query: queryOf(rest, known), message: asBody?.(body) }
  }
}

/** Fields of messages by their path. What the document does not know yet is left out: descriptors are newer, or older. */
function queryOf(
  rest: JsonObject,
  known: NonNullable<BoundMethod['method']['parameters']>,
): QueryTexts {
  let query: Map<string, string[]> | undefined
  const add = (name: string, value: JsonValue): void => {
    if (Array.isArray(value)) for (const each of value) add(name, each)
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) add(`${name}.${key}`, inner)
    else if (value !== null && Object.hasOwn(known, name)) {
      const texts = (query ??= new Map<string, string[]>()).get(name)
      if (texts === undefined) query.set(name, [String(value)])
      else texts.push(String(value))
    }
  }
  for (const name in rest) add(name, rest[name]!)
  return query ?? NO_QUERY
}

/** `field`: the one that is the body; '' for all that is not in the path. */
function bodyReaderOf(
  input: DescMessage,
  field: string,
  inPath: readonly string[],
  { method, service }: BoundMethod,
): (body: JsonValue) => RequestMessage {
  const { schemas = {} } = service.document
  const message =
    field === '' ? input : input.fields.find(({ jsonName }) => jsonName === field)?.message
  const isWhole = message !== undefined && knowsAll(message, method.request, schemas, inPath)
  return (body) => new JsonMessage(isWhole ? body : withoutUnknown(body, method.request, schemas))
}

/** A class, because its getter is shared. */
class JsonMessage implements RequestMessage {
  readonly value: JsonValue

  constructor(value: JsonValue) {
    this.value = value
  }

  /** Asked for where something is wrong with the message. */
  get size(): number {
    return JSON.stringify(this.value).length
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
