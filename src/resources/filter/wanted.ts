// What a list's parameters say of its resources: `filter` or `q`, and `orderBy`.
import { invalid } from '../../errors.ts'
import type { Context } from '../context.ts'
import type { JsonObject } from '../json.ts'
import { idOf } from '../model/resource_path.ts'
import { pathsOf } from '../resource/field_mask.ts'
import type { Held } from '../kept.ts'
import { matches } from './matches.ts'
import { orderBy } from './order.ts'
import { parseFilter, type Filter } from './parse.ts'
import { FilterError } from './tokens.ts'

const FILTERS = ['filter', 'q', 'query']

/** Throws 400 INVALID_ARGUMENT for a filter that is none, or names a field that the resource has not. */
export function filterOf({ params, model, method }: Context): (held: Held) => boolean {
  const name = FILTERS.find(
    (one) => typeof params[one] === 'string' && one in (method.method.parameters ?? {}),
  )
  if (name === undefined) return () => true
  const filter = read(() => parseFilter(String(params[name])), name)
  if (filter === undefined) return () => true
  const known = method.collection.schema?.properties
  const unknown = known && namesIn(filter).find((one) => one !== 'id' && !isField(one, known))
  if (unknown !== undefined)
    throw invalid(`Invalid ${name}: ${method.collection.type} has no field ${unknown}.`, name)
  const [canonical, schemas] = [method.collection.schema, model.schemas]
  const named = renamed(filter, (path) => pathsOf(path, canonical, schemas)[0] ?? [])
  return ({ resource, name: own }) => matches(named, resource, idOf(own))
}

/** Undefined: in order of creation. */
export function orderOfList({
  params,
  model,
  method,
}: Context): ((a: JsonObject, b: JsonObject) => number) | undefined {
  const text = params['orderBy']
  if (typeof text !== 'string') return undefined
  const { schema } = method.collection
  return read(
    () => orderBy(text, (path) => pathsOf(path, schema, model.schemas)[0] ?? []),
    'orderBy',
  )
}

function read<T>(make: () => T, name: string): T {
  try {
    return make()
  } catch (error) {
    if (error instanceof FilterError) throw invalid(`Invalid ${name}: ${error.message}.`, name)
    throw error
  }
}

function namesIn(filter: Filter): string[] {
  if (filter.kind === 'all' || filter.kind === 'any') return filter.of.flatMap(namesIn)
  if (filter.kind === 'not') return namesIn(filter.of)
  return filter.kind === 'compare' ? [filter.path[0]!] : []
}

const isField = (name: string, properties: object): boolean =>
  Object.keys(properties).some(
    (own) => own.toLowerCase() === name.replaceAll('_', '').toLowerCase(),
  )

function renamed(filter: Filter, canonical: (path: string) => readonly string[]): Filter {
  if (filter.kind === 'all' || filter.kind === 'any')
    return { ...filter, of: filter.of.map((one) => renamed(one, canonical)) }
  if (filter.kind === 'not') return { ...filter, of: renamed(filter.of, canonical) }
  return filter.kind === 'compare' ? { ...filter, path: canonical(filter.path.join('.')) } : filter
}
