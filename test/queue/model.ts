// A task store as plainly as it can be said: one array of the tasks of one queue, which real stores must agree with.
import { BEHIND, type LeaseRequest, type NewTask } from '../../src/queue/index.ts'
import { second } from './requests.ts'

export interface ModelTask {
  readonly id: string
  readonly named: boolean
  readonly payload: string
  readonly tag: string
  retryCount: number
  eta: number
  /** False while it is as it was inserted, without a future time. */
  timed: boolean
}

const week = 7 * 24 * 3600 * second

export class Model {
  /** Moved by `advance`, and by one for each operation. */
  now = 0
  readonly #maxLeases: number
  readonly #isOrdered: boolean
  #tasks: ModelTask[] = []
  readonly #tombstones = new Map<string, number>()
  readonly #leased: { at: number; tasks: number }[] = []

  constructor(maxLeases: number, isOrdered: boolean) {
    this.#maxLeases = maxLeases
    this.#isOrdered = isOrdered
  }

  /** Begins each operation. */
  tick(): void {
    this.now += 1
    const spent = this.#tasks.filter(
      ({ eta, retryCount }) =>
        eta <= this.now && this.#maxLeases > 0 && retryCount >= this.#maxLeases,
    )
    for (const task of spent) this.#delete(task)
  }

  /** A stable sort: what is inserted first stays first where times are the same. */
  inLine(): ModelTask[] {
    return this.#tasks.toSorted((a, b) => a.eta - b.eta)
  }

  find(id: string): ModelTask | undefined {
    return this.#tasks.find((task) => task.id === id)
  }

  insert({ id, named, payload, tag, availableAt = 0 }: NewTask): ModelTask | 'exists' {
    if (this.find(id)) return 'exists'
    if (named && (this.#tombstones.get(id) ?? 0) > this.now) return 'exists'
    const isBehind = this.#isOrdered && tag !== '' && this.#tasks.some((other) => other.tag === tag)
    const timed = isBehind || availableAt > this.now
    const eta = isBehind ? BEHIND : Math.max(availableAt, this.now)
    const task = { id, named, payload, tag, retryCount: 0, eta, timed }
    this.#tasks.push(task)
    return task
  }

  lease({ count, duration, tags, maxPayload }: LeaseRequest): ModelTask[] {
    const available = this.inLine().filter(({ eta }) => eta <= this.now)
    const tag = tags.kind === 'only' ? tags.tag : available[0]?.tag
    const group = available.filter((task) => tags.kind === 'every' || task.tag === tag)
    const taken: ModelTask[] = []
    let size = 0
    for (const task of group.slice(0, count)) {
      size += task.payload.length
      if (size > maxPayload && taken.length > 0) break
      taken.push(task)
    }
    for (const task of taken) {
      task.retryCount += 1
      this.#hold(task, duration)
    }
    this.#leased.push({ at: this.now, tasks: taken.length })
    return taken
  }

  renew(id: string, duration: number, isCurrent: boolean): ModelTask | 'missing' | 'expired' {
    const task = this.find(id)
    if (!task) return 'missing'
    if (task.eta <= this.now || task.eta === BEHIND || !isCurrent) return 'expired'
    this.#hold(task, duration)
    return task
  }

  remove(id: string): boolean {
    const task = this.find(id)
    if (!task) return false
    this.#delete(task)
    if (task.named) this.#tombstones.set(id, this.now + week)
    return true
  }

  /** Exact only where no lease is between 59 and 60 seconds, or minutes, ago. */
  leasedWithin(seconds: number): number {
    return this.#leased
      .filter(({ at }) => this.now - at < seconds * second)
      .reduce((sum, { tasks }) => sum + tasks, 0)
  }

  get total(): number {
    return this.#tasks.length
  }

  #delete(task: ModelTask): void {
    this.#tasks.splice(this.#tasks.indexOf(task), 1)
    if (!this.#isOrdered || task.eta === BEHIND) return
    const next = this.#tasks.find(({ tag, eta }) => tag === task.tag && eta === BEHIND)
    if (next !== undefined) this.#hold(next, 0)
  }

  #hold(task: ModelTask, duration: number): void {
    task.eta = this.now + duration
    task.timed = true
  }
}
