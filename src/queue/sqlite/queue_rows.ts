// The rows of table queue that the current transaction has read: each is read once and written once, however many steps use it.
import type { Micros } from '../../clock.ts'
import type { Queue } from '../store.ts'
import type { Queries } from './queries.ts'

type Name = Pick<Queue, 'project' | 'name'>

/** No project has it in its id. */
const AFTER_SPACE = '\u0001'

export interface QueueRow {
  readonly qid: number
  /** The last time this queue gave out. */
  clock: Micros
  total: number
  /** To be written before the commit. */
  changed: boolean
}

export class QueueRows {
  readonly #queries: Queries
  /** What projects begin with in the table: it holds the queues of all spaces. */
  readonly #prefix: string
  readonly #rows = new Map<string, QueueRow>()

  constructor(queries: Queries, space: string) {
    this.#queries = queries
    this.#prefix = space === '' ? '' : `${space}${AFTER_SPACE}`
  }

  /** By project and name. */
  all(): Name[] {
    return this.#queries.queues.all().flatMap(({ project, name }) => {
      const own = project.slice(this.#prefix.length)
      return project.startsWith(this.#prefix) && !own.includes(AFTER_SPACE)
        ? [{ project: own, name }]
        : []
    })
  }

  /** Undefined for a queue that has never held a task. */
  find(queue: Name): QueueRow | undefined {
    const key = `${queue.project}\0${queue.name}`
    const known = this.#rows.get(key)
    if (known) return known
    const found = this.#queries.queue.get(this.#prefix + queue.project, queue.name)
    if (!found) return undefined
    const row = { ...found, changed: false }
    this.#rows.set(key, row)
    return row
  }

  findOrMake(queue: Name): QueueRow {
    const found = this.find(queue)
    if (found) return found
    const project = this.#prefix + queue.project
    const { lastInsertRowid } = this.#queries.insertQueue.run(project, queue.name)
    const row = { qid: Number(lastInsertRowid), clock: 0, total: 0, changed: false }
    this.#rows.set(`${queue.project}\0${queue.name}`, row)
    return row
  }

  /** Forgets every queue, with all that is of it. */
  clear(): void {
    for (const queue of this.all()) {
      const { qid } = this.find(queue)!
      this.#queries.deletePayloads.run(qid)
      for (const remove of this.#queries.forgetQueue) remove.run(qid)
    }
    this.#rows.clear()
  }

  write(): void {
    for (const row of this.#rows.values()) {
      if (row.changed) this.#queries.updateQueue.run(row.clock, row.total, row.qid)
    }
  }

  /** Other processes may change the rows between transactions. */
  forget(): void {
    this.#rows.clear()
  }
}

/** Whatever is stored with a time comes after everything stored before it. */
export function keepTime(row: QueueRow, now: Micros): void {
  row.clock = now
  row.changed = true
}
