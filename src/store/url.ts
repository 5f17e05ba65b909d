// Reads the URL of a store: a SQLite file, memory, or a Redis.
import { addressForms, readAddress, type Address } from './redis/address.ts'

export type Place =
  | { readonly kind: 'sqlite'; readonly path: string } // `:memory:` for memory
  | { readonly kind: 'redis'; readonly address: Address }

const forms = `sqlite:PATH, memory:, ${addressForms}`

/** Undefined if the text is no URL of a store. */
export function readPlace(url: string): Place | undefined {
  const path = url === 'memory:' ? ':memory:' : /^sqlite:(.+)$/s.exec(url)?.[1]
  if (path !== undefined) return { kind: 'sqlite', path }
  const address = readAddress(url)
  return address && { kind: 'redis', address }
}

/** Throws an Error of one sentence; `store` is what people call it: `task store`. */
export function placeOf(url: string, store: string): Place {
  const place = readPlace(url)
  if (place === undefined) throw new Error(`${store}: cannot read this URL; it may be ${forms}`)
  return place
}
