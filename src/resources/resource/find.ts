// The resource that a call names.
import type { Context } from '../context.ts'
import { missing } from '../errors/refusals.ts'
import type { ApiModel } from '../model/api_model.ts'
import { collectionOf, decodedSegment, idOf } from '../model/resource_path.ts'
import { isJsonObject } from '../json.ts'
import type { Held } from '../kept.ts'
import type { ResourceView } from '../resource_view.ts'
import type { IdTrait, Traits } from '../traits/traits.ts'

/** Fields by which a resource is found as well as by its name. */
const OTHER_IDS = ['uniqueId', 'uid', 'id', 'email', 'projectNumber']

/**
 * The name under which a resource is kept: containers of it may be `-`, which stands for whichever holds it, or be named
 * by an id that the server gave; its own id may be a word that stands for one. A name of nothing that is kept is answered as it is.
 */
export async function keptName(
  name: string,
  pattern: string,
  model: ApiModel,
  view: ResourceView,
  { ids = {} }: Traits,
): Promise<string> {
  let kept = name
  for (const parent of model.madeParents(`${name}/`, pattern)) {
    const own = name.slice(0, parent.length)
    const current = kept.slice(0, kept.length - (name.length - own.length))
    const other = await otherName(current, view)
    if (other !== undefined) kept = other + kept.slice(current.length)
  }
  return (await namedByWord(kept, view, ids[idOf(collectionOf(kept))])) ?? kept
}

/** `latest`, or a name that the container gives one of its own. */
async function namedByWord(
  name: string,
  view: ResourceView,
  { newest, aliases }: IdTrait = {},
): Promise<string | undefined> {
  if (newest === undefined && aliases === undefined) return undefined
  const collection = collectionOf(name)
  const id = idOf(name)
  if (id === newest)
    return (await view.list(collection)).toSorted((a, b) => b.sequence - a.sequence)[0]?.name
  const container = aliases === undefined ? undefined : await view.get(collectionOf(collection))
  const ids = container?.resource[aliases!]
  const own = isJsonObject(ids) && Object.hasOwn(ids, id) ? ids[id] : undefined
  return typeof own === 'string' || typeof own === 'number' ? `${collection}/${own}` : undefined
}

async function otherName(name: string, view: ResourceView): Promise<string | undefined> {
  const hasWildcard = name.includes('/-/')
  if (!hasWildcard && (await view.get(name)) !== undefined) return undefined
  const id = decodedSegment(idOf(name))
  if (id === '-') return undefined
  const among = await view.list(collectionOf(name))
  const found = among.find(
    ({ name: other, resource }) =>
      (hasWildcard && idOf(other) === id) || OTHER_IDS.some((key) => resource[key] === id),
  )
  return found?.name
}

export const find = ({ view }: Context, name: string): Promise<Held | undefined> => view.get(name)

export async function findOrRefuse(context: Context, name: string): Promise<Held> {
  const held = await find(context, name)
  if (held !== undefined) return held
  await requireParent(context, name)
  throw missing(name, context)
}

/** Every container of `name` that something must have made is there. Throws 404 naming the outermost that is not. */
export async function requireParent(context: Context, name: string): Promise<void> {
  const { model, view, method } = context
  if (method.class === 'operation') return
  for (const parent of model.madeParents(name, method.collection.pattern))
    if ((await view.get(parent)) === undefined) throw missing(parent, context)
}
