// Deletes a resource with all that is in it.
import type { Context } from '../context.ts'
import { hasChildren } from '../errors/refusals.ts'
import { checkEtag } from '../resource/etag.ts'
import { answered } from '../resource/answer.ts'
import { find, findOrRefuse } from '../resource/find.ts'
import { isSoft, marked } from './soft_delete.ts'

export async function remove(context: Context): Promise<unknown> {
  const { view, params, method, name } = context
  if (params['allowMissing'] === true && (await find(context, name)) === undefined)
    return answered(context, 'delete', name, {})
  const held = await findOrRefuse(context, name)
  checkEtag(params['etag'], held.resource, context)
  if (isSoft(method.collection)) {
    const resource = marked(held.resource, context)
    view.put(name, method.collection.pattern, { ...held, resource })
    return answered(context, 'delete', name, resource)
  }
  const below = await view.below(name)
  // Operations outlive what they worked on; policies and the like are no children.
  const children = below.filter(({ name: one }) => !one.slice(name.length).includes('/operations/'))
  const isForced = params['force'] === true
  if (
    'force' in (method.method.parameters ?? {}) &&
    !isForced &&
    children.some(({ name: one }) => !one.includes('/:'))
  )
    throw hasChildren(name)
  for (const child of children) view.delete(child.name)
  view.delete(name)
  return answered(context, 'delete', name, held.resource)
}
