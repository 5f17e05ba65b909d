// What time it is. One clock per emulator, so that a test can move time instead of sleeping.

/** Microseconds since the epoch, as Task Queue counts time. */
export type Micros = number

/** The machine's clock plus an offset that only tests change. */
export class Clock {
  /** Microseconds by which this clock is ahead of the machine's; a store that keeps its own time (Redis) adds it. */
  offset: Micros = 0

  now(): Micros {
    // Not performance.now(), which is finer but stands still while the machine sleeps.
    return Date.now() * 1000 + this.offset
  }

  /** Moves time forward (or back, if negative) by `seconds`. */
  advance(seconds: number): void {
    this.offset += Math.round(seconds * 1_000_000)
  }
}
