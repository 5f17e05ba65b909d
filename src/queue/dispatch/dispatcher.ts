// Dispatches the tasks of declared queues as they come due. Any number of dispatchers may share a store: a dispatch is a lease.
import { setTimeout as pause } from 'node:timers/promises'
import { createRequire } from 'node:module'
import type { Agent } from 'undici'
import type { Clock, Micros } from '../../clock.ts'
import type { Queue, StoredTask, TaskStore } from '../store.ts'
import { Attempt, type AttemptContext, type Bury } from './attempt.ts'
import { DispatchLog } from './log.ts'
import type { RequestContext } from './request.ts'
import type { PushTask, QueueRules } from './rules.ts'

const require = createRequire(import.meta.url)

const SECOND = 1_000_000
/** A killed dispatcher's tasks are due again after this; longer attempts hold theirs anew. */
const HOLD = 10 * SECOND
/** Milliseconds after which a queue is asked again, in case another process has put a task into it. */
const GLANCE = 200
/** Milliseconds after which all queues are listed again, in case another process has made one. */
const SURVEY = 1000
/** Milliseconds between looks at attempts under way: deadlines, and holds that end. */
const ATTENTION = 100
/** Attempts of this process at a time. */
const MOST_UNDERWAY = 1000
const MOST_TAKEN = 100

export type QueueName = Pick<Queue, 'project' | 'name'>

/** Where tasks are, and how they may be sent. */
export interface DispatcherOptions {
  readonly store: TaskStore
  readonly clock: Clock
  readonly request: () => RequestContext
  readonly allowedHosts: readonly string[]
  readonly skipTlsVerify: boolean
  /** `projects/p/locations/l/queues/q` */
  /** Absent where the rules of a queue have its name. */
  readonly nameOf?: (queue: QueueName) => string
  /** What a stored task sends; by default its payload is that. */
  readonly taskOf?: (stored: StoredTask, rules: QueueRules) => PushTask
  readonly bury?: Bury
  readonly warn: (sentence: string) => void
}

interface Watched {
  readonly queue: Queue
  /** When it is worth asking again. */
  next: Micros
  /** Milliseconds of performance.now(). */
  asked: number
}

/** Sends the tasks of queues to their targets when they are due, and again until they succeed. */
export class Dispatcher implements AsyncDisposable {
  readonly log = new DispatchLog()
  readonly #options: DispatcherOptions
  readonly #context: AttemptContext
  readonly #watched = new Map<string, Watched>()
  readonly #underway = new Set<Attempt>()
  #agent: Agent | undefined
  #surveyed = -Infinity
  #lookedAt = { offset: 0, moment: -Infinity }
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> | undefined
  #again = false
  #closed = false
  #faulty = false

  constructor(options: DispatcherOptions) {
    this.#options = options
    this.#context = { ...options, agent: () => this.#ownAgent(), log: this.log, hold: HOLD }
    this.#later(0)
  }

  /** A hundred modules, which a server that dispatches nothing does without. */
  #ownAgent(): Agent {
    if (this.#agent !== undefined) return this.#agent
    const undici = require('undici') as typeof import('undici')
    this.#agent = new undici.Agent({
      connections: MOST_UNDERWAY, // to one target: an attempt that waited for a connection would use up its deadline
      connect: { rejectUnauthorized: !this.#options.skipTlsVerify },
    })
    return this.#agent
  }

  /** Something changed in this queue: a task, a limit, its state. */
  wake(queue: QueueName): void {
    this.#watch(queue).next = 0
    this.#later(0)
  }

  /** The same, of a queue that is dispatched already. */
  touch(queue: QueueName): void {
    const watched = this.#watched.get(keyOf(queue))
    if (watched === undefined) return
    watched.next = 0
    this.#later(0)
  }

  get isClosed(): boolean {
    return this.#closed
  }

  /** Time was moved. */
  wakeAll(): void {
    for (const watched of this.#watched.values()) watched.next = 0
    this.#later(0)
  }

  /** Full names of the queues of its store, those of pull tasks with them. */
  async queueNames(): Promise<readonly string[]> {
    const { store, nameOf } = this.#options
    return nameOf === undefined ? [] : (await store.queues()).map((queue) => nameOf(queue))
  }

  /** Dispatches a task now, whatever its queue says; the task as it is when the attempt is counted. */
  async run(queue: QueueName, id: string): Promise<StoredTask | undefined> {
    const known = plain(queue)
    const stored = await this.#options.store.takeOne(known, id, HOLD)
    if (stored === undefined) return undefined
    const { resource } = await this.#options.store.record(known)
    const attempt = new Attempt(known, stored, rulesOf(resource), this.#context)
    const counted = await attempt.count()
    this.#begin(attempt)
    return counted
  }

  /** Dispatches what is due, waits for the answers, and again, until nothing is due. How many attempts there were. */
  async runUntilIdle(): Promise<number> {
    let attempts = 0
    const { store, clock } = this.#options
    for (;;) {
      this.#surveyed = -Infinity
      attempts += await this.#takeAll()
      if (this.#underway.size > 0) {
        const ends = [...this.#underway].map((attempt) => attempt.ended)
        await Promise.race([...ends, pause(ATTENTION)])
        continue
      }
      const nexts: Micros[] = []
      for (const { queue } of this.#watched.values()) {
        const { tasks, next, resource } = await store.take(queue, { count: MOST_TAKEN, hold: HOLD })
        for (const task of tasks) this.#start(queue, task, resource)
        attempts += tasks.length
        const waits = (await store.stats(queue)).oldestAvailableAt
        // A task that is due but not let through waits for the bucket.
        if (next !== undefined && waits !== undefined && waits <= clock.now()) nexts.push(next)
      }
      if (this.#underway.size > 0) continue
      if (nexts.length === 0) return attempts
      const wait = Math.max(1, (Math.min(...nexts) - clock.now()) / 1000)
      await pause(Math.min(wait, 1000))
    }
  }

  /** Attempts under way are given up, and their tasks are due again at once. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#round
    await Promise.all([...this.#underway].map((attempt) => attempt.giveUp()))
    await this.#agent?.destroy()
  }

  #watch(queue: QueueName): Watched {
    const key = keyOf(queue)
    const known = this.#watched.get(key)
    if (known !== undefined) return known
    const watched = { queue: plain(queue), next: 0, asked: -Infinity }
    this.#watched.set(key, watched)
    return watched
  }

  #later(milliseconds: number): void {
    if (this.#closed) return
    if (this.#round !== undefined) {
      this.#again ||= milliseconds === 0
      return
    }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#tick(), milliseconds)
  }

  async #tick(): Promise<void> {
    this.#again = false
    this.#round = this.#work()
    await this.#round
    this.#round = undefined
    this.#later(this.#again ? 0 : this.#pause())
  }

  async #work(): Promise<void> {
    try {
      await this.#takeAll()
      this.#faulty = false
    } catch (error) {
      // The store says once what is wrong with it; it is tried again for as long as we run.
      if (!this.#faulty && !this.#closed)
        this.#options.warn(`tasks are not dispatched: ${(error as Error).message}`)
      this.#faulty = true
    }
  }

  /** Asks every queue that may have something due; how many attempts began. */
  async #takeAll(): Promise<number> {
    // Before anything is taken: what is under way here must not be taken again when time was moved.
    await this.#lookAfterAttempts()
    await this.#survey()
    const now = this.#options.clock.now()
    const moment = performance.now()
    const asked = [...this.#watched.values()].filter(
      ({ next, asked: last }) => next <= now || moment - last >= GLANCE,
    )
    const taken = await Promise.all(asked.map((watched) => this.#take(watched)))
    return taken.reduce((sum, tasks) => sum + tasks, 0)
  }

  async #take(watched: Watched): Promise<number> {
    const room = MOST_UNDERWAY - this.#underway.size
    if (room <= 0 || this.#closed) return 0
    watched.asked = performance.now()
    watched.next = Infinity
    const count = Math.min(room, MOST_TAKEN)
    const { store } = this.#options
    const { tasks, next, resource } = await store.take(watched.queue, { count, hold: HOLD })
    watched.next = Math.min(watched.next, next ?? Infinity)
    // Never declared: others lease its tasks. The next survey finds it again.
    if (resource === '') this.#watched.delete(keyOf(watched.queue))
    for (const task of tasks) this.#start(watched.queue, task, resource)
    return tasks.length
  }

  /** Often enough for holds and deadlines, and whenever time was moved. */
  async #lookAfterAttempts(): Promise<void> {
    const moment = performance.now()
    const { offset } = this.#options.clock
    if (offset === this.#lookedAt.offset && moment - this.#lookedAt.moment < ATTENTION) return
    this.#lookedAt = { offset, moment }
    await Promise.all([...this.#underway].map((attempt) => attempt.look()))
  }

  async #survey(): Promise<void> {
    const moment = performance.now()
    if (moment - this.#surveyed < SURVEY) return
    this.#surveyed = moment
    for (const queue of await this.#options.store.queues()) this.#watch(queue)
  }

  #start(queue: Queue, stored: StoredTask, resource: string): void {
    this.#begin(new Attempt(queue, stored, rulesOf(resource), this.#context))
  }

  #begin(attempt: Attempt): void {
    this.#underway.add(attempt)
    void this.#finish(attempt)
  }

  async #finish(attempt: Attempt): Promise<void> {
    await attempt.begin()
    this.#underway.delete(attempt)
    if (!this.#closed) this.wake(attempt.queue)
  }

  #pause(): number {
    const next = Math.min(Infinity, ...[...this.#watched.values()].map((watched) => watched.next))
    const due = (next - this.#options.clock.now()) / 1000
    const longest = this.#underway.size > 0 ? ATTENTION : GLANCE
    return Math.max(1, Math.min(due, longest))
  }
}

const keyOf = ({ project, name }: QueueName): string => `${project}\0${name}`

const plain = ({ project, name }: QueueName): Queue => ({ project, name, maxLeases: 0 })

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the API alone
const parsed = (resource: string): QueueRules => JSON.parse(resource) as QueueRules

const known = new Map<string, QueueRules>()

/** Many tasks come from the same few queues, whose text is the same each time. */
function rulesOf(resource: string): QueueRules {
  let rules = known.get(resource)
  if (rules === undefined) {
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(resource, (rules = parsed(resource)))
  }
  return rules
}

const MOST_KNOWN = 1000
