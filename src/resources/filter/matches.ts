// Whether a resource is one that a filter wants.
import { snakeCase } from '../../discovery/schema/message.ts'
import { fieldOf, isJsonObject, type Json, type JsonObject } from '../json.ts'
import type { Comparator, Filter } from './parse.ts'

/** `id`: what stands for the resource's id, which not all have as a field. */
export function matches(filter: Filter, resource: JsonObject, id: string): boolean {
  switch (filter.kind) {
    case 'all':
      return filter.of.every((one) => matches(one, resource, id))
    case 'any':
      return filter.of.some((one) => matches(one, resource, id))
    case 'not':
      return !matches(filter.of, resource, id)
    case 'global':
      return textsOf(resource).some((text) => contains(text, filter.value))
    default: {
      const { path, comparator, value } = filter
      const held =
        path.length === 1 && path[0] === 'id' ? [resource['id'] ?? id] : valuesAt(resource, path)
      return compare(held, comparator, value)
    }
  }
}

/** Of lists, the values in each item. */
function valuesAt(value: Json | undefined, path: readonly string[]): Json[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path))
  const [name, ...rest] = path
  if (name === undefined) return value === undefined ? [] : [value]
  const own = fieldOf(value, name) ?? fieldOf(value, camelOf(value, name))
  return own === undefined ? [] : valuesAt(own, rest)
}

const camelOf = (value: Json | undefined, snake: string): string =>
  (isJsonObject(value) && Object.keys(value).find((name) => snakeCase(name) === snake)) || snake

function compare(held: readonly Json[], comparator: Comparator, value: string): boolean {
  if (comparator === '!=') return !held.some((one) => isEqual(one, value))
  if (comparator === ':') return held.some((one) => has(one, value))
  if (comparator === '=') return held.some((one) => isEqual(one, value)) || isZero(held, value)
  return held.some((one) => isInOrder(one, comparator, value))
}

/** A field with the zero value of its type is in no resource. */
const isZero = (held: readonly Json[], value: string): boolean =>
  held.length === 0 && /^(false|0|)$/.test(value)

/** `*` at an end stands for any text. */
function isEqual(own: Json, value: string): boolean {
  if (isJsonObject(own) || Array.isArray(own)) return false
  const text = `${own}`
  if (value === '*') return true
  if (value.startsWith('*') && value.endsWith('*')) return text.includes(value.slice(1, -1))
  if (value.endsWith('*')) return text.startsWith(value.slice(0, -1))
  if (value.startsWith('*')) return text.endsWith(value.slice(1))
  return text === value
}

/** The key of a map, an item of a list, or a part of a text. */
function has(own: Json, value: string): boolean {
  if (value === '*') return true
  if (isJsonObject(own)) return Object.hasOwn(own, value)
  return Array.isArray(own) ? false : contains(`${own}`, value)
}

const contains = (text: string, part: string): boolean =>
  text.toLowerCase().includes(part.replaceAll('*', '').toLowerCase())

function isInOrder(own: Json, comparator: Comparator, value: string): boolean {
  if (isJsonObject(own) || Array.isArray(own) || own === null) return false
  const order = orderOf(`${own}`, value)
  if (comparator === '<') return order < 0
  if (comparator === '<=') return order <= 0
  return comparator === '>' ? order > 0 : order >= 0
}

const isNumber = (text: string): boolean => text !== '' && !Number.isNaN(Number(text))

/** Numbers as numbers, times as times, all else as texts. Below 0: `a` comes first. */
export function orderOf(a: string, b: string): number {
  if (isNumber(a) && isNumber(b)) return Number(a) - Number(b)
  const times = [a, b].map((text) =>
    /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN,
  )
  if (!times.some(Number.isNaN)) return times[0]! - times[1]!
  if (a === b) return 0
  return a < b ? -1 : 1
}

const textsOf = (value: Json): string[] => {
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (isJsonObject(value)) return Object.values(value).flatMap(textsOf)
  return [String(value)]
}
