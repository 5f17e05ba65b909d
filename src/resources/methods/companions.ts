// Resources that come into being with another one.
import type { Context } from '../context.ts'
import { isJsonObject, textOf, type Json, type JsonObject } from '../json.ts'
import type { Collection } from '../model/collection.ts'
import { behaviorOf } from '../model/field.ts'
import { wordsFor } from '../overlay/words.ts'
import { isCounted } from '../resource/identity.ts'
import { made } from '../resource/made.ts'

/** Resources that a rule says come into being with this one. */
export function makeCompanions(context: Context, name: string, of: JsonObject): void {
  const { model, method, overlay, view } = context
  const words = wordsFor(name, context, of)
  for (const [path, resource] of Object.entries(overlay.rules[method.method.id]?.creates ?? {})) {
    const filledName = textOf(words(path)) ?? path
    const own = `${name}/${filledName}`
    const pattern = `${method.collection.pattern}/*/${path.slice(0, path.lastIndexOf('/'))}`
    const collection = model.collection(pattern)
    const filled = words(resource)
    const companion = made(
      { ...context, method: { ...method, collection } },
      own,
      isJsonObject(filled) ? filled : {},
    )
    view.put(own, pattern, { resource: companion })
  }
}

/** Fields of a template for what is within: `versionTemplate`. */
function templateFor({ schema }: Collection, resource: JsonObject): JsonObject {
  const template = Object.entries(resource).find(
    ([name, value]) => name.endsWith('Template') && isJsonObject(value),
  )
  const fields = Object.entries(template?.[1] ?? {}) as [string, Json][]
  return Object.fromEntries(
    fields.filter(([name]) => Object.hasOwn(schema?.properties ?? {}, name)),
  )
}

/** A resource that shows one of those in it, as a key shows its primary version, has one from the start. */
export function makeFirstChild(context: Context, name: string, resource: JsonObject): void {
  const { model, method, params, view } = context
  const { collection } = method
  if (
    Object.entries(params).some(([key, value]) => key.startsWith('skipInitial') && value === true)
  )
    return
  for (const [property, schema] of Object.entries(collection.schema?.properties ?? {})) {
    if (
      schema.$ref === undefined ||
      schema.$ref === collection.type ||
      !behaviorOf(schema).outputOnly
    )
      continue
    const child = model.childOf(collection, schema.$ref)
    if (child === undefined || !isCounted(child)) continue
    const plural = child.pattern.slice(child.pattern.lastIndexOf('/') + 1)
    const childName = `${name}/${plural}/1`
    const first = made(
      { ...context, method: { ...method, collection: child } },
      childName,
      templateFor(child, resource),
    )
    view.put(childName, child.pattern, { resource: first })
    resource[property] = first
  }
}
