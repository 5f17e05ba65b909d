// The places for tasks in one host: those begun, and those that wait for a free one.
import { record } from './events.ts'
import { handleTasks, type RateLimit } from './handle_tasks.ts'
import { HeldTask, Stopping } from './held_task.ts'
import type { HostParts, TaskInHand } from './parts.ts'
import { persistently } from './settle.ts'
import type { Task } from '../sources/source.ts'

export class Room {
  readonly #parts: HostParts
  /** Tasks processed together. */
  readonly #batch: number
  readonly #most: number
  /** Each with the time when it began, milliseconds since the epoch. */
  readonly #begun = new Map<HeldTask, number>()
  readonly #waiting: HeldTask[] = []
  readonly #work = new Set<Promise<void>>()
  readonly #closing = new AbortController()
  #groups = 0
  /** Rate limits in force: while there are any, nothing enters or begins. */
  #limits = 0
  #emptySince: number
  #left = Promise.withResolvers<void>()

  constructor(parts: HostParts) {
    const { settings, worker } = parts
    const [first, ...others] = worker.processors
    this.#parts = parts
    this.#emptySince = parts.clock.now()
    this.#batch = first?.processBatch && others.length === 0 ? settings.batchSize : 1
    this.#most = settings.concurrency * this.#batch + settings.leaseAhead
  }

  held(): number {
    return this.#begun.size + this.#waiting.length
  }

  begun(): readonly TaskInHand[] {
    const begun = Array.from(this.#begun)
    return begun.map(
      ([
        {
          task: { id, queue, attempt },
        },
        since,
      ]) => ({ id, queue, attempt, since }),
    )
  }

  /** Tasks that may enter now. */
  places(): number {
    return this.#limits > 0 ? 0 : this.#most - this.held()
  }

  /** Tasks that wait here, though they may begin. */
  ready(): boolean {
    return this.#waiting.length > 0 && this.#mayBegin()
  }

  /** Resolves when the next task leaves, or is kept for later. */
  get moved(): Promise<void> {
    return this.#left.promise
  }

  /** Milliseconds since the epoch. */
  emptySince(): number {
    return this.#emptySince
  }

  /** Resolves when there is a place, or `signal` is aborted. */
  async free(signal: AbortSignal): Promise<void> {
    const aborted = Promise.withResolvers<void>()
    const abort = () => aborted.resolve()
    signal.addEventListener('abort', abort)
    while (this.places() < 1 && !signal.aborted)
      await Promise.race([this.#left.promise, aborted.promise])
    signal.removeEventListener('abort', abort)
  }

  /** `since` is when their lease was asked for. */
  enter(tasks: readonly Task[], since: number): void {
    const { source, settings, counters, logger, clock } = this.#parts
    counters.received += tasks.length
    for (const task of tasks) {
      record('received', task)
      const held = new HeldTask(task, {
        source,
        clock,
        since,
        leaseMs: settings.leaseSeconds * 1000,
        onRenewed: () => (counters.renewals += 1),
        onFault: (error) =>
          logger.error({ task: task.id, err: error }, 'the lease cannot be renewed'),
      })
      this.#waiting.push(held)
    }
    this.#begin()
  }

  /** From now on tasks that have not begun are given back. */
  close(): void {
    this.#closing.abort()
    this.#begin()
  }

  /** Those begun are told to stop. */
  abortAll(): void {
    for (const held of this.#begun.keys()) held.abort(new Stopping('the worker stops'))
  }

  /** Resolves when all have left. */
  async empty(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work)
  }

  #begin(): void {
    if (this.#closing.signal.aborted)
      for (const held of this.#waiting.splice(0)) this.#track(giveBack(this.#parts, held))
    while (this.#waiting.length > 0 && this.#mayBegin()) {
      const group = this.#takeGroup()
      this.#groups += 1
      for (const held of group) this.#begun.set(held, this.#parts.clock.now())
      this.#track(this.#handle(group))
    }
  }

  async #handle(group: readonly HeldTask[]): Promise<void> {
    const limit = await handleTasks(this.#parts, group)
    this.#groups -= 1
    for (const held of group) this.#begun.delete(held)
    if (limit) this.#track(this.#waitOut(limit))
  }

  #mayBegin(): boolean {
    return this.#limits === 0 && this.#groups < this.#parts.settings.concurrency
  }

  /** Its tasks stay here, their leases renewed: given back, each return would count as an attempt. */
  async #waitOut({ waitMs, tasks }: RateLimit): Promise<void> {
    this.#waiting.unshift(...tasks)
    this.#limits += 1
    await this.#parts.clock.wait(waitMs, this.#closing.signal)
    this.#limits -= 1
  }

  /** As many as are processed together, all of the tag of the one that waits longest. */
  #takeGroup(): readonly HeldTask[] {
    const tag = this.#waiting[0]?.task.tag
    const group: HeldTask[] = []
    for (let index = 0; index < this.#waiting.length && group.length < this.#batch;)
      if (this.#waiting[index]!.task.tag === tag) group.push(...this.#waiting.splice(index, 1))
      else index += 1
    return group
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => {
      this.#work.delete(tracked)
      this.#begin()
      if (this.held() === 0) this.#emptySince = this.#parts.clock.now()
      this.#left.resolve()
      this.#left = Promise.withResolvers()
    })
    this.#work.add(tracked)
  }
}

async function giveBack(parts: HostParts, held: HeldTask): Promise<void> {
  const { source, logger } = parts
  const { task } = held
  try {
    await held.letGo()
    await persistently(parts, () => source.release(task, 0))
    record('released', task)
  } catch (error) {
    logger.error({ task: task.id, err: error }, 'not given back; the lease will end by itself')
  }
}
