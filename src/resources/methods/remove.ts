// Deletes a resource with all that is in it.
import type { Context } from '../context.ts'
import { hasChildren } from '../errors/refusals.ts'
import { answered } from '../resource/answer.ts'
import { findOrRefuse } from '../resource/find.ts'

export async function remove(context: Context): Promise<unknown> {
  const { view, params, method } = context
  const held = await findOrRefuse(context, context.name)
  const below = await view.below(held.name)
  const children = below.filter(
    ({ name }) => !/(^|\/)(:|operations\/)/.test(name.slice(held.name.length)),
  )
  if (
    'force' in (method.method.parameters ?? {}) &&
    params['force'] !== true &&
    children.length > 0
  )
    throw hasChildren(held.name)
  if (params['validateOnly'] === true) return answered(context, 'delete', held.name, held.resource)
  for (const { name } of children) view.delete(name)
  view.delete(held.name)
  return answered(context, 'delete', held.name, held.resource)
}
