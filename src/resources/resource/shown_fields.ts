// What is answered of a resource where the client does not say which fields it wants: all, but for few APIs.
import type { ApiModel, MethodModel } from '../model/api_model.ts'
import type { Traits } from '../traits/traits.ts'

/** As the parameter `fields` has it. Undefined: all fields, as the document may be of a version that has others. */
export function shownFields(
  { method }: MethodModel,
  model: ApiModel,
  { shown = {} }: Traits,
): string | undefined {
  const answer = model.schema(method.response?.$ref)
  const own = shownOf(method.response?.$ref, model, shown)
  if (own !== undefined) return own.join(',')
  const items = model.itemsOf(method)
  const ofItems = shownOf(items?.type, model, shown)
  if (items === undefined || ofItems === undefined) return undefined
  const beside = Object.keys(answer?.properties ?? {}).filter((name) => name !== items.property)
  return [...beside, `${items.property}(${ofItems.join(',')})`].join(',')
}

function shownOf(
  type: string | undefined,
  model: ApiModel,
  shown: Readonly<Record<string, readonly string[]>>,
): readonly string[] | undefined {
  const names = Object.hasOwn(shown, type ?? '') ? shown[type ?? ''] : undefined
  const properties = model.schema(type)?.properties ?? {}
  return names?.every((name) => Object.hasOwn(properties, name)) ? names : undefined
}
