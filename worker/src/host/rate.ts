// RATE_MAX per RATE_PER: how many tasks may start now.

export interface Rate {
  /** Tasks that may start at this moment; Infinity without a limit. */
  permitted(): number
  /** Milliseconds until one more may. */
  waitMs(): number
  started(count: number): void
}

export function openRate(max: number, perMs: number, now: () => number): Rate {
  if (max === 0) return { permitted: () => Infinity, waitMs: () => 0, started: () => undefined }
  let starts: number[] = []
  const recent = (): number[] => (starts = starts.filter((time) => time > now() - perMs))
  return {
    permitted: () => max - recent().length,
    waitMs: () => Math.max(0, (recent()[0] ?? -Infinity) + perMs - now()),
    // At one moment, or the next ones would be asked for one by one.
    started: (count) => starts.push(...Array<number>(count).fill(now())),
  }
}
