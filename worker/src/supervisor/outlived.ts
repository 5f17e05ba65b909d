// Ends this process after its parent, also while its main thread is blocked and hears of nothing.
import { extname } from 'node:path'
import { Worker as Thread } from 'node:worker_threads'

export interface WatchOptions {
  readonly parent: number
  /** Milliseconds that this process gets for ending by itself. */
  readonly graceMs: number
}

/** Keeps nothing alive, and looks twice a second. */
export function endAfterParent(graceMs: number): void {
  const workerData: WatchOptions = { parent: process.ppid, graceMs }
  const thread = new Thread(
    new URL(`outlived_entry${extname(import.meta.filename)}`, import.meta.url),
    { workerData },
  )
  thread.unref()
}
