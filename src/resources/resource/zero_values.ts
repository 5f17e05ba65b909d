// Fields with the zero value of their type are in no answer of protobuf's JSON writer.
import type { Schema } from '../../discovery/document.ts'
import { isJsonObject, setField, type Json, type JsonObject } from '../json.ts'

type Schemas = Readonly<Record<string, Schema>>

/** A message without them. Entries of maps and lists stay, and so does an empty message. */
export function withoutZeroValues(
  value: JsonObject,
  schema: Schema | undefined,
  schemas: Schemas,
): JsonObject {
  const properties = schema?.properties
  if (properties === undefined) return value
  // One of several fields of which a message has one is there also with its zero value.
  if (Object.keys(value).length === 1 && Object.values(value)[0] === false) return value
  const kept: JsonObject = {}
  for (const [name, field] of Object.entries(value)) {
    const property = Object.hasOwn(properties, name) ? properties[name]! : undefined
    if (property !== undefined && isZero(field, property)) continue
    setField(kept, name, within(field, property, schemas))
  }
  return kept
}

/** Older APIs answer zero values, but no message that says nothing. */
export function withoutEmptyMessages(value: JsonObject): JsonObject {
  const kept = Object.entries(value).flatMap(([name, field]) => {
    const left = inner(field)
    return isJsonObject(left) && saysNothing(left) ? [] : [[name, left] as const]
  })
  return Object.fromEntries(kept)
}

const inner = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(inner)
  return isJsonObject(value) ? withoutEmptyMessages(value) : value
}

const saysNothing = (value: JsonObject): boolean =>
  Object.values(value).every((field) => Array.isArray(field) && field.length === 0)

function within(value: Json, given: Schema | undefined, schemas: Schemas): Json {
  const schema = given?.$ref === undefined ? given : schemas[given.$ref]
  if (schema === undefined) return value
  if (Array.isArray(value)) return value.map((item) => within(item, schema.items, schemas))
  if (!isJsonObject(value)) return value
  if (schema.properties !== undefined) return withoutZeroValues(value, schema, schemas)
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    within(item, schema.additionalProperties, schemas),
  ])
  return Object.fromEntries(entries) as JsonObject
}

function isZero(value: Json, { type, additionalProperties }: Schema): boolean {
  if (value === null || value === '' || value === false) return type !== 'any'
  if (Array.isArray(value)) return value.length === 0 && type !== 'any'
  if (additionalProperties !== undefined && isJsonObject(value))
    return Object.keys(value).length === 0
  return false
}
