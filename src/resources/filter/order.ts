// The order that a client wants: https://google.aip.dev/132#ordering.
import { fieldOf, type Json, type JsonObject } from '../json.ts'
import { orderOf } from './matches.ts'
import { FilterError } from './tokens.ts'

type Order = (a: JsonObject, b: JsonObject) => number

/** `create_time desc, name`. Throws a FilterError. */
export function orderBy(text: string, canonical: (path: string) => string[]): Order | undefined {
  const keys = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const match = /^([\w.`]+)(?:\s+(asc|desc))?$/i.exec(part)
      if (match === null) throw new FilterError(`"${part}" is no field with asc or desc after it`)
      return { path: canonical(match[1]!), sign: match[2]?.toLowerCase() === 'desc' ? -1 : 1 }
    })
  if (keys.length === 0) return undefined
  return (a, b) => {
    for (const { path, sign } of keys) {
      const order = orderOf(textAt(a, path), textAt(b, path))
      if (order !== 0) return order * sign
    }
    return 0
  }
}

/** What is not there comes first. */
function textAt(resource: JsonObject, path: readonly string[]): string {
  const value = path.reduce<Json | undefined>((held, name) => fieldOf(held, name), resource)
  const isScalar = value !== undefined && value !== null && typeof value !== 'object'
  return isScalar ? `${value}` : ''
}
