// A clock that stands still until a test moves it.

/** The clock of a test; that of `startEmulator()` is one. */
export interface TestClock {
  /** Microseconds since the epoch. */
  now(): number
  /** Moves time forward. */
  advance(seconds: number): void
}

/** Stands at `start` (by default the machine's time) until it is moved. Throws a RangeError for what is no time. */
export function testClock(start: string | number | Date = Date.now()): TestClock {
  let micros = new Date(start).getTime() * 1000
  if (Number.isNaN(micros)) throw new RangeError(`"${String(start)}" is no time`)
  return {
    now: () => micros,
    advance: (seconds) => void (micros += Math.round(seconds * 1_000_000)),
  }
}
