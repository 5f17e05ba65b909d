// The query of a URL, or a form, as texts by name.
import type { QueryTexts } from '../call/call.ts'

const NONE: QueryTexts = new Map()

export function parseQuery(text: string): QueryTexts {
  if (text === '') return NONE
  const query = new Map<string, string[]>()
  // Few queries have anything encoded, and to split those costs a fraction.
  const pairs = /[%+]/.test(text) ? new URLSearchParams(text) : plainPairs(text)
  for (const [name, value] of pairs) {
    const values = query.get(name)
    if (values === undefined) query.set(name, [value])
    else values.push(value)
  }
  return query
}

function* plainPairs(text: string): Generator<readonly [string, string]> {
  for (const pair of text.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    yield equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)]
  }
}

/** All values of the one, then those of the other. */
export function joined(one: QueryTexts, other: QueryTexts): QueryTexts {
  const all = new Map(one)
  for (const [name, values] of other) all.set(name, [...(all.get(name) ?? []), ...values])
  return all
}

export function without(query: QueryTexts, name: string): QueryTexts {
  const left = new Map(query)
  left.delete(name)
  return left
}

/** The first value. */
export const textIn = (query: QueryTexts, name: string): string | undefined => query.get(name)?.[0]
