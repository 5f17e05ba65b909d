// The two clocks of a timer, and waiting by them; tests bring their own.
import { performance } from 'node:perf_hooks'
import { pause } from '../../pause.ts'

export interface Clock {
  /** Milliseconds since the epoch; jumps when somebody sets it, and over the time a machine sleeps. */
  now(): number
  /** Milliseconds since some moment; never goes back, and nobody sets it. */
  monotonic(): number
  /** Resolves after `ms`, or as soon as `signal` is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  wait: pause,
}
