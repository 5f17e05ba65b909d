// What a process of the worker and its parent say to each other.
import type { HostStatus } from '../host/host.ts'

export type ToChild =
  | { readonly kind: 'drain' }
  | { readonly kind: 'stop'; readonly graceMs: number }

export type FromChild =
  /** Comes at every turn of the child's clock; one that stays away says that its event loop hangs. */
  | { readonly kind: 'beat'; readonly status?: HostStatus }
  | { readonly kind: 'settled'; readonly settled: Settled }
  /** There are no more tasks, so nobody need take this process's place. */
  | { readonly kind: 'finished' }

/** What became of a task. */
export interface Settled {
  readonly taskId: string
  readonly queue: string
  readonly attempt: number
  readonly verdict: 'done' | 'retried' | 'dead' | 'released' | 'lost'
  readonly durationMs: number
  /** The result as JSON, if this attempt sent one. */
  readonly result?: string
}

export const BEAT_MS = 500

/** Milliseconds that a child gets for ending, over the grace it was told. */
export const LAST_WORDS_MS = 5000

/** Set for children of a supervisor, to the number of their place. */
export const PLACE = 'WORKER_PLACE'

/** Set for children that are to tell their parent what became of tasks. */
export const TELL = 'WORKER_TELL'
