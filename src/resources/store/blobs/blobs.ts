// Where the bytes of blobs are.
import type { Blob } from '../store.ts'

/** Seconds that a blob is still there once nothing refers to it, for those who have found it and begin to read. */
export const GRACE = 10

export interface Blobs extends AsyncDisposable {
  put(bytes: AsyncIterable<Uint8Array>): Promise<{ readonly id: string; readonly size: number }>
  read(id: string): Promise<Blob | undefined>
  /** They stay until they are removed; before that they go of themselves after a day. */
  keep(ids: readonly string[]): Promise<void>
  /** Nothing refers to it any more; what has found it may still read it for so long as the grace is. */
  remove(id: string): Promise<void>
}
