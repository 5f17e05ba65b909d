// What a client sent as the API keeps and answers it.
import type { Context } from '../context.ts'
import type { JsonObject } from '../json.ts'
import { behaviorOf } from '../model/field.ts'
import { withoutEmptyMessages, withoutZeroValues } from './zero_values.ts'

export function asKept(given: JsonObject, { model, method, traits }: Context): JsonObject {
  const { schema, type } = method.collection
  const said = structuredClone(given)
  for (const name of traits.upperCase?.[type ?? ''] ?? [])
    if (typeof said[name] === 'string') said[name] = said[name].toUpperCase()
  for (const [name, property] of Object.entries(schema?.properties ?? {}))
    if (behaviorOf(property).inputOnly || isSecret(name)) delete said[name]
  return model.isApiary
    ? withoutEmptyMessages(said)
    : withoutZeroValues(said, schema, model.schemas)
}

/** No API answers a password, whatever its document says. */
const isSecret = (name: string): boolean => /^password$|[a-z]Password$/.test(name)
