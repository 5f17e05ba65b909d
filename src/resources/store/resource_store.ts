// Where resources are kept. A change is made of what was read, or not at all: whoever changes meanwhile goes first.
import type { Write } from '../buffered_view.ts'
import type { Held } from '../resource_view.ts'

export interface ResourceStore extends AsyncDisposable {
  /** `memory`, or the file: for the start screen. */
  readonly description: string
  /** How often resources of the API were changed. */
  revision(api: string): Promise<number>
  get(api: string, name: string): Promise<Held | undefined>
  /** Of one collection, in order of creation; a segment `-` stands for any. */
  list(api: string, collection: string): Promise<readonly Held[]>
  /** All whose names start with this one and a slash; of '', all. */
  below(api: string, name: string): Promise<readonly Held[]>
  /** All of it or nothing; false if the API was changed since `revision`. */
  commit(api: string, revision: number, writes: readonly Write[]): Promise<boolean>
  putBlob(key: string, bytes: Buffer): Promise<void>
  getBlob(key: string): Promise<Buffer | undefined>
  /** Forgets everything. */
  clear(): Promise<void>
}
