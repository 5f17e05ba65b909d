// Resources of one API as a method reads and writes them, within one transaction.
import type { KeptMedia } from '../api/resources.ts'
import type { JsonObject } from './json.ts'
import type { Pending } from './operations/pending.ts'

/** What is kept of a resource. */
export interface Kept {
  readonly resource: JsonObject
  /** What a client sent beside it, for methods that read it back. */
  readonly inputs?: JsonObject
  /** It was there from the start, and is deleted. */
  readonly isGone?: boolean
  /** Bytes that were uploaded with it. */
  readonly media?: KeptMedia
  /** Of an operation that runs. */
  readonly pending?: Pending
}

export interface Held extends Kept {
  /** Full name, without version. */
  readonly name: string
  /** Place in the order of creation. */
  readonly sequence: number
}

export interface ResourceView {
  get(name: string): Promise<Held | undefined>
  /** Of one collection (`projects/p/secrets`), in order of name or of creation; a segment `-` stands for any. */
  list(collection: string): Promise<readonly Held[]>
  /**
   * Of one collection, in order of creation, from behind a place in it (-Infinity: from the first), so many at a time and no
   * further than they are asked for.
   */
  members(collection: string, after: number, atOnce: number): AsyncIterable<Held>
  /** All whose names start with this one and a slash. */
  below(name: string): Promise<readonly Held[]>
  // `pattern`: of its collection, `projects/*/secrets`.
  put(name: string, pattern: string, kept: Kept): void
  delete(name: string): void
}
