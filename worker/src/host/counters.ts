// What a host counts of its tasks.

/** Counted since the start. */
export interface Counters {
  received: number
  done: number
  /** Attempts that failed, whatever became of the task. */
  failed: number
  retried: number
  /** Attempts that ended with RateLimited. */
  rateLimited: number
  dead: number
  renewals: number
  lostLeases: number
  /** Milliseconds spent on attempts that ended well. */
  durationMs: number
}

export const noCounters = (): Counters => ({
  received: 0,
  done: 0,
  failed: 0,
  retried: 0,
  rateLimited: 0,
  dead: 0,
  renewals: 0,
  lostLeases: 0,
  durationMs: 0,
})

export function sum(all: readonly Readonly<Counters>[]): Counters {
  const total = noCounters()
  const names = Object.keys(total) as (keyof Counters)[]
  for (const counters of all) for (const name of names) total[name] += counters[name]
  return total
}
