// Where tasks come from: the one interface between the host and a queue, a broker, a clock or an array.

/** A piece of work, held by this worker until it says what became of it. */
export interface Task {
  /** Unique in its queue, and the same each time the task is handed out. */
  readonly id: string
  /** The queue it came from, as the source names it. */
  readonly queue: string
  /** 1 the first time the task is handed out; the source counts, also attempts of workers that died. */
  readonly attempt: number
  readonly payload: Uint8Array
  /** Undefined where the source carries none; then the processor's inMimetype says it, by default JSON. */
  readonly mimetype?: string | undefined
  readonly tag?: string | undefined
  /** Lower-case names. `traceparent` is W3C's. */
  readonly headers: Readonly<Record<string, string>>
  /** Milliseconds since the epoch. */
  readonly enqueuedAt?: number | undefined
  /** A broker's number of this delivery, for the log. */
  readonly deliveryTag?: number | undefined
  /**
   * Aborted by the source when the task is no longer ours without anybody asking, e.g. because its channel closed.
   * A source that only learns of it through `extend` leaves this out.
   */
  readonly lost?: AbortSignal | undefined
}

/** What a task gave, on its way to whoever waits for it. */
export interface Result {
  readonly task: Task
  /** The same for every attempt of the task, so that a second result can be refused. */
  readonly id: string
  /** As the processor returned it. */
  readonly value: unknown
  /** The value, encoded. */
  readonly body: Uint8Array
  readonly mimetype: string
  readonly headers: Readonly<Record<string, string>>
  /** The queue where the processor wants it, with QUEUE_NAME_PREFIX; by default where the source puts results. */
  readonly to?: string | undefined
  /** Bytes it may have; by default MAX_QUEUE_TASK_SIZE. */
  readonly mostBytes?: number | undefined
}

/** Why a task will not be tried again. */
export interface DeathNotice {
  /** One sentence: `unknown kind "x"`, `failed 5 times: …`. */
  readonly reason: string
  readonly error?: { readonly name: string; readonly message: string; readonly stack?: string }
  /** How often it was tried. */
  readonly attempts: number
}

/** What the host asks of a source. */
export interface ReceiveRequest {
  /** Tasks wanted at most: as many as the host can start now. */
  readonly count: number
  /** How long a lease lasts until it is extended. Sources without leases ignore it. */
  readonly leaseMs: number
  /** Aborted when the host stops; `receive` then ends soon, with what it holds or with nothing. */
  readonly signal: AbortSignal
  /** For sources that wait for tasks: to be called when they begin to wait, so that the worker is ready while idle. */
  readonly listening?: () => void
}

/**
 * A source of tasks. The host calls it from its main thread; calls overlap, but never two `receive` at a time.
 *
 * Every call throws `SourceUnavailable` when the other side cannot be reached (or answers that it is out of order);
 * the host waits and calls again with the same arguments, so every call may be repeated. A ConfigError of `receive`
 * ends the worker: what it says is for whoever made the settings. Any other throw is a fault that the host logs; it
 * goes on with other tasks.
 *
 * For one task the host calls `publish` (if there is a result), then `ack`; or `release`; or `deadLetter`. After
 * `lost` it calls nothing more.
 */
export interface TaskSource {
  /** For logs: `queue render at http://127.0.0.1:5052`. */
  readonly description: string
  /**
   * Whether `extend` must be called to keep a task. False for sources that hold tasks as long as they are connected
   * (brokers, clocks); their `extend` is never called, and `lost` tells what became of a task.
   */
  readonly leases: boolean
  /**
   * Up to `count` tasks. A polling source answers [] at once when there are none, and the host asks again later; a
   * source that is told of tasks waits until there is one or `signal` is aborted. `'ended'` when no more tasks will
   * ever come: the host drains and stops.
   */
  receive(request: ReceiveRequest): Promise<readonly Task[] | 'ended'>
  /** A new end for the lease, `leaseMs` from now. 'lost' if the task is somebody else's by now, or gone. */
  extend(task: Task, leaseMs: number): Promise<'held' | 'lost'>
  /** Sends a result; resolves when the other side has it for good. 'taken' if an earlier attempt sent its own. */
  publish(result: Result): Promise<'published' | 'taken'>
  /** The task is done: it is never handed out again. A task that is gone already is no fault. */
  ack(task: Task): Promise<void>
  /** Gives the task back: anybody may take it after `delayMs`; 0 is at once. 'lost' tasks are no fault. */
  release(task: Task, delayMs: number): Promise<void>
  /** Puts the task where `worker dead` finds it, with the notice and its original payload, and removes it from the queue. */
  deadLetter(task: Task, notice: DeathNotice): Promise<void>
  /** When its next runs are due, of a source that goes by the clock. */
  schedules?(): readonly Scheduled[]
  /** Ends connections. Tasks still held go back by themselves. */
  close(): Promise<void>
}

/** Runs by the clock. */
export interface Scheduled {
  /** `every 10 seconds`, or a cron expression. */
  readonly description: string
  /** Milliseconds since the epoch; undefined: never again. */
  readonly nextAt: number | undefined
}

/** A dead letter, as `worker dead list` shows it. */
export interface DeadLetter {
  /** Names it for retry and remove. */
  readonly id: string
  readonly task: Pick<Task, 'id' | 'queue' | 'payload' | 'mimetype' | 'tag' | 'headers'>
  readonly notice: DeathNotice
  /** Milliseconds since the epoch; undefined: it is foreign, put there by no worker. */
  readonly diedAt: number | undefined
}

/** A foreign letter has no task that could go back: it can only be deleted. */
export class ForeignLetter extends Error {
  override readonly name = 'ForeignLetter'
  constructor(id: string) {
    super(`${id}: it is foreign, no worker has buried it; it can be deleted, not retried`)
  }
}

/** The dead letters of one source, for `worker dead`. Sources that keep some offer this. */
export interface DeadLetters {
  list(): Promise<readonly DeadLetter[]>
  /** Puts the original back into its queue as a new task, then forgets the letter. False if there is no such letter. */
  retry(id: string): Promise<boolean>
  /** False if there is no such letter. */
  remove(id: string): Promise<boolean>
  close(): Promise<void>
}

/** The other side of a source cannot be reached at the moment; calling again later may help. */
export class SourceUnavailable extends Error {
  override readonly name = 'SourceUnavailable'
}
