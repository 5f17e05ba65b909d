// Runs all steps asked for within one turn of the event loop in one transaction, so that they share one write to disk.
import type { DatabaseSync } from 'node:sqlite'
import { unavailable } from '../../errors.ts'
import { resultCode, resultCodeOf } from './fault.ts'

interface Step {
  /** When it was asked for. */
  readonly since: number
  readonly writes: boolean
  /** Does the step and returns what will answer it. */
  readonly run: () => () => void
  readonly reject: (fault: unknown) => void
}

/** What surrounds the steps of a transaction. */
interface Hooks {
  /** Throws where there must be none. */
  readonly beforeBegin: () => void
  /** Writes what the steps only noted. */
  readonly beforeCommit: () => void
  readonly afterTransaction: () => void
  readonly faultOf: (error: unknown) => unknown
  /** What people call what is kept here: `task store`. */
  readonly store: string
}

/** How many milliseconds a writer waits for other processes that write the same file. */
const patience = 5000

/** Nothing is answered before its transaction is committed. */
export class GroupCommit {
  readonly #database: DatabaseSync
  readonly #hooks: Hooks
  readonly #begin
  readonly #beginImmediate
  readonly #commit
  #waiting: Step[] = []
  #scheduled = false
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
      reject(unavailable(`the ${this.#hooks.store} is closed`))
      return promise
    }
    const run = (): (() => void) => {
      const answer = step()
      return () => resolve(answer)
    }
    this.#waiting.push({ since: performance.now(), writes, run, reject })
    if (!this.#scheduled) {
      this.#scheduled = true
      setImmediate(() => this.#takeAll())
    }
    return promise
  }

  /** Finishes what was asked for; from now on nothing is accepted. */
  async close(): Promise<void> {
    if (this.#closed) return
    const last = this.run(() => undefined, true)
    this.#closed = true
    // A caller that waits longer than a writer may has its refusal already.
    await last.catch(() => undefined)
  }

  #takeAll(): void {
    const steps = this.#waiting
    this.#waiting = []
    this.#scheduled = false
    this.#finish(steps)
  }

  #finish(steps: readonly Step[]): void {
    let answers: (() => void)[]
    try {
      answers = this.#transact(steps)
    } catch (error) {
      this.#afterFault(steps, error)
      return
    }
    for (const answer of answers) answer()
  }

  #afterFault(steps: readonly Step[], error: unknown): void {
    const readers = steps.filter(({ writes }) => !writes)
    const writers = steps.filter(({ writes }) => writes)
    if (writers.length > 0 && resultCodeOf(error) === resultCode.busy) {
      if (readers.length > 0) this.#finish(readers)
      this.#wait(writers, error)
      return
    }
    if (steps.length === 1) {
      steps[0]?.reject(this.#hooks.faultOf(error))
      return
    }
    // One step's fault is not its neighbours': nothing is committed yet, so each gets its own transaction.
    for (const step of steps) this.#finish([step])
  }

  /** For another process that writes. Waiting inside SQLite instead would hold up this whole process. */
  #wait(writers: readonly Step[], error: unknown): void {
    const now = performance.now()
    const patient = writers.filter(({ since }) => now - since < patience)
    for (const step of writers) {
      if (!patient.includes(step)) step.reject(this.#hooks.faultOf(error))
    }
    this.#waiting.unshift(...patient)
    if (this.#scheduled || patient.length === 0) return
    this.#scheduled = true
    setTimeout(() => this.#takeAll(), 10)
  }

  #transact(steps: readonly Step[]): (() => void)[] {
    const begin = steps.some(({ writes }) => writes) ? this.#beginImmediate : this.#begin
    try {
      this.#hooks.beforeBegin()
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
