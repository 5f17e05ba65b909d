// Empties a queue: what is free by leasing it, what others hold by listing it.
import { Fault, exitCodes } from './faults.ts'
import type { Queue, Task } from './queue.ts'

/** How many deletions are under way at a time. */
const lanes = 8

/** Deletes until no task is left, and returns how many it were. */
export async function flush(queue: Queue): Promise<number> {
  const progress = progressOn(process.stderr)
  try {
    const free = await drain(queue, () => queue.lease(1000, 60, undefined), progress.add)
    const held = await drain(queue, () => queue.list(), progress.add)
    return free + held
  } finally {
    progress.end()
  }
}

async function drain(
  queue: Queue,
  next: () => Promise<readonly Task[]>,
  onDeleted: () => void,
): Promise<number> {
  let total = 0
  for (;;) {
    const waiting = [...(await next())]
    let deleted = 0
    const lane = async (): Promise<void> => {
      for (let task = waiting.pop(); task !== undefined; task = waiting.pop()) {
        // Its holder may have been faster.
        if (!(await removed(queue, task.id))) continue
        deleted += 1
        onDeleted()
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    if (deleted === 0) return total
    total += deleted
  }
}

/** Deletes a task; false if there is none of that id. */
export async function removed(queue: Queue, id: string): Promise<boolean> {
  try {
    await queue.remove(id)
    return true
  } catch (error) {
    if (error instanceof Fault && error.code === exitCodes.nothing) return false
    throw error
  }
}

/** One line that counts up on a terminal, a line for each thousand elsewhere. */
function progressOn(stream: NodeJS.WriteStream): { add: () => void; end: () => void } {
  let deleted = 0
  return {
    add() {
      deleted += 1
      if (stream.isTTY) stream.write(`\rdeleted ${deleted}`)
      else if (deleted % 1000 === 0) stream.write(`deleted ${deleted}\n`)
    },
    end() {
      if (stream.isTTY) stream.write('\r\u001B[K')
    },
  }
}
