// What is said of methods without a handler.
import type { Origin } from './behavior.ts'

const wordsOf: Readonly<Partial<Record<Origin, string>>> = {
  stateful: 'keep resources, by what the document says',
  mock: 'make answers up from the schema',
}

/** What several of them do: `keep resources, by what the document says`. */
export const unboundWords = (unbound: Origin): string =>
  wordsOf[unbound] ?? 'check requests and answer 501'
