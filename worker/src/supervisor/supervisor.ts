// The parent of several processes of one worker: keeps them running, and ends with the last of them.
import type { ChildProcess } from 'node:child_process'
import { noCounters, sum, type Counters } from '../host/counters.ts'
import type { Health, ProcessHealth } from '../health/health.ts'
import type { Logger } from '../log/logger.ts'
import type { ChildEnd } from './child.ts'
import { pause } from '../pause.ts'
import { newest, type RecentTask } from '../host/recent.ts'
import type { Settled, ToChild } from './messages.ts'
import { openPlace, type Place, type PlaceLimits } from './place.ts'

export interface SupervisorLimits extends PlaceLimits {
  /** Milliseconds that children get for ending, over the grace they were told. */
  readonly lastWordsMs: number
}

export interface SupervisorOptions {
  readonly processes: number
  /** Starts a child with an IPC channel, `detached`, for the place of this number. */
  readonly spawn: (number: number) => ChildProcess
  readonly limits: SupervisorLimits
  readonly logger: Logger
  readonly onStarted?: () => void
  /** Told only what children are asked to tell, see `TELL`. */
  readonly onSettled?: ((settled: Settled) => void) | undefined
}

/** In milliseconds. */
export interface ReviveLimits {
  readonly silentMs: number
  readonly waitMs: number
}

/** EX_CONFIG of sysexits.h: another try would end alike. */
const EX_CONFIG = 78

export class Supervisor {
  readonly #options: SupervisorOptions
  readonly #places: Place[] = []
  readonly #over = Promise.withResolvers<number>()
  #past: Readonly<Counters> = noCounters()
  #pastTasks: readonly RecentTask[] = []
  #anyStarted = false
  #stopping = false
  #restarts = 0
  #code = 0
  #empty = 0

  constructor(options: SupervisorOptions) {
    this.#options = options
  }

  /** Resolves to the exit code when no child is left. */
  get ended(): Promise<number> {
    return this.#over.promise
  }

  /** To be called once. Begins with one child; the others follow when it has started, so that a fault is said once. */
  start(): void {
    this.#open(1)
  }

  /** Children take no more tasks; they end when theirs are done, and so does the supervisor. */
  drain(): void {
    this.#leave({ kind: 'drain' })
  }

  stop(graceMs: number): void {
    const { logger, limits } = this.#options
    this.#leave({ kind: 'stop', graceMs })
    const end = (): void => {
      logger.error('processes that did not end in time are killed')
      this.#code ||= 1
      for (const place of this.#places) place.kill()
    }
    const late = setTimeout(end, Math.min(graceMs + limits.lastWordsMs, 2 ** 31 - 1))
    void this.ended.then(() => clearTimeout(late))
  }

  /** Kills all children. */
  kill(): void {
    this.drain()
    for (const place of this.#places) place.kill()
  }

  health(): Health {
    const { processes, limits } = this.#options
    const children = Array.from({ length: processes }, (_, index) => this.#places[index]?.child)
    const present = children.flatMap((child) => child?.status?.counters ?? [])
    const worst = Math.max(0, ...this.#places.map((place) => place.crashes()))
    return {
      processes: children.map((child) => ({
        pid: child?.pid,
        status: child?.status,
        silentMs: child?.silentMs() ?? Infinity,
      })),
      counters: sum([this.#past, ...present]),
      recent: newest([this.#pastTasks, ...children.map((child) => child?.status?.recent ?? [])]),
      restarts: this.#restarts,
      stopping: this.#stopping,
      crashLooping: limits.crashLimit > 0 && worst * 2 >= limits.crashLimit,
    }
  }

  /**
   * Kills children that have been silent for `silentMs`, and starts missing ones without their delay. Resolves when
   * all have started, or cannot, or after `waitMs`.
   */
  async revive({ silentMs, waitMs }: ReviveLimits): Promise<Health> {
    for (const place of this.#places) {
      if (place.child === undefined) place.hurry()
      else if (place.child.silentMs() > silentMs) {
        place.kill()
        await place.child.ended
        place.hurry()
      }
    }
    const late = AbortSignal.timeout(waitMs)
    const runs = ({ status, silentMs: ms }: ProcessHealth): boolean =>
      status?.started === true && ms <= silentMs
    let health = this.health()
    while (!health.processes.every(runs) && !this.#stopping && !late.aborted) {
      await pause(50, late)
      health = this.health()
    }
    return health
  }

  #open(number: number): void {
    const place = openPlace({
      ...this.#options,
      number,
      onStarted: () => this.#openOthers(),
      onDeath: (end, crashes) => this.#outlives(end, crashes),
      onEnd: ({ status }) => {
        if (!status) return
        this.#past = sum([this.#past, status.counters])
        this.#pastTasks = newest([this.#pastTasks, status.recent])
      },
    })
    this.#places.push(place)
    void place.empty.then(() => this.#emptied())
  }

  #emptied(): void {
    this.#empty += 1
    if (this.#empty === this.#places.length) this.#over.resolve(this.#code)
  }

  #openOthers(): void {
    if (this.#anyStarted) return
    this.#anyStarted = true
    this.#options.onStarted?.()
    for (let number = 2; number <= this.#options.processes && !this.#stopping; number += 1)
      this.#open(number)
  }

  /** Whether another child is to take the place of one that died; if not, all end. */
  #outlives(end: ChildEnd, crashes: number): boolean {
    const { limits, logger } = this.#options
    // None has ever started, so another would fail in the same way, and this one has said why.
    if (!this.#anyStarted && !end.killed) return this.#giveUp(end.code || 1, 0)
    if (end.code === EX_CONFIG) return this.#giveUp(EX_CONFIG, 0)
    if (limits.crashLimit > 0 && crashes >= limits.crashLimit) {
      const seconds = limits.crashMs / 1000
      logger.fatal(
        `a process died ${crashes} times in ${seconds} s without any work done; giving up`,
      )
      return this.#giveUp(1, limits.lastWordsMs)
    }
    this.#restarts += 1
    return true
  }

  #giveUp(code: number, graceMs: number): false {
    this.#code = code
    this.stop(graceMs)
    return false
  }

  #leave(message: ToChild): void {
    this.#stopping = true
    for (const place of this.#places) place.leave(message)
  }
}
