// What a service in the process of its test is started with, and what a test may do to it.
import type { PutOptions } from './client.ts'
import type { Processor, Worker } from '../processor/processor.ts'
import type { DeadLetter } from '../sources/source.ts'
import type { Ran } from './ran.ts'
import type { TestClock } from './test_clock.ts'

/** What runs, on which clock, and where its tasks come from. */
export interface StartWorkerOptions {
  /** A worker, the file of one, or processors; by default what the settings name. */
  readonly processors?: Worker | string | readonly Processor[]
  /** By default one that stands still at the machine's time. Workers of the same clock run together. */
  readonly clock?: TestClock
  /** Tasks of a queue in memory; by default what the settings name. */
  readonly source?: 'memory'
  /** Settings by their environment variables, before the environment's own. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Where .env, package.json and the processor are looked for; by default the working folder. */
  readonly folder?: string
  /** What else runs on this clock, after each turn of the workers: `emulator.tasks`. */
  readonly alongside?: readonly { runUntilIdle(): Promise<number> }[]
}

/** A service in the process of its test. */
export interface TestWorker extends AsyncDisposable {
  readonly clock: TestClock
  /** A message, by default as JSON; resolves to the task's id. */
  put(message: unknown, options?: PutOptions): Promise<string>
  /**
   * Runs all that is due now, in order, and what that makes due, of every worker of this clock. Time stands still.
   * Resolves to what ran of this worker. Throws SourceUnavailable.
   */
  runUntilIdle(): Promise<readonly Ran[]>
  /**
   * Lets time pass and stops at each moment at which something is due, to run it. A processor that was at work before
   * is not waited for, so that its time can run out.
   */
  runFor(seconds: number): Promise<readonly Ran[]>
  /** The oldest result, removed; undefined if there is none now. */
  pull(from?: string): Promise<unknown>
  dead(): Promise<readonly DeadLetter[]>
}
