// The latest calls, as people and tests look at them.
import type { EndedCall } from '../../call/watch.ts'
import type { Clock } from '../../clock.ts'
import { fits, type CallFilter } from './filter.ts'
import type { LoggedCall } from './logged_call.ts'
import { callIn, recordOf } from './record.ts'
import { CallRecords } from './records.ts'

export class CallLog {
  readonly #most: number
  readonly #records: CallRecords
  #count = 0
  #waiting = new Set<(call: LoggedCall) => void>()

  /** `most`: calls that are kept; 0: none. */
  constructor(most: number) {
    this.#most = most
    this.#records = new CallRecords(most)
  }

  /** `clockOf`: the clock of its fork. `fault`: name of the one that met it. */
  add(ended: EndedCall, clockOf: () => Clock, fault: string | undefined): void {
    if (this.#most === 0) return
    this.#count += 1
    const record = recordOf({ id: this.#count, time: clockOf().now(), fault }, ended)
    this.#records.add(record)
    if (this.#waiting.size === 0) return
    const call = callIn(record)
    for (const tell of this.#waiting) tell(call)
  }

  /** Oldest first. */
  list(filter: CallFilter = {}): readonly LoggedCall[] {
    const calls = this.#records.list().map(callIn)
    return calls.filter((call) => fits(call, filter))
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
    const kept =
      fork === undefined
        ? []
        : this.#records.list().filter((record) => callIn(record).fork !== fork)
    this.#records.clear()
    for (const record of kept) this.#records.add(record)
  }
}
