// Lists what a project has in all its zones and regions, by where it is: `aggregated/instances` of Compute Engine.
import type { Behavior, Context } from '../context.ts'
import { filterOf } from '../filter/wanted.ts'
import type { JsonObject } from '../json.ts'
import type { Held } from '../kept.ts'
import type { ApiModel, MethodModel } from '../model/api_model.ts'
import type { Collection } from '../model/collection.ts'
import { kindOf } from '../model/kind.ts'
import { collectionOf } from '../model/resource_path.ts'
import { pageOf } from './page.ts'

/** Undefined for a method of another kind. */
export function aggregatedFor(method: MethodModel, model: ApiModel): Behavior | undefined {
  const { items } = model.schema(method.method.response?.$ref)?.properties ?? {}
  const scope = model.schema(items?.additionalProperties?.$ref)?.properties ?? {}
  const [property, list] = Object.entries(scope).find(([, one]) => one.items?.$ref) ?? []
  const { pattern } = method.collection
  const plural = pattern.slice(pattern.lastIndexOf('/') + 1)
  if (!pattern.endsWith(`aggregated/${plural}`) || property === undefined) return undefined
  const collection = [...model.placed.byPattern.keys()]
    .filter((one) => one.endsWith(`/${plural}/*`))
    .map((one) => model.collection(collectionOf(one)))
    .find(({ type }) => type === list?.items?.$ref)
  return collection && ((context) => aggregated(context, { collection, property, plural }))
}

interface Wanted {
  /** One of those that are listed. */
  readonly collection: Collection
  /** Of what stands for a zone, that holds its resources. */
  readonly property: string
  readonly plural: string
}

async function aggregated(
  context: Context,
  { collection, property, plural }: Wanted,
): Promise<unknown> {
  const { name, view, model, method } = context
  const place = collectionOf(collectionOf(name))
  const placed = { ...context, method: { ...method, collection } }
  const isWanted = filterOf(placed)
  const scopeOf = (held: Held) => collectionOf(collectionOf(held.name)).slice(place.length + 1)
  const all = (await view.below(place)).filter(
    (held) =>
      /^(global|(zones|regions)\/[^/]+)$/.test(scopeOf(held)) &&
      collectionOf(held.name).endsWith(`/${plural}`) &&
      isWanted(held),
  )
  const page = pageOf(all, placed)
  const scopes = Map.groupBy(page.held, scopeOf)
  const kind = kindOf(model.schema(method.method.response?.$ref))
  const items: JsonObject = {}
  for (const [scope, held] of scopes)
    items[scope] = { [property]: held.map(({ resource }) => resource) }
  return {
    ...(kind !== undefined && { kind }),
    id: name,
    items,
    ...(page.next !== undefined && { nextPageToken: page.next }),
  }
}
