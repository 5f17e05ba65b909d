// Runs all steps asked for within one turn of the event loop in one transaction, so that they share one write to disk.
import type { DatabaseSync } from 'node:sqlite'
import { unavailable } from '../../errors.ts'
import { resultCode, resultCodeOf } from './fault.ts'

interface Step {
  readonly writes: boolean
  /** Does the step and returns what will answer it. */
  readonly run: () => () => void
  readonly reject: (fault: unknown) => void
}

/** What surrounds the steps of a transaction. */
interface Hooks {
  /** Writes what the steps only noted. */
  readonly beforeCommit: () => void
  readonly afterTransaction: () => void
  readonly faultOf: (error: unknown) => unknown
}

/** How many milliseconds steps may wait for other processes that write the same file. */
const patience = 5000

/** Nothing is answered before its transaction is committed. */
export class GroupCommit {
  readonly #database: DatabaseSync
  readonly #hooks: Hooks
  readonly #begin
  readonly #beginImmediate
  readonly #commit
  #waiting: Step[] = []
  #closed = false

  constructor(database: DatabaseSync, hooks: Hooks) {
    this.#database = database
    this.#hooks = hooks
    this.#begin = database.prepare('BEGIN')
    this.#beginImmediate = database.prepare('BEGIN IMMEDIATE')
    this.#commit = database.prepare('COMMIT')
  }

  /** `step` must not await: it runs inside a transaction. One that only reads makes no process wait. */
  run<Answer>(step: () => Answer, writes: boolean): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    if (this.#closed) {
      reject(unavailable('the task store is closed'))
      return promise
    }
    const run = (): (() => void) => {
      const answer = step()
      return () => resolve(answer)
    }
    this.#waiting.push({ writes, run, reject })
    if (this.#waiting.length === 1) setImmediate(() => this.#takeAll())
    return promise
  }

  /** Finishes what was asked for; from now on nothing is accepted. */
  async close(): Promise<void> {
    const last = this.run(() => undefined, false)
    this.#closed = true
    await last
  }

  #takeAll(): void {
    const steps = this.#waiting
    this.#waiting = []
    this.#finish(steps, performance.now())
  }

  #finish(steps: readonly Step[], since: number): void {
    let answers: (() => void)[]
    try {
      answers = this.#transact(steps)
    } catch (error) {
      this.#afterFault(steps, since, error)
      return
    }
    for (const answer of answers) answer()
  }

  #afterFault(steps: readonly Step[], since: number, error: unknown): void {
    const [first] = steps
    if (resultCodeOf(error) === resultCode.busy && performance.now() - since < patience) {
      // Waiting inside SQLite any longer would hold up the whole process.
      setTimeout(() => this.#finish(steps, since), 10)
    } else if (steps.length === 1) {
      first?.reject(this.#hooks.faultOf(error))
    } else {
      // One step's fault is not its neighbours': nothing is committed yet, so each gets its own transaction.
      for (const step of steps) this.#finish([step], since)
    }
  }

  #transact(steps: readonly Step[]): (() => void)[] {
    const begin = steps.some(({ writes }) => writes) ? this.#beginImmediate : this.#begin
    try {
      begin.run()
      const answers = steps.map((step) => step.run())
      this.#hooks.beforeCommit()
      this.#commit.run()
      return answers
    } finally {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      this.#hooks.afterTransaction()
    }
  }
}
