// Locations of an API: the same for all.
import { notFound } from '../../errors.ts'
import type { Context } from '../context.ts'
import { idOf } from '../model/resource_path.ts'
import type { JsonObject } from '../json.ts'

const LOCATIONS = [
  'asia-northeast1',
  'europe-west1',
  'europe-west3',
  'global',
  'us-central1',
  'us-east1',
  'us-west1',
]

export async function locations(context: Context): Promise<unknown> {
  const { name, method, view } = context
  if (method.isOnMember) {
    const held = await view.get(name)
    if (held !== undefined) return held.resource
    if (LOCATIONS.includes(idOf(name))) return locationOf(name, context)
    throw notFound(`Location ${name} is not found.`)
  }
  const seeded = await view.list(name)
  if (seeded.length > 0) return { locations: seeded.map(({ resource }) => resource) }
  return { locations: LOCATIONS.map((id) => locationOf(`${name}/${id}`, context)) }
}

function locationOf(name: string, { method }: Context): JsonObject {
  const id = idOf(name)
  const properties = method.collection.schema?.properties ?? {}
  const location: JsonObject = {
    name,
    locationId: id,
    ...(id !== 'global' && { labels: { 'cloud.googleapis.com/region': id } }),
  }
  return Object.fromEntries(
    Object.entries(location).filter(([key]) => Object.hasOwn(properties, key)),
  )
}
