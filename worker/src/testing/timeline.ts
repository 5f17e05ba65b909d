// The time of a test, and all that waits for it: woken in order, each at its moment.
import type { Clock } from '../clock.ts'
import type { TestClock } from './test_clock.ts'

interface Waiter {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly wake: () => void
}

export interface Timeline extends Clock {
  /** Wakes all whose moment has come, earliest first, each when what the one before does by itself is done. */
  wakeDue(): Promise<void>
  /** The earliest moment that somebody waits for, milliseconds since the epoch; Infinity if nobody waits. */
  next(): number
  /** Moves the clock of the test to that moment; never back. */
  moveTo(at: number): void
}

/** Microseconds since the epoch are beyond this since 1973, milliseconds for the next thousand years are not. */
const EARLIEST_MICROS = 1e14

/** Throws a TypeError for a clock that counts no microseconds. */
export function timelineOf(clock: TestClock): Timeline {
  if (!(clock.now() > EARLIEST_MICROS))
    throw new TypeError(
      `clock.now() must be microseconds since the epoch, as testClock() and an emulator count; it is ${clock.now()}`,
    )
  const waiters = new Set<Waiter>()
  const now = (): number => clock.now() / 1000
  const first = (): Waiter | undefined => {
    let earliest: Waiter | undefined
    for (const waiter of waiters)
      if (earliest === undefined || waiter.at < earliest.at) earliest = waiter
    return earliest
  }
  return {
    now,
    monotonic: now,
    // A test that moves it finds whoever waits at the moments for which they wait.
    steady: true,
    wait: (ms, signal) => waitAmong(waiters, now() + Math.max(ms, 0), signal),
    async wakeDue() {
      await turn()
      for (let due = first(); due !== undefined && due.at <= now(); due = first()) {
        due.wake()
        await turn()
      }
    },
    next: () => first()?.at ?? Infinity,
    moveTo(at) {
      // A clock of a whole number of microseconds may fall short of the moment by a part of one.
      const micros = Math.ceil(at * 1000 - clock.now())
      if (micros > 0) clock.advance(micros / 1_000_000)
    },
  }
}

function waitAmong(waiters: Set<Waiter>, at: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  const { promise, resolve } = Promise.withResolvers<void>()
  const wake = (): void => {
    waiters.delete(waiter)
    signal.removeEventListener('abort', wake)
    resolve()
  }
  const waiter = { at, wake }
  waiters.add(waiter)
  signal.addEventListener('abort', wake)
  return promise
}

/** When all that was woken has done what it can without waiting for anything outside. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
