// Which run is to be done next: at most one waits, and at most one goes on.
import type { Clock } from '../../clock.ts'
import type { Settings } from '../../config/settings.ts'
import type { Logger } from '../../log/logger.ts'
import type { Schedule } from './schedules.ts'

export interface TimerOptions {
  readonly schedules: readonly Schedule[]
  /** A run at once, besides those of the schedules; the only one where there are none. */
  readonly runAtStartup: boolean
  /** What becomes of a run that comes due while one goes on. */
  readonly overlap: Settings['cronOverlap']
  /** Runs of the schedules begin up to so late, by chance. */
  readonly jitterMs: number
  readonly clock: Clock
  readonly logger: Logger
}

export interface Run {
  /** The schedules it is of. */
  readonly schedule: string
  /** Milliseconds since the epoch. */
  readonly dueAt: number
  readonly attempt: number
}

export class Runs {
  readonly #options: TimerOptions
  readonly #closing = new AbortController()
  #waiting: Run | undefined
  #retrying: AbortController | undefined
  #going = false
  #skipped = 0
  #ticking: 'not yet' | 'yes' | 'no more' = 'not yet'
  #changed = Promise.withResolvers<void>()

  constructor(options: TimerOptions) {
    this.#options = options
  }

  /** Waits for the next run; undefined when `signal` is aborted. The clock starts with the first call. */
  async next(signal: AbortSignal): Promise<Run | undefined | 'ended'> {
    if (this.#ticking === 'not yet') void this.#tick()
    while (!signal.aborted) {
      const run = this.#going ? undefined : this.#waiting
      if (run !== undefined) {
        this.#waiting = undefined
        this.#going = true
        return run
      }
      if (this.#ticking === 'no more' && !this.#going && this.#retrying === undefined)
        return 'ended'
      await changeOr(this.#changed.promise, signal)
    }
    return undefined
  }

  /** The run that goes on is over. */
  over(): void {
    this.#going = false
    const { logger } = this.#options
    if (this.#skipped > 1) logger.warn(`${this.#skipped} runs were skipped while one went on`)
    this.#skipped = 0
    this.#change()
  }

  /** The run that goes on is over, and to be tried again after `delayMs`, unless another waits, which takes its place. */
  async again(run: Run, delayMs: number): Promise<void> {
    if (this.#waiting !== undefined) return this.over()
    const own = new AbortController()
    this.#retrying = own
    this.over()
    const givenUp = AbortSignal.any([own.signal, this.#closing.signal])
    await this.#options.clock.wait(delayMs, givenUp)
    if (!givenUp.aborted) this.#due({ ...run, attempt: run.attempt + 1 })
  }

  close(): void {
    this.#closing.abort()
  }

  #due(run: Run): void {
    if (this.#going) {
      const { logger, overlap } = this.#options
      if (overlap === 'queue' && this.#waiting === undefined) {
        this.#waiting = run
        logger.info(`${run.schedule}: waits, for the run before still goes on`)
        return
      }
      this.#skipped += 1
      if (this.#skipped === 1)
        logger.warn(`${run.schedule}: skipped, for the run before still goes on`)
      return
    }
    this.#retrying?.abort()
    this.#retrying = undefined
    this.#waiting ??= run
    this.#change()
  }

  async #tick(): Promise<void> {
    this.#ticking = 'yes'
    const { schedules, runAtStartup, jitterMs, clock, logger } = this.#options
    if (runAtStartup) {
      const seed = 'Running processor at startup as RUN_AT_STARTUP is set to true'
      if (schedules.length > 0) logger.info({ seed }, 'RUN_AT_STARTUP: a run at once')
      this.#due({ schedule: 'startup', dueAt: clock.now(), attempt: 1 })
    }
    for await (const run of runsOf(schedules, clock, this.#closing.signal)) {
      if (run.missed > 0)
        logger.warn(`${run.schedule}: ${run.missed} runs were missed, for which there is this one`)
      if (jitterMs > 0) await clock.wait(Math.random() * jitterMs, this.#closing.signal)
      if (!this.#closing.signal.aborted) this.#due(run)
    }
    this.#ticking = 'no more'
    this.#change()
  }

  #change(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }
}

/** Ends when no run will ever be due, or `signal` is aborted. Runs that are due at the same time are one. */
async function* runsOf(
  schedules: readonly Schedule[],
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Run & { readonly missed: number }> {
  while (!signal.aborted) {
    const wait = Math.min(...schedules.map((schedule) => schedule.untilDue()))
    if (wait === Infinity) return
    const certain = Math.min(...schedules.map(({ certainFor }) => certainFor))
    if (wait > 0) await clock.wait(Math.min(wait, certain), signal)
    const due = schedules.filter((schedule) => schedule.untilDue() <= 0)
    if (due.length === 0 || signal.aborted) continue
    const taken = due.map((schedule) => schedule.take())
    yield {
      schedule: due.map(({ description }) => description).join(' and '),
      dueAt: Math.max(...taken.map(({ dueAt }) => dueAt)),
      missed: Math.max(...taken.map(({ missed }) => missed)),
      attempt: 1,
    }
  }
}

async function changeOr(change: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<void>()
  const abort = (): void => aborted.resolve()
  signal.addEventListener('abort', abort)
  await Promise.race([change, aborted.promise])
  signal.removeEventListener('abort', abort)
}
