// What a worker process says to its primary.
import type { WorkerMessage } from './cluster.ts'

/** Resolves when it is sent. */
export const tellPrimary = (message: WorkerMessage): Promise<void> =>
  new Promise((resolve) => {
    if (process.send === undefined) resolve()
    else process.send(message, undefined, undefined, () => resolve())
  })
