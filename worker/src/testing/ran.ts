// What ran in a test: the attempts of one worker, in the order in which they were settled.
import { decode, JSON_TYPE } from '../processor/codecs.ts'
import { taskChannel, type TaskEvent } from '../host/events.ts'
import type { Lanes } from '../executors/lanes.ts'
import { SourceUnavailable, type Task, type TaskSource } from '../sources/source.ts'

/** One attempt at one task. */
export interface Ran {
  /** When it was settled, ISO 8601. */
  readonly at: string
  readonly task: string
  readonly queue: string
  readonly attempt: number
  /** Decoded; bytes where that is not possible. */
  readonly message: unknown
  readonly outcome: 'done' | 'retried' | 'dead' | 'released' | 'lost'
  /** As the processor returned it, where it was sent. */
  readonly result?: unknown
  /** What the attempt threw, or why the task is dead. */
  readonly error?: string
  /** Of `retried`: when the task is due again, ISO 8601. */
  readonly retryAt?: string
}

type Told = { -readonly [Key in 'result' | 'error' | 'retryAt']?: Ran[Key] }

/** Listens to one worker's source and lanes. */
export class Recorder {
  readonly ran: Ran[] = []
  readonly #now: () => number
  readonly #told = new WeakMap<Task, Told>()
  readonly #retries = new Set<number>()
  #pending = 0
  #fault: SourceUnavailable | undefined

  /** `now` is in milliseconds since the epoch. */
  constructor(now: () => number) {
    this.#now = now
    taskChannel.subscribe(this.#hear)
  }

  /** Calls to the source that have no answer yet. */
  pending(): number {
    return this.#pending
  }

  /** When tasks that were given back are due, later than now; milliseconds since the epoch, Infinity for never. */
  nextRetry(): number {
    for (const due of this.#retries) if (due <= this.#now()) this.#retries.delete(due)
    return Math.min(...this.#retries)
  }

  /** Throws what the source said when it could not be reached, once. */
  throwFault(): void {
    const fault = this.#fault
    this.#fault = undefined
    if (fault) throw fault
  }

  source(source: TaskSource): TaskSource {
    const count = <T>(answer: Promise<T>): Promise<T> => this.#count(answer)
    return {
      ...source,
      receive: async (request) => {
        const tasks = await count(source.receive(request))
        if (tasks !== 'ended') for (const task of tasks) this.#told.set(task, {})
        return tasks
      },
      extend: (task, leaseMs) => count(source.extend(task, leaseMs)),
      publish: (result) => count(source.publish(result)),
      ack: (task) => count(source.ack(task)),
      release: (task, delayMs) => {
        const due = this.#now() + delayMs
        this.#retries.add(due)
        this.#tell(task, { retryAt: iso(due) })
        return count(source.release(task, delayMs))
      },
      deadLetter: (task, notice) => {
        this.#tell(task, { error: notice.reason })
        return count(source.deadLetter(task, notice))
      },
    }
  }

  lanes(lanes: Lanes): Lanes {
    return {
      ...lanes,
      call: async (call, signals, onBegun) => {
        const outcomes = await lanes.call(call, signals, onBegun)
        if (call.kind === 'attempt')
          for (const [index, { task }] of call.requests.entries()) {
            const outcome = outcomes[index]
            if (outcome?.kind === 'failed') this.#tell(task, { error: outcome.error.message })
          }
        return outcomes
      },
    }
  }

  [Symbol.dispose](): void {
    taskChannel.unsubscribe(this.#hear)
  }

  readonly #hear = (event: unknown): void => {
    const { event: outcome, task, result } = event as TaskEvent
    const told = this.#told.get(task)
    if (told === undefined) return
    if (outcome === 'published' && result) told.result = result.value ?? result.body
    if (!isOutcome(outcome)) return
    const { id, queue, attempt } = task
    const about = { at: iso(this.#now()), task: id, queue, attempt, message: messageOf(task) }
    this.ran.push({ ...about, outcome, ...told })
  }

  #tell(task: Task, told: Told): void {
    Object.assign(this.#told.get(task) ?? {}, told)
  }

  /** Keeps what says that the other side is away. */
  async #count<T>(answer: Promise<T>): Promise<T> {
    this.#pending += 1
    try {
      return await answer
    } catch (error) {
      if (error instanceof SourceUnavailable) this.#fault = error
      throw error
    } finally {
      this.#pending -= 1
    }
  }
}

const isOutcome = (event: string): event is Ran['outcome'] =>
  ['done', 'retried', 'dead', 'released', 'lost'].includes(event)

const iso = (ms: number): string => new Date(ms).toISOString()

function messageOf({ payload, mimetype = JSON_TYPE }: Task): unknown {
  try {
    return decode(payload, mimetype)
  } catch {
    return payload
  }
}
