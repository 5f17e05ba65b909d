// One worker of a test, without a loop of its own: takes what is due when it is told to, and says when it is quiet.
import type { HostParts } from '../host/parts.ts'
import { openRate, type Rate } from '../host/rate.ts'
import { Room } from '../host/room.ts'
import type { Ran, Recorder } from './ran.ts'
import type { Timeline } from './timeline.ts'

/** Milliseconds after which a clock that a test may have moved is looked at while a processor works. */
const GLANCE = 5

export class Stepper {
  readonly ran: readonly Ran[]
  readonly #parts: HostParts
  readonly #recorder: Recorder
  readonly #time: Timeline
  readonly #room: Room
  readonly #rate: Rate
  #receiving: Promise<unknown> = Promise.resolve()

  constructor(parts: HostParts, recorder: Recorder, time: Timeline) {
    const { rateMax, ratePer } = parts.settings
    this.ran = recorder.ran
    this.#parts = parts
    this.#recorder = recorder
    this.#time = time
    this.#room = new Room(parts)
    this.#rate = openRate(rateMax, ratePer * 1000, time.now)
  }

  /** Tasks that a processor has now. */
  inHand(): ReadonlySet<string> {
    const begun = this.#room.begun()
    return new Set(begun.map(({ queue, id, attempt }) => `${attempt} ${queue} ${id}`))
  }

  /**
   * Takes all tasks that are due and waits until they are settled, but for those in `besides`; how many it took.
   * Throws SourceUnavailable.
   */
  async drain(besides: ReadonlySet<string>): Promise<number> {
    for (let taken = 0; ;) {
      await this.#quiet(besides)
      // Never two at a time: `runFor` may be called while `runUntilIdle` goes on.
      const received = this.#receiving.catch(() => undefined).then(() => this.#receive())
      this.#receiving = received
      const count = await received
      if (count === 0) return taken
      taken += count
    }
  }

  /** When to look again, milliseconds since the epoch. */
  next(): number {
    const { settings } = this.#parts
    const now = this.#time.now()
    const permitted = this.#rate.permitted() < 1 ? now + this.#rate.waitMs() : Infinity
    const asked = isElsewhere(this.#parts) ? now + settings.sleepTime * 1000 : Infinity
    return Math.min(permitted, asked, this.#recorder.nextRetry())
  }

  /** Aborts what goes on; resolves when all is settled, or after `graceMs` by the machine's clock. */
  async stop(graceMs: number): Promise<void> {
    this.#room.close()
    this.#room.abortAll()
    await soon(this.#room.empty(), graceMs)
    await this.#parts.source.close()
  }

  async #quiet(besides: ReadonlySet<string>): Promise<void> {
    await this.#time.wakeDue()
    while (!this.#isQuiet(besides)) {
      await soon(this.#room.moved, GLANCE)
      this.#recorder.throwFault()
      await this.#time.wakeDue()
    }
    this.#recorder.throwFault()
  }

  #isQuiet(besides: ReadonlySet<string>): boolean {
    const isAtWork = this.#room.ready() || this.#recorder.pending() > 0
    return !isAtWork && this.inHand().isSubsetOf(besides)
  }

  async #receive(): Promise<number> {
    const { settings } = this.#parts
    const count = Math.min(this.#room.places(), settings.taskCount, this.#rate.permitted())
    if (count < 1) return 0
    const since = this.#time.now()
    const tasks = await receiveNow(this.#parts, count)
    this.#rate.started(tasks.length)
    this.#room.enter(tasks, since)
    return tasks.length
  }
}

/** Whether others put tasks into the queue, of which nobody tells us. */
const isElsewhere = ({ settings: { executionType, messagingType } }: HostParts): boolean =>
  executionType === 'MESSAGING' && messagingType !== 'MemoryConnection'

/** What is due now. A source that waits for its clock is asked for what it has. */
async function receiveNow({ source, settings }: HostParts, count: number) {
  const asked = new AbortController()
  const leaseMs = settings.leaseSeconds * 1000
  const received = source.receive({ count, leaseMs, signal: asked.signal })
  if (!source.leases) setImmediate(() => asked.abort())
  const tasks = await received
  return tasks === 'ended' ? [] : tasks
}

/** Resolves with `done`, or after `ms` of the machine's clock. */
async function soon(done: Promise<unknown>, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  await Promise.race([done, promise])
  clearTimeout(timer)
}
