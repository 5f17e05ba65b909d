// Ids that an API shapes in a way of its own: data of its traits.
import type { Context } from '../context.ts'
import type { IdTrait } from '../traits/traits.ts'

export const idTraitOf = ({ traits, method }: Context): IdTrait | undefined =>
  traits.ids?.[method.collection.pattern.slice(method.collection.pattern.lastIndexOf('/') + 1)]

export function idFromTrait(context: Context): string | undefined {
  const { from, pattern } = idTraitOf(context) ?? {}
  const text = from === undefined ? undefined : context.body[from]
  if (typeof text !== 'string') return undefined
  return pattern === undefined ? text : new RegExp(pattern, 'i').exec(text)?.[1]
}

/** As the API writes ids that clients choose a part of. */
export function shaped(id: string, collection: string, context: Context): string {
  const template = idTraitOf(context)?.template
  const project = /(?:^|\/)projects\/([^/]+)/.exec(collection)?.[1] ?? ''
  return template === undefined || id.includes('@')
    ? id
    : template.replaceAll('{id}', id).replaceAll('{project}', project)
}
