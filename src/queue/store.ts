// The one interface through which tasks of pull queues are kept, whatever database keeps them.
import type { Micros } from '../clock.ts'

/** A pull queue. */
export interface Queue {
  /** Project id without Google's one-letter prefix (`s~p` and `p` are one project). */
  readonly project: string
  readonly name: string
  /** After so many leases a task is dropped when the last one ends; 0: never. */
  readonly maxLeases: number
}

export interface NewTask {
  readonly id: string
  /** The client chose the id, so its name stays taken after the task is deleted. */
  readonly named: boolean
  /** Base64 text, kept to the letter: it is answered in the alphabet it came in. */
  readonly payload: string
  /** '' is no tag. */
  readonly tag: string
  /** Not to be leased before this time; absent or past: at once. */
  readonly availableAt?: Micros
}

export interface StoredTask {
  readonly id: string
  readonly payload: string
  readonly tag: string
  readonly enqueuedAt: Micros
  /** End of the last lease, or the `availableAt` given at insert; 0 if there was neither. */
  readonly leaseTimestamp: Micros
  /** Leases so far, counting the one that answers this task. */
  readonly retryCount: number
}

/** Which tasks a lease may take: all, those of one tag, or those that share the tag of the oldest available task. */
export type TagChoice =
  | { readonly kind: 'every' }
  | { readonly kind: 'only'; readonly tag: string }
  | { readonly kind: 'oldest' }

export interface LeaseRequest {
  /** At most so many tasks, 1 to 1000. */
  readonly count: number
  /** How long they are held, counted from now. */
  readonly duration: Micros
  readonly tags: TagChoice
  /** Stop adding tasks when their payloads together would pass this many characters; at least one is given. */
  readonly maxPayload: number
}

export interface RenewRequest {
  /** New end of the lease, counted from now; 0 gives the task back. */
  readonly duration: Micros
  /** If given, it must be the task's current leaseTimestamp: only the holder of the last lease may change it. */
  readonly leaseTimestamp?: Micros
}

export interface QueueStats {
  /** Living tasks, leased or not. */
  readonly totalTasks: number
  /** When the first task in line is (or was) available; undefined for an empty queue. */
  readonly oldestAvailableAt: Micros | undefined
  /** Tasks (not requests) leased in the last 60 seconds and 60 minutes. */
  readonly leasedLastMinute: number
  readonly leasedLastHour: number
}

/**
 * The tasks of pull queues. Each call is one atomic step, and an answered one is kept.
 * A task is available when its time (`eta`) has passed; a lease is only a later eta, so an expired lease needs no sweeper.
 * Order everywhere is by eta, then by insertion; each queue's clock never repeats or goes back.
 * A store that cannot be reached or written throws `unavailable` (503) within a bounded time; it never hangs.
 */
export interface TaskStore extends AsyncDisposable {
  /** 'exists' if the id lives or a deleted task of that (named) id is still remembered. */
  insert(queue: Queue, task: NewTask): Promise<StoredTask | 'exists'>
  get(queue: Queue, id: string): Promise<StoredTask | undefined>
  /** The first `limit` tasks by eta, leased or not; takes none. */
  list(queue: Queue, limit: number): Promise<StoredTask[]>
  /** Up to `count` tasks that are not leased, oldest first. */
  lease(queue: Queue, request: LeaseRequest): Promise<StoredTask[]>
  /** 'expired': the task is not leased now, or `leaseTimestamp` is not its last one. */
  renew(
    queue: Queue,
    id: string,
    request: RenewRequest,
  ): Promise<StoredTask | 'missing' | 'expired'>
  /** False if there is no such task. */
  remove(queue: Queue, id: string): Promise<boolean>
  stats(queue: Queue): Promise<QueueStats>
  /** Every queue that ever held a task in this store, by project and name. */
  queues(): Promise<{ readonly project: string; readonly name: string }[]>
  /** Where the tasks are, in words for a person; holds no password. */
  readonly description: string
  /** What endangers the tasks, one sentence each, as seen at opening; mostly none. */
  readonly warnings: readonly string[]
}
