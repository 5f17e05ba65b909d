// Fields that an API fills in where the client said nothing.
import type { Schema } from '../../discovery/document.ts'
import type { Context } from '../context.ts'
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import type { ApiModel } from '../model/api_model.ts'
import { kindOf } from '../model/kind.ts'
import { fits, setMissing } from './path_values.ts'
import { wordsFor } from './words.ts'

/** By the overlay, then what older documents say themselves: the kind of each message. */
export function fillDefaults(resource: JsonObject, name: string, context: Context): void {
  const { overlay, method, model } = context
  const { type, schema } = method.collection
  const words = wordsFor(name, context, resource)
  for (const { when, set } of overlay.defaults[type ?? ''] ?? [])
    if (when === undefined || fits(resource, when)) setMissing(resource, set, words)
  if (model.isApiary) fillKinds(resource, schema, model)
}

/** Resources within another message are as the client sent them. */
function fillKinds(value: Json | undefined, given: Schema | undefined, model: ApiModel): void {
  if (given?.$ref !== undefined && model.resourceTypes.has(given.$ref)) return
  const schema = given?.$ref === undefined ? given : model.schema(given.$ref)
  if (schema === undefined) return
  if (Array.isArray(value)) for (const item of value) fillKinds(item, schema.items, model)
  if (!isJsonObject(value)) return
  const kind = kindOf(schema)
  if (kind !== undefined) value['kind'] ??= kind
  for (const [name, field] of Object.entries(value))
    fillKinds(field, schema.properties?.[name], model)
}
