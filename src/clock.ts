// What time it is. One clock per emulator, so that a test can move time instead of sleeping.

/** Microseconds since the epoch, as Task Queue counts time. */
export type Micros = number

/** How far the fine clock may be from the machine's before it is set anew. */
const TOLERANCE: Micros = 1_000_000

/** The machine's clock plus an offset that only tests change. */
export class Clock {
  /** Microseconds by which this clock is ahead of the machine's; a store that keeps its own time (Redis) adds it. */
  offset: Micros = 0
  /** What to add to the fine clock, which counts from anywhere. */
  #anchor: Micros = 0

  now(): Micros {
    // Date counts milliseconds only; performance.now() is finer, but stands still while the machine sleeps.
    const fine = Math.floor(performance.now() * 1000)
    const coarse = Date.now() * 1000
    if (Math.abs(fine + this.#anchor - coarse) > TOLERANCE) this.#anchor = coarse - fine
    return fine + this.#anchor + this.offset
  }

  /** Moves time forward (or back, if negative) by `seconds`. */
  advance(seconds: number): void {
    this.offset += Math.round(seconds * 1_000_000)
  }
}
