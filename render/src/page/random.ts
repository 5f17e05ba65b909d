// Random numbers that come out the same for the same seed, on every machine.
import { createHash } from 'node:crypto'

export interface Random {
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number
  /** The same items in another order. */
  shuffled<Item>(items: readonly Item[]): Item[]
  /** `count` different whole numbers from `low` to `high`, both included, in no order. */
  distinct(count: number, low: number, high: number): number[]
  /** Whether any number was asked for. */
  readonly used: boolean
}

export function seededRandom(seed: string): Random {
  const next = sfc32(seed)
  let used = false
  const integer = (low: number, high: number): number => {
    used = true
    return low + Math.floor(next() * (high - low + 1))
  }

  function shuffled<Item>(items: readonly Item[]): Item[] {
    const left = [...items]
    return items.flatMap(() => left.splice(integer(0, left.length - 1), 1))
  }

  function distinct(count: number, low: number, high: number): number[] {
    if (high - low + 1 < count)
      throw new RangeError(`There are no ${count} numbers in ${low}..${high}.`)
    const found = new Set<number>()
    while (found.size < count) found.add(integer(low, high))
    return [...found]
  }

  return {
    integer,
    shuffled,
    distinct,
    get used() {
      return used
    },
  }
}

/** Chris Doty-Humphrey's Small Fast Counter (PractRand): numbers from 0 to just under 1. */
function sfc32(seed: string): () => number {
  const digest = createHash('sha256').update(seed).digest()
  let [a, b, c, counter] = [0, 4, 8, 12].map((at) => digest.readInt32LE(at)) as [
    number,
    number,
    number,
    number,
  ]
  return () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
}
