// Resources of one API as a method reads and writes them, within one transaction.
import type { Held, Kept } from './kept.ts'

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
