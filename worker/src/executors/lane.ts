// A lane: a place where attempts run, one call at a time; here, in a thread, or in a child process.
import type { AttemptRequest } from './attempt.ts'
import type { Failure, Outcome } from './outcome.ts'
import type { LogOptions } from '../log/logger.ts'

/** What a lane needs to load the worker by itself. It crosses threads and processes. */
export interface LaneOptions {
  readonly file: string
  readonly type: string
  readonly log: LogOptions
  readonly env: Readonly<Record<string, string | undefined>>
  readonly startupMs: number
}

export type Call =
  | { readonly kind: 'attempt'; readonly requests: readonly AttemptRequest[] }
  | { readonly kind: 'resultOfDead'; readonly request: AttemptRequest; readonly error: Failure }

export interface Lane {
  /** Rejects with a LaneDied if the lane ends before it answers. `signals` has one for each request. */
  call(call: Call, signals: readonly AbortSignal[]): Promise<readonly Outcome[]>
  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void>
  /** Runs the shutdown hooks and ends it; kills it after `graceMs`. */
  close(graceMs: number): Promise<void>
  /** False once it has ended, or cannot be used again. */
  readonly alive: boolean
  /** Megabytes after the last call, where the lane knows. */
  readonly megabytes: number
}

/** The thread or process ended while it had work. */
export class LaneDied extends Error {
  override readonly name = 'LaneDied'
}

/** A startup hook threw, or took too long: the worker cannot run. */
export class StartupFailed extends Error {
  override readonly name = 'StartupFailed'
}
