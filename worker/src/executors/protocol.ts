// What the host and a lane in a thread or child say to each other.
import type { Outcome, Failure } from './outcome.ts'
import type { Call } from './lane.ts'

export type ToLane =
  | { readonly kind: 'call'; readonly id: number; readonly call: Call }
  | {
      readonly kind: 'abort'
      readonly id: number
      readonly index: number
      readonly reason: Failure
    }
  | { readonly kind: 'close' }

export type FromLane =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: Failure }
  | {
      readonly kind: 'answer'
      readonly id: number
      readonly outcomes: readonly Outcome[]
      readonly megabytes: number
    }
  | { readonly kind: 'closed' }
