// How long an attempt may take, and how long to wait before the next.
import type { Settings } from '../config/settings.ts'

/** Milliseconds until the soft limit; more for each attempt, as the original render service had it. */
export function timeLimit(
  attempt: number,
  settings: Pick<Settings, 'taskSeconds' | 'taskTimeMult'>,
): number {
  const { taskSeconds, taskTimeMult } = settings
  return 1000 * (taskSeconds + taskSeconds * taskTimeMult * (attempt - 1))
}

/** Milliseconds: anything up to a bound that doubles (full jitter), so that tasks failed together come back apart. */
export function retryDelay(
  attempt: number,
  { retryBaseSeconds, retryMaxSeconds }: Pick<Settings, 'retryBaseSeconds' | 'retryMaxSeconds'>,
): number {
  return 1000 * Math.random() * Math.min(retryMaxSeconds, retryBaseSeconds * 2 ** (attempt - 1))
}

/** Delays that double from `leastMs` to `mostMs`, each up to a half shorter by chance. */
export function backoff(leastMs: number, mostMs: number): { next(): number; reset(): void } {
  let bound = leastMs
  return {
    next() {
      const delay = Math.min(bound, mostMs) * (0.5 + Math.random() / 2)
      bound = Math.min(bound * 2, mostMs)
      return delay
    },
    reset: () => void (bound = leastMs),
  }
}
