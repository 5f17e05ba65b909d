// The other side of a worker: puts tasks in and takes results out, for tests.
import type { DeadLetter } from '../sources/source.ts'

export interface PutOptions {
  readonly id?: string
  /** The queue, as the worker names it without its prefix; by default its first. */
  readonly queue?: string
  readonly mimetype?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Offered by a source for `testClient`; queues have their prefix here. Calls throw SourceUnavailable when the other side cannot be reached. */
export interface QueueClient {
  /** Resolves to the task's id. */
  put(payload: Uint8Array, options: PutOptions): Promise<string>
  /** The oldest result, removed from its queue; undefined if there is none now. */
  pull(from?: string): Promise<unknown>
  dead(): Promise<readonly DeadLetter[]>
  /** Removes everything that tasks of this queue left, with the queue itself where there is such a thing. */
  clean(): Promise<void>
  close(): Promise<void>
}
