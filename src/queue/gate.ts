// The gate of a queue: how many tasks its token bucket lets through.
import type { Micros } from '../clock.ts'
import type { Gate } from './store.ts'

export const gateOf = (text: string | null | undefined): Gate | undefined => {
  if (text === null || text === undefined) return undefined
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by writeRecord alone
  return JSON.parse(text) as Gate
}

/** Tokens now: a bucket fills evenly, up to its burst. */
export function bucketAt(
  now: Micros,
  { tokens, filled }: { readonly tokens: number; readonly filled: Micros },
  { rate, burst }: Gate,
): number {
  return Math.min(burst, tokens + (Math.max(0, now - filled) * rate) / 1_000_000)
}
