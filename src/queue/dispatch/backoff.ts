// When a failed task is tried again, and when no more: Cloud Tasks' reference of RetryConfig.
import type { Micros } from '../../clock.ts'
import type { RetryRules } from './rules.ts'

/**
 * The wait before retry `n` (1 is the first). It doubles maxDoublings times, then grows evenly, up to maxBackoff:
 * minBackoff 10, maxBackoff 300, maxDoublings 3 give 10, 20, 40, 80, 160, 240, 300, 300.
 */
export function backoff(n: number, { minBackoff, maxBackoff, maxDoublings }: RetryRules): Micros {
  const doublings = Math.min(n - 1, maxDoublings)
  const step = minBackoff * 2 ** doublings
  const steps = n <= maxDoublings + 1 ? 1 : n - maxDoublings
  return Math.min(step * steps, maxBackoff)
}

/** Whether a task has had all its attempts. With both limits set, it ends when both are reached. */
export function isExhausted(
  attempts: number,
  sinceFirst: Micros,
  { maxAttempts, maxRetryDuration }: RetryRules,
): boolean {
  const timeIsUp = maxRetryDuration > 0 && sinceFirst >= maxRetryDuration
  if (maxAttempts === -1) return timeIsUp
  return attempts >= maxAttempts && (maxRetryDuration === 0 || timeIsUp)
}
