// What time it is. One clock per emulator, and one per fork of it, so that a test can move time instead of sleeping.

/** Microseconds since the epoch, as Task Queue counts time. */
export type Micros = number

/** How far the fine clock may be from the machine's before it is set anew. */
const TOLERANCE: Micros = 1_000_000

/** The machine's clock plus an offset that only tests change; or standing still. */
export class Clock {
  #ahead: Micros = 0
  #frozenAt: Micros | undefined
  /** What to add to the fine clock, which counts from anywhere. */
  #anchor: Micros = 0

  /** Microseconds by which this clock is ahead of the machine's; a store that keeps its own time (Redis) adds it. */
  get offset(): Micros {
    return this.#frozenAt === undefined ? this.#ahead : this.#frozenAt - this.#machine()
  }

  /** Whether it stands still. */
  get isFrozen(): boolean {
    return this.#frozenAt !== undefined
  }

  /** Microseconds since the epoch. */
  now(): Micros {
    return this.#frozenAt ?? this.#machine() + this.#ahead
  }

  /** Moves time forward (or back, if negative) by `seconds`. */
  advance(seconds: number): void {
    const by = Math.round(seconds * 1_000_000)
    if (this.#frozenAt === undefined) this.#ahead += by
    else this.#frozenAt += by
  }

  /** Time stands still from now on, but for `advance` and `set`. */
  freeze(): void {
    this.#frozenAt ??= this.now()
  }

  /** Time goes on from where it stands. */
  resume(): void {
    if (this.#frozenAt === undefined) return
    const at = this.#frozenAt
    this.#frozenAt = undefined
    this.set(at)
  }

  /** It is `time` now. A clock that stands still stands there. */
  set(time: Micros): void {
    if (this.#frozenAt === undefined) this.#ahead += time - this.now()
    else this.#frozenAt = time
  }

  /** As when it was made. */
  reset(): void {
    this.#frozenAt = undefined
    this.#ahead = 0
  }

  #machine(): Micros {
    // Date counts milliseconds only; performance.now() is finer, but stands still while the machine sleeps.
    const fine = Math.floor(performance.now() * 1000)
    const coarse = Date.now() * 1000
    if (Math.abs(fine + this.#anchor - coarse) > TOLERANCE) this.#anchor = coarse - fine
    return fine + this.#anchor
  }
}
