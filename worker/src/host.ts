// The host's loop: takes tasks from a source, has them processed, and says to the source what became of each.
import type { Settings } from './config/settings.ts'
import type { Logger } from './log/logger.ts'
import type { TaskSource } from './source.ts'

export interface HostOptions {
  readonly settings: Settings
  readonly source: TaskSource
  /** Runs tasks where they belong: here, in a thread, in a child. The host closes it. */
  readonly lanes: Lanes
  readonly logger: Logger
}

/** Counted since the start. */
export interface Counters {
  received: number
  done: number
  /** Attempts that failed, whatever became of the task. */
  failed: number
  retried: number
  dead: number
  renewals: number
  lostLeases: number
  /** Milliseconds spent on attempts that ended well. */
  durationMs: number
}

export interface HostStatus {
  readonly counters: Readonly<Counters>
  /** Tasks being processed. */
  readonly inFlight: number
  /** Whether the source answered last time. */
  readonly connected: boolean
  readonly draining: boolean
  /** Milliseconds since the epoch of the loop's last turn; an old one says that it hangs. */
  readonly lastTurn: number
}

/** A running host: it takes tasks from the moment it is started. */
export interface Host {
  status(): HostStatus
  /** Resolves when the host has stopped, by itself or by `stop`; rejects if it could not start. */
  readonly stopped: Promise<void>
  /**
   * Takes no more tasks and gives back those not begun; those begun may finish in `graceMs` (for ever without), then
   * they are aborted and given back. Shutdown hooks run last. Asking again shortens the grace.
   */
  stop(graceMs?: number): Promise<void>
}

/** Where tasks run; see isolation/. */
export interface Lanes {
  close(): Promise<void>
}

export type StartHost = (options: HostOptions) => Host
