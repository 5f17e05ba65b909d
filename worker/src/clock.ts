// What time it is, and waiting by it; tests bring a clock of their own.
import { performance } from 'node:perf_hooks'
import { pause } from './pause.ts'

export interface Clock {
  /** Milliseconds since the epoch; jumps when somebody sets it, and over the time a machine sleeps. */
  readonly now: () => number
  /** Milliseconds since some moment; never goes back, and nobody sets it. */
  readonly monotonic: () => number
  /** Nobody sets it and no machine sleeps: the time until a moment, once known, stays right. */
  readonly steady?: boolean
  /** Resolves after `ms`, or as soon as `signal` is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  wait: pause,
}

/** Calls `act` after `ms`, unless `signal` is aborted before. */
export async function after(
  { wait }: Clock,
  ms: number,
  signal: AbortSignal,
  act: () => void,
): Promise<void> {
  await wait(ms, signal)
  if (!signal.aborted) act()
}
