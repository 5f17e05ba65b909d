// What a worker process says to its primary.
import type { WorkerMessage } from './messages.ts'

/** Answers the primary's questions from now on. */
export function answerPrimary(): void {
  process.on('message', () => void tellPrimary({ got: true }))
}

/** Resolves when it is sent. */
export const tellPrimary = (message: WorkerMessage): Promise<void> =>
  new Promise((resolve) => {
    if (process.send === undefined) resolve()
    else process.send(message, undefined, undefined, () => resolve())
  })
