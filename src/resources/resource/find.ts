// The resource that a call names.
import { missing } from '../errors/refusals.ts'
import type { Context } from '../context.ts'
import { collectionOf, decodedSegment, idOf } from '../model/resource_path.ts'
import type { Held } from '../resource_view.ts'

/** By its name; with `-` for a container that the client does not know; or by the id that the server gave it. */
export async function find(context: Context, name: string): Promise<Held | undefined> {
  const { view, method } = context
  const held = name.includes('/-/') ? undefined : await view.get(name)
  if (held !== undefined) return held
  const id = idOf(name)
  const properties = method.collection.schema?.properties ?? {}
  const keys = ['uniqueId', 'uid', 'id', 'email'].filter((key) => Object.hasOwn(properties, key))
  if (keys.length === 0 && !name.includes('/-/')) return undefined
  const among = await view.list(collectionOf(name))
  return among.find(
    ({ name: other, resource }) =>
      (name.includes('/-/') && idOf(other) === id) ||
      keys.some((key) => resource[key] === decodedSegment(id)),
  )
}

export async function findOrRefuse(context: Context, name: string): Promise<Held> {
  const held = await find(context, name)
  if (held === undefined) {
    await requireParent(context, name)
    throw missing(name, context)
  }
  return held
}

/** Every container of `name` that something must have made is there. Throws 404 naming the outermost that is not. */
export async function requireParent(context: Context, name: string): Promise<void> {
  const { model, view, method } = context
  for (const parent of model.madeParents(name, method.collection.pattern))
    if ((await view.get(parent)) === undefined) throw missing(parent, context)
}
