// The latest calls, as people and tests look at them. What is kept is bounded: by number, and by the bytes of their messages.
import type { EndedCall } from '../../call/watch.ts'
import type { Clock } from '../../clock.ts'
import { fits, type CallFilter } from './filter.ts'
import { KeptCall } from './kept_call.ts'
import type { LoggedCall } from './logged_call.ts'

const MOST_BYTES = 16 * 2 ** 20

export class CallLog {
  readonly #most: number
  #calls: KeptCall[] = []
  #bytes = 0
  #count = 0
  #waiting = new Set<(call: LoggedCall) => void>()

  /** `most`: calls that are kept; 0: none. */
  constructor(most: number) {
    this.#most = most
  }

  /** `clockOf`: the clock of its fork. `fault`: name of the one that met it. */
  add(ended: EndedCall, clockOf: () => Clock, fault: string | undefined): void {
    if (this.#most === 0) return
    this.#count += 1
    const call = new KeptCall(this.#count, ended, clockOf().now(), fault)
    this.#calls.push(call)
    this.#bytes += call.size
    // Twice as many are let grow, so that moving them costs nothing.
    if (this.#calls.length > 2 * this.#most || this.#bytes > MOST_BYTES) this.#shrink()
    for (const tell of this.#waiting) tell(call)
  }

  /** Oldest first. */
  list(filter: CallFilter = {}): readonly LoggedCall[] {
    return this.#kept().filter((call) => fits(call, filter))
  }

  /** The first call that fits, of those that are kept or of those to come. Undefined: none came in time. */
  wait(
    filter: CallFilter,
    milliseconds: number,
    signal?: AbortSignal,
  ): Promise<LoggedCall | undefined> {
    const [known] = this.list(filter)
    if (known !== undefined || milliseconds <= 0) return Promise.resolve(known)
    return new Promise((resolve) => {
      const end = (call: LoggedCall | undefined) => {
        clearTimeout(timer)
        this.#waiting.delete(tell)
        signal?.removeEventListener('abort', leave)
        resolve(call)
      }
      const leave = () => end(undefined)
      const tell = (call: LoggedCall) => fits(call, filter) && end(call)
      const timer = setTimeout(leave, milliseconds)
      this.#waiting.add(tell)
      signal?.addEventListener('abort', leave)
    })
  }

  /** Forgets the calls of a fork; of all of them by default. */
  clear(fork?: string): void {
    this.#calls = fork === undefined ? [] : this.#calls.filter((call) => call.fork !== fork)
    this.#bytes = this.#calls.reduce((sum, { size }) => sum + size, 0)
  }

  #kept() {
    return this.#calls.slice(-this.#most)
  }

  #shrink(): void {
    this.#calls = this.#kept()
    this.#bytes = this.#calls.reduce((sum, { size }) => sum + size, 0)
    while (this.#bytes > MOST_BYTES / 2) this.#bytes -= this.#calls.shift()!.size
  }
}
