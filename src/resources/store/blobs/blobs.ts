// Where the bytes of blobs are.
import type { Blob } from '../store.ts'

export interface Blobs extends AsyncDisposable {
  put(bytes: AsyncIterable<Uint8Array>): Promise<{ readonly id: string; readonly size: number }>
  read(id: string): Promise<Blob | undefined>
  /** They stay until they are removed; before that they go of themselves after a day. */
  keep(ids: readonly string[]): Promise<void>
  remove(id: string): Promise<void>
}
