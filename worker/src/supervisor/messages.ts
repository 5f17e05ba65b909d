// What a process of the worker and its parent say to each other.
import type { HostStatus } from '../host.ts'

export type ToChild =
  | { readonly kind: 'drain' }
  | { readonly kind: 'stop'; readonly graceMs: number }

export type FromChild =
  /** Comes at every turn of the child's clock; one that stays away says that its event loop hangs. */
  | { readonly kind: 'beat'; readonly status?: HostStatus }
  /** There are no more tasks, so nobody need take this process's place. */
  | { readonly kind: 'finished' }

export const BEAT_MS = 500

/** Milliseconds that a child gets for ending, over the grace it was told. */
export const LAST_WORDS_MS = 5000

/** Set for children of a supervisor, to the number of their place. */
export const PLACE = 'WORKER_PLACE'
