// A task while this worker holds it: its lease is renewed until it is let go, and its signal says when to stop.
import type { Clock } from '../clock.ts'
import { SourceUnavailable, type Task, type TaskSource } from '../sources/source.ts'

/** The task is somebody else's by now, or gone; nothing may be said about it any more. */
class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** The soft time limit. */
export class TimeLimit extends Error {
  override readonly name = 'TimeLimit'
}

/** The worker stops; the task is given back. */
export class Stopping extends Error {
  override readonly name = 'Stopping'
}

/** The reason of every letting go; a new one each time would be an error with a stack. */
const letGo = 'the task has been let go'

export interface HoldOptions {
  readonly source: TaskSource
  readonly clock: Clock
  readonly leaseMs: number
  /** When the lease was asked for: it began no earlier. Milliseconds since the epoch. */
  readonly since: number
  readonly onRenewed: () => void
  readonly onFault: (error: unknown) => void
}

export class HeldTask {
  readonly task: Task
  /** Why its attempt failed, or why it is dead, for whoever shows it. */
  failure: string | undefined
  /** Aborted with a LeaseLost, a TimeLimit or a Stopping; the first counts. */
  readonly signal: AbortSignal
  /** Aborted with a LeaseLost only. */
  readonly lost: AbortSignal
  readonly #options: HoldOptions
  readonly #stopping = new AbortController()
  readonly #losing = new AbortController()
  readonly #letting = new AbortController()
  readonly #renewing: Promise<void>
  #until: number

  constructor(task: Task, options: HoldOptions) {
    this.task = task
    this.#options = options
    this.#until = options.since + options.leaseMs
    this.lost = this.#losing.signal
    this.signal = AbortSignal.any([this.lost, this.#stopping.signal])
    this.#renewing = options.source.leases ? this.#keepRenewing() : Promise.resolve()
    const gone = () => this.#lose(reasonOf(task.lost))
    task.lost?.addEventListener('abort', gone, { once: true })
    if (task.lost?.aborted) gone()
  }

  abort(reason: TimeLimit | Stopping): void {
    this.#stopping.abort(reason)
  }

  /** Whether the task is surely ours at this moment; renews the lease if that is not known. */
  async confirm(): Promise<boolean> {
    if (this.lost.aborted) return false
    const { source, clock } = this.#options
    return !source.leases || clock.now() < this.#until || this.#renew()
  }

  /** Renews no more; resolves when no renewal is under way. */
  async letGo(): Promise<void> {
    this.#letting.abort(letGo)
    await this.#renewing
  }

  async #keepRenewing(): Promise<void> {
    const { leaseMs, onFault, clock } = this.#options
    const ended = AbortSignal.any([this.#letting.signal, this.lost])
    let wait = (this.#until - clock.now()) / 2
    for (;;) {
      await clock.wait(wait, ended)
      if (ended.aborted) return
      try {
        await this.#renew()
        wait = leaseMs / 2
      } catch (error) {
        if (!(error instanceof SourceUnavailable)) onFault(error)
        if (clock.now() >= this.#until)
          this.#lose('the lease ran out while the queue could not be reached')
        wait = Math.min(1000, leaseMs / 10)
      }
    }
  }

  async #renew(): Promise<boolean> {
    const { source, leaseMs, onRenewed, clock } = this.#options
    const asked = clock.now()
    if ((await source.extend(this.task, leaseMs)) === 'lost') {
      this.#lose('the lease was lost: somebody else has the task, or it was deleted')
      return false
    }
    this.#until = asked + leaseMs
    onRenewed()
    return true
  }

  #lose(why: string): void {
    this.#losing.abort(new LeaseLost(why))
  }
}

/** In the source's words where it has some: a broker says which of its settings took the task away. */
const reasonOf = (lost: AbortSignal | undefined): string =>
  lost?.reason instanceof SourceUnavailable
    ? lost.reason.message
    : 'the connection that held the task was lost'
