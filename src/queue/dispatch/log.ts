// The attempts of this process, the latest of them, for tests and for people.
import type { Micros } from '../../clock.ts'

/** One attempt: what was sent, and what came back. */
export interface LoggedAttempt {
  /** Full name. */
  readonly task: string
  /** 1 is the first. */
  readonly attempt: number
  readonly dispatched: Micros
  readonly ended: Micros
  readonly request:
    | {
        readonly method: string
        readonly url: string
        readonly headers: Readonly<Record<string, string>>
        readonly body: Buffer
      }
    | undefined
  readonly response:
    | {
        readonly status: number
        readonly headers: Readonly<Record<string, string | string[] | undefined>>
        /** The first bytes. */
        readonly body: string
      }
    | undefined
  /** '' after a success. */
  readonly error: string
}

const MOST_KEPT = 1000

export class DispatchLog {
  #attempts: LoggedAttempt[] = []

  add(attempt: LoggedAttempt): void {
    this.#attempts.push(attempt)
    if (this.#attempts.length > 2 * MOST_KEPT) this.#attempts = this.#attempts.slice(-MOST_KEPT)
  }

  /** Oldest first. */
  list(): readonly LoggedAttempt[] {
    return this.#attempts.slice(-MOST_KEPT)
  }

  clear(): void {
    this.#attempts = []
  }
}
