// One attempt of one task: sent, awaited, and what becomes of the task.
import type { Dispatcher as Agent } from 'undici'
import type { Clock, Micros } from '../../clock.ts'
import type { Queue, StoredTask, TaskStore } from '../store.ts'
import { backoff, isExhausted } from './backoff.ts'
import type { DispatchLog } from './log.ts'
import { deadlinePassed, noResponse, outcomeOf, type Outcome } from './outcome.ts'
import { requestOf, type AttemptRequest, type RequestContext } from './request.ts'
import { noteOf, pushTaskOf, type PushTask, type QueueRules, type TaskNote } from './rules.ts'
import { Cancellation, sendAttempt, type AttemptResponse } from './send.ts'

/** What becomes of a task that had all its attempts; false: it is tried again. */
export type Bury = (queue: Queue, stored: StoredTask, rules: QueueRules) => Promise<boolean>

export interface AttemptContext {
  readonly store: TaskStore
  readonly clock: Clock
  readonly agent: () => Agent
  readonly log: DispatchLog
  readonly request: () => RequestContext
  readonly allowedHosts: readonly string[]
  readonly nameOf?: ((queue: Queue) => string) | undefined
  readonly taskOf?: ((stored: StoredTask, rules: QueueRules) => PushTask) | undefined
  readonly bury?: Bury | undefined
  /** How long a task is held at a time. */
  readonly hold: Micros
  readonly warn: (sentence: string) => void
}

export class Attempt {
  readonly queue: Queue
  readonly #context: AttemptContext
  readonly #rules: QueueRules
  readonly #stored: StoredTask
  readonly #task: PushTask
  readonly #note: TaskNote
  readonly #dispatched: Micros
  readonly #cancellation = new Cancellation()
  readonly #end = Promise.withResolvers<void>()
  #token: Micros
  #holding: Promise<void> = Promise.resolve()
  #isOver = false
  #overdue = false
  #givenUp = false

  constructor(queue: Queue, stored: StoredTask, rules: QueueRules, context: AttemptContext) {
    this.queue = { ...queue, isOrdered: rules.isOrdered === true }
    this.#context = context
    this.#rules = rules
    this.#stored = stored
    this.#task = context.taskOf?.(stored, rules) ?? pushTaskOf(stored.payload)
    this.#note = noteOf(stored.note)
    this.#dispatched = context.clock.now()
    this.#token = stored.availableAt
  }

  /** When nothing of it is left to do. */
  get ended(): Promise<void> {
    return this.#end.promise
  }

  /** Writes down that it has begun, before it begins; the task with that. */
  async count(): Promise<StoredTask> {
    const { store, hold } = this.#context
    const note = JSON.stringify(this.#begun())
    const settled = await store.settle(this.queue, this.#stored.id, {
      token: this.#token,
      duration: hold,
      held: true,
      note,
    })
    if (typeof settled === 'string') return this.#stored
    this.#token = settled.availableAt
    return settled
  }

  /** Never rejects. */
  async begin(): Promise<void> {
    try {
      const { outcome, request, response } = await this.#send()
      if (!this.#givenUp) {
        this.#write(outcome, request, response)
        await this.#settle(outcome)
      }
    } catch (error) {
      // The store is away: the hold ends, and the task is due again.
      this.#context.warn(`the end of an attempt could not be kept: ${(error as Error).message}`)
    }
    this.#end.resolve()
  }

  /** Ends it if its deadline has passed, and holds its task for longer before the hold ends. */
  async look(): Promise<void> {
    const { clock, hold } = this.#context
    const now = clock.now()
    if (now - this.#dispatched >= this.#task.deadline) {
      this.#overdue = true
      this.#cancellation.cancel()
    }
    if (this.#isOver || this.#token - now > hold / 2) return
    // The end of the attempt waits for it, or would know only the token before.
    this.#holding = this.#holdOn()
    await this.#holding
  }

  async #holdOn(): Promise<void> {
    const { store, hold } = this.#context
    const request = { token: this.#token, duration: hold, held: true }
    const settled = await store.settle(this.queue, this.#stored.id, request)
    // Deleted or purged: what comes of the attempt is of no interest.
    if (typeof settled !== 'string') this.#token = settled.availableAt
  }

  async giveUp(): Promise<void> {
    this.#givenUp = true
    this.#cancellation.cancel()
    await this.ended
    const request = { token: this.#token, duration: 0, held: false }
    await this.#context.store.settle(this.queue, this.#stored.id, request).catch(() => {})
  }

  async #send(): Promise<{
    readonly outcome: Outcome
    readonly request?: AttemptRequest
    readonly response?: AttemptResponse
  }> {
    const { agent, allowedHosts, clock } = this.#context
    let request: AttemptRequest | undefined
    try {
      const { project, name } = this.queue
      request = requestOf(
        {
          project,
          queueName: name.slice(name.lastIndexOf('/') + 1),
          rules: this.#rules,
          stored: this.#stored,
          task: this.#task,
          note: this.#note,
        },
        this.#context.request(),
      )
      const cancellation = this.#cancellation
      const response = await sendAttempt(request, { agent: agent(), allowedHosts, cancellation })
      const outcome = outcomeOf(response.status, response.headers['retry-after'], clock.now())
      return { outcome, request, response }
    } catch (error) {
      const reason = error instanceof Error ? error.message || error.name : String(error)
      const outcome = this.#overdue ? deadlinePassed : noResponse(reason)
      return { outcome, ...(request && { request }) }
    }
  }

  #write(outcome: Outcome, request?: AttemptRequest, response?: AttemptResponse): void {
    const { log, nameOf, clock } = this.#context
    log.add({
      task: `${this.#rules.name ?? nameOf?.(this.queue)}/tasks/${this.#stored.id}`,
      attempt: this.#stored.retryCount,
      dispatched: this.#dispatched,
      ended: clock.now(),
      request: request && {
        method: request.method,
        url: request.url,
        headers: request.headers,
        body: request.body ?? Buffer.alloc(0),
      },
      response,
      error: outcome.message,
    })
  }

  async #settle(outcome: Outcome): Promise<void> {
    this.#isOver = true
    await this.#holding.catch(() => {})
    const { store, clock } = this.#context
    const now = clock.now()
    const rules = { ...this.#rules.retry, ...this.#task.retry }
    const attempts = this.#stored.retryCount
    const first = this.#note.first ?? this.#dispatched
    const isOver =
      outcome.code === 0 ||
      now - this.#stored.enqueuedAt >= this.#rules.lifetime ||
      (isExhausted(attempts, now - first, rules) && (await this.#isBuried()))
    if (isOver) {
      await store.remove(this.queue, this.#stored.id, this.#rules.tombstone)
      return
    }
    const duration = Math.max(backoff(attempts, rules), outcome.retryAfter ?? 0)
    const note = JSON.stringify(this.#ended(outcome, now, now + duration))
    const request = { token: this.#token, duration, held: false, note }
    await store.settle(this.queue, this.#stored.id, request)
  }

  /** False: it is tried again in spite of its rules. */
  async #isBuried(): Promise<boolean> {
    const { bury } = this.#context
    return bury === undefined || bury(this.queue, this.#stored, this.#rules)
  }

  #begun(): TaskNote {
    const due = this.#note.due ?? this.#task.due
    return {
      ...this.#note,
      first: this.#note.first ?? this.#dispatched,
      last: { due, dispatched: this.#dispatched },
    }
  }

  #ended({ status, code, message }: Outcome, now: Micros, due: Micros): TaskNote {
    const begun = this.#begun()
    const answered = status > 0
    // Recorded: an HTTP task counts responses other than 5xx as executions, an App Engine task every response.
    const executed = answered && (this.#task.http === undefined || status < 500)
    return {
      ...begun,
      due,
      responses: begun.responses + (answered ? 1 : 0),
      executions: begun.executions + (executed ? 1 : 0),
      last: { ...begun.last!, ...(answered && { responded: now }), code, message },
      status,
    }
  }
}
