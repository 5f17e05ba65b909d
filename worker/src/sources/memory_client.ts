// Queues in memory by their names, for a worker and its testClient in one process.
import { decode } from '../processor/codecs.ts'
import type { Clock } from '../clock.ts'
import type { QueueClient } from '../testing/client.ts'
import type { Result } from './source.ts'
import { openMemory, type MemorySource } from './memory.ts'

const queues = new Map<string, MemorySource>()

/** The same queue for the same name. */
export function memoryQueue(name: string, clock?: Clock): MemorySource {
  const queue = queues.get(name) ?? openMemory(name, clock)
  queues.set(name, queue)
  return queue
}

export function openMemoryClient(name: string): QueueClient {
  const source = memoryQueue(name)
  let pulled = 0
  return {
    async put(payload, { id, mimetype, headers = {} }) {
      return source.put(payload, { headers, ...(id && { id }), ...(mimetype && { mimetype }) })
    },
    async pull(from) {
      const left = source.results.slice(pulled)
      const index = left.findIndex(({ to }) => from === undefined || to === from)
      if (index < 0) return undefined
      pulled += index + 1
      return valueOf(left[index]!)
    },
    dead: async () =>
      source.dead.map(({ task, notice, diedAt }) => ({ id: task.id, task, notice, diedAt })),
    clean: async () => void queues.delete(name),
    close: async () => undefined,
  }
}

/** With the task's id in it, as a Task Queue gives it. */
function valueOf({ task, value, body, mimetype }: Result): unknown {
  const whole = value ?? decode(body, mimetype)
  const isRecord = typeof whole === 'object' && whole !== null && !Array.isArray(whole)
  return isRecord && !(whole instanceof Uint8Array) ? { task_id: task.id, ...whole } : whole
}
