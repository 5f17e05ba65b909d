// The last tasks that were settled, for whoever shows them.

export interface RecentTask {
  readonly id: string
  readonly queue: string
  readonly attempt: number
  readonly outcome: 'done' | 'retried' | 'dead' | 'released' | 'lost'
  /** When it was settled, milliseconds since the epoch. */
  readonly at: number
  readonly durationMs: number
  /** Why it was not done, in a sentence. */
  readonly reason?: string
}

export interface Recent {
  add(task: RecentTask): void
  /** The newest first. */
  list(): readonly RecentTask[]
}

const MOST = 20
/** Of a reason: what a processor throws may hold a whole answer. */
const MOST_CHARACTERS = 500

export function openRecent(): Recent {
  const tasks: RecentTask[] = []
  return {
    add({ reason, ...task }) {
      tasks.push({ ...task, ...(reason !== undefined && { reason: shortened(reason) }) })
      if (tasks.length > MOST) tasks.shift()
    },
    list: () => tasks.toReversed(),
  }
}

/** Of several processes; the newest first. */
export const newest = (lists: readonly (readonly RecentTask[])[]): readonly RecentTask[] =>
  lists
    .flat()
    .toSorted((a, b) => b.at - a.at)
    .slice(0, MOST)

const shortened = (text: string): string =>
  (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text).toWellFormed()
