// Why this worker lost tasks: said when one of them has been handed out too often, and nobody else knows.
import type { Task } from '../sources/source.ts'

export interface Losses {
  note(task: Pick<Task, 'queue' | 'id'>, why: string): void
  /** Of the last time; undefined if this worker never had the task, or never lost it. */
  why(task: Pick<Task, 'queue' | 'id'>): string | undefined
}

/** Tasks that are remembered; the oldest are forgotten. */
const MOST = 1000

export function openLosses(): Losses {
  const known = new Map<string, string>()
  return {
    note(task, why) {
      const key = keyOf(task)
      known.delete(key)
      known.set(key, why)
      const [oldest] = known.keys()
      if (known.size > MOST && oldest !== undefined) known.delete(oldest)
    },
    why: (task) => known.get(keyOf(task)),
  }
}

const keyOf = ({ queue, id }: Pick<Task, 'queue' | 'id'>): string => `${queue}\n${id}`
