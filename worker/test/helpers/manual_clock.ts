// A clock that a test moves: nothing waits in real time.
import type { Clock } from '../../src/clock.ts'

export interface ManualClock extends Clock {
  /** Lets time pass; whoever waits is woken at its moment, in order, and may do all it wants there. */
  advance(ms: number): Promise<void>
  /** The machine sleeps, or somebody sets the time of day: it jumps, and the monotonic clock stands still. */
  jump(ms: number): void
}

interface Waiter {
  readonly at: number
  readonly wake: () => void
}

export function manualClock(iso: string): ManualClock {
  let monotonic = 1_000_000
  let offset = Date.parse(iso) - monotonic
  const waiters = new Set<Waiter>()
  return {
    now: () => monotonic + offset,
    monotonic: () => monotonic,
    wait: (ms, signal) => {
      if (signal.aborted) return Promise.resolve()
      const { promise, resolve } = Promise.withResolvers<void>()
      const end = (): void => {
        waiters.delete(waiter)
        signal.removeEventListener('abort', end)
        resolve()
      }
      const waiter = { at: monotonic + ms, wake: end }
      waiters.add(waiter)
      signal.addEventListener('abort', end)
      return promise
    },
    async advance(ms) {
      const end = monotonic + ms
      await settled()
      for (;;) {
        const [first] = [...waiters].toSorted((a, b) => a.at - b.at)
        if (first === undefined || first.at > end) break
        monotonic = Math.max(monotonic, first.at)
        first.wake()
        await settled()
      }
      monotonic = end
    },
    jump: (ms) => void (offset += ms),
  }
}

/** When all that was woken has done what it can without time passing. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
