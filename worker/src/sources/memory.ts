// Tasks of an array: for tests of processors, and the plainest example of a source.
import { systemClock, type Clock } from '../clock.ts'
import type { DeathNotice, Result, Task, TaskSource } from './source.ts'

export interface MemorySource extends TaskSource {
  put(
    payload: Uint8Array | string,
    about?: Partial<Pick<Task, 'id' | 'tag' | 'mimetype' | 'headers'>>,
  ): string
  readonly results: readonly Result[]
  readonly dead: readonly {
    readonly task: Task
    readonly notice: DeathNotice
    readonly diedAt: number
  }[]
  /** Tasks neither done nor dead. */
  left(): number
}

interface Entry {
  readonly task: Omit<Task, 'attempt'>
  attempts: number
  /** Milliseconds since the epoch; the lease of the attempt then handed out ends. */
  availableAt: number
}

export function openMemory(
  queue = 'memory',
  { now }: Pick<Clock, 'now'> = systemClock,
): MemorySource {
  const entries = new Map<string, Entry>()
  const results: Result[] = []
  const dead: { task: Task; notice: DeathNotice; diedAt: number }[] = []
  const held = ({ id, attempt }: Task): Entry | undefined => {
    const entry = entries.get(id)
    return entry?.attempts === attempt && entry.availableAt > now() ? entry : undefined
  }
  let count = 0
  return {
    description: `queue ${queue} in memory`,
    leases: true,
    results,
    dead,
    left: () => entries.size,
    put(payload, about = {}) {
      const id = about.id ?? `${(count += 1)}`
      const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
      const task = { headers: {}, ...about, id, queue, payload: bytes, enqueuedAt: now() }
      entries.set(id, { task, attempts: 0, availableAt: 0 })
      return id
    },
    async receive({ count: most, leaseMs }) {
      const due = entries.values().filter(({ availableAt }) => availableAt <= now())
      return due
        .take(most)
        .toArray()
        .map((entry) => {
          entry.attempts += 1
          entry.availableAt = now() + leaseMs
          return { ...entry.task, attempt: entry.attempts }
        })
    },
    async extend(task, leaseMs) {
      const entry = held(task)
      if (entry === undefined) return 'lost'
      entry.availableAt = now() + leaseMs
      return 'held'
    },
    async publish(result) {
      if (results.some(({ id }) => id === result.id)) return 'taken'
      results.push(result)
      return 'published'
    },
    ack: async (task) => void entries.delete(task.id),
    async release(task, delayMs) {
      const entry = held(task)
      if (entry !== undefined) entry.availableAt = now() + delayMs
    },
    async deadLetter(task, notice) {
      dead.push({ task, notice, diedAt: now() })
      entries.delete(task.id)
    },
    close: async () => undefined,
  }
}
