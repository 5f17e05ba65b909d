// The one interface through which tasks of pull queues are kept, whatever database keeps them.
import type { Micros } from '../clock.ts'

/** A pull queue. */
export interface Queue {
  /** Project id without Google's one-letter prefix (`s~p` and `p` are one project). */
  readonly project: string
  readonly name: string
  /** After so many leases a task is dropped when the last one ends; 0: never. */
  readonly maxLeases: number
  /** Tasks of one tag are given in the order of their insertion, the next when the one before is deleted; those of '' in any. */
  readonly isOrdered?: boolean
}

/** When a task is available that is behind another one of its tag in an ordered queue: not until that one is deleted. */
export const BEHIND: Micros = Number.MAX_SAFE_INTEGER

/** A task that is not in a queue yet. */
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

/** A task of a queue. */
export interface StoredTask {
  readonly id: string
  readonly payload: string
  readonly tag: string
  readonly enqueuedAt: Micros
  /** End of the last lease, or the `availableAt` given at insert; 0 if there was neither. */
  readonly leaseTimestamp: Micros
  /** Leases so far, counting the one that answers this task. */
  readonly retryCount: number
  /** Its place in line, and the token of whoever holds it: the end of the last lease, else when it is or was due. */
  readonly availableAt: Micros
  /** What its dispatcher keeps beside it; '' until something is kept. */
  readonly note: string
}

/** Where a page of tasks ended. */
export type Position = Pick<StoredTask, 'availableAt' | 'enqueuedAt'>

/** How fast a dispatcher may take tasks. Held by the store, so that all processes obey the same one at once. */
export interface Gate {
  readonly paused: boolean
  /** Tasks a second; fractions are allowed. */
  readonly rate: number
  /** Tasks that may be taken at once after a pause. */
  readonly burst: number
  /** Tasks held at a time. */
  readonly concurrent: number
}

/** What is known of a queue that was declared, not only used. */
export interface QueueRecord {
  /** Of the API that declared it; opaque to the store. */
  readonly resource: string
  /** Undefined for a queue whose tasks are leased by clients. */
  readonly gate: Gate | undefined
  /** Changes with each write; 0: there is no record. */
  readonly revision: number
}

/** What a dispatcher got. */
export interface Taken {
  readonly tasks: readonly StoredTask[]
  /** Of the queue's record, as of now; '' if there is none. */
  readonly resource: string
  /** When to ask again, if nothing changes until then; undefined: not until something does. */
  readonly next: Micros | undefined
}

export interface TakeRequest {
  readonly count: number
  /** How long the tasks are held; whoever dispatches longer settles anew before it ends. */
  readonly hold: Micros
}

export interface SettleRequest {
  /** The task's current `availableAt`: only the last taker may change it. It may have passed. */
  readonly token: Micros
  /** When the task is due again, or how long it is still held, counted from now. */
  readonly duration: Micros
  /** The attempt goes on: its place among those held at a time is kept. */
  readonly held: boolean
  readonly note?: string
}

export interface AcknowledgeRequest {
  /** The task's current `availableAt`, which must not have passed. */
  readonly token: Micros
  readonly tombstone: Micros
}

/** Which tasks a lease may take: all, those of one tag, or those that share the tag of the oldest available task. */
export type TagChoice =
  | { readonly kind: 'every' }
  | { readonly kind: 'only'; readonly tag: string }
  | { readonly kind: 'oldest' }

/** Which tasks somebody wants to hold, and for how long. */
export interface LeaseRequest {
  /** At most so many tasks, 1 to 1000. */
  readonly count: number
  /** How long they are held, counted from now. */
  readonly duration: Micros
  readonly tags: TagChoice
  /** Stop adding tasks when their payloads together would pass this many characters; at least one is given. */
  readonly maxPayload: number
}

/** A new end of a lease, and what must still be true for it. */
export interface RenewRequest {
  /** New end of the lease, counted from now; 0 gives the task back. */
  readonly duration: Micros
  /** If given, it must be the task's current leaseTimestamp: only the holder of the last lease may change it. */
  readonly leaseTimestamp?: Micros
  /** If given, so many leases the task must have had: a lease keeps its number when it is renewed. */
  readonly retryCount?: number
}

/** Counts of one queue, as of now. */
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
  /** All of them, in this order, or (if 'exists' holds for any, or two have one id) none. */
  insertAll(queue: Queue, tasks: readonly NewTask[]): Promise<readonly StoredTask[] | 'exists'>
  get(queue: Queue, id: string): Promise<StoredTask | undefined>
  /** The first `limit` tasks by eta, leased or not, or those after a position; takes none. */
  list(queue: Queue, limit: number, after?: Position): Promise<StoredTask[]>
  /** Up to `count` tasks that are not leased, oldest first. */
  lease(queue: Queue, request: LeaseRequest): Promise<StoredTask[]>
  /** 'expired': the task is not leased now, or the lease is not its last one. */
  renew(
    queue: Queue,
    id: string,
    request: RenewRequest,
  ): Promise<StoredTask | 'missing' | 'expired'>
  /** False if there is no such task. The name of a named one stays taken: `tombstone`, else as the store was opened. */
  remove(queue: Queue, id: string, tombstone?: Micros): Promise<boolean>
  /** Removes a task that its caller holds. */
  acknowledge(
    queue: Queue,
    id: string,
    request: AcknowledgeRequest,
  ): Promise<'done' | 'missing' | 'expired'>
  /** Whether a deleted task of this (named) id is still remembered. */
  isRemembered(queue: Queue, id: string): Promise<boolean>
  /** Holds tasks that are due, as many as the gate of the queue's record lets through. */
  take(queue: Queue, request: TakeRequest): Promise<Taken>
  /** Holds this one task, whether it is due or not and whatever the gate. */
  takeOne(queue: Queue, id: string, hold: Micros): Promise<StoredTask | undefined>
  /** What a taken task becomes; 'stale' if somebody else took it since. */
  settle(
    queue: Queue,
    id: string,
    request: SettleRequest,
  ): Promise<StoredTask | 'missing' | 'stale'>
  /** Deletes all tasks; names that clients chose stay taken for so long. Their number. */
  purge(queue: Queue, tombstone: Micros): Promise<number>
  record(queue: Queue): Promise<QueueRecord>
  /** Writes the record over the one of this revision (0: there is none). */
  writeRecord(
    queue: Queue,
    record: Omit<QueueRecord, 'revision'>,
    revision: number,
  ): Promise<'done' | 'conflict'>
  stats(queue: Queue): Promise<QueueStats>
  /** Every queue that ever held a task in this store, by project and name. */
  queues(): Promise<{ readonly project: string; readonly name: string }[]>
  /** Forgets every queue: its tasks, its record, the names that stay taken. */
  clear(): Promise<void>
  /** Where the tasks are, in words for a person; holds no password. */
  readonly description: string
  /** What endangers the tasks, one sentence each, as seen at opening; mostly none. */
  readonly warnings: readonly string[]
}
