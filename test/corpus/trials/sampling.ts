// How much of all that could be tried is tried.
import { hash } from '../values.ts'

/** Up to `count` entries, others for another salt. */
export type Pick = <T>(entries: readonly T[], count: number, salt: string) => readonly T[]

export const all: Pick = (entries) => entries

export const some: Pick = (entries, count, salt) => {
  if (entries.length <= count) return entries
  const start = hash(salt) % entries.length
  const step = Math.floor(entries.length / count)
  return Array.from({ length: count }, (_, i) => entries[(start + i * step) % entries.length]!)
}
