// A resource that has just been made, as it is kept.
import type { Context } from '../context.ts'
import type { JsonObject } from '../json.ts'
import { decodedSegment } from '../model/resource_path.ts'
import { selfLink } from '../operations/self_link.ts'
import { fillDefaults } from '../overlay/defaults.ts'
import { idTraitOf } from './id_trait.ts'
import { fillPlace } from './identity.ts'
import { asKept } from './kept_form.ts'
import { fillCreated } from './server_fields.ts'

/** The resource as it is kept. */
export function made(context: Context, name: string, given: JsonObject): JsonObject {
  const { model, method, now, ids } = context
  const { collection } = method
  const { schema } = collection
  const id = name.split('/').at(-1)!
  const resource = asKept(given, context)
  const properties = schema?.properties ?? {}
  const field = idTraitOf(context)?.field
  if (field !== undefined) resource[field] = decodedSegment(id)
  if (Object.hasOwn(properties, 'name')) {
    if (collection.hasFullNames && context.traits.shortNames !== true) resource['name'] = name
    else resource['name'] ??= decodedSegment(id)
  }
  if (Object.hasOwn(properties, 'id'))
    resource['id'] ??= properties['id']!.format?.includes('int64') ? ids.number() : id
  if (Object.hasOwn(properties, 'selfLink')) resource['selfLink'] ??= selfLink(name, context)
  fillDefaults(resource, name, context)
  const place = placeOf(name, collection.pattern, context)
  fillPlace(resource, collection, model, place, (variable) => {
    const end = name.indexOf(`/${place[variable]}/`) + 1 + place[variable]!.length
    return selfLink(name.slice(0, end), context)
  })
  for (const unset of context.traits.unset?.[collection.type ?? ''] ?? []) delete resource[unset]
  fillCreated(resource, {
    collection,
    now,
    ids,
    unset: context.traits.unset?.[collection.type ?? ''],
  })
  return resource
}

/** Values of the variables in a member's path. */
function placeOf(name: string, pattern: string, { method }: Context): Record<string, string> {
  const member = method.collection.onMember.find(({ verb, isWhole }) => verb === '' && !isWhole)
  if (member === undefined) return {}
  const variables = [...member.method.path.matchAll(/\{\+?([^{}]+)\}/g)].map(
    ([, variable]) => variable!,
  )
  const values = name.split('/').filter((_, i) => (`${pattern}/*`.split('/')[i] ?? '*') === '*')
  return Object.fromEntries(variables.map((variable, i) => [variable, values[i] ?? '']))
}
