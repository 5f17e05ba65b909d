// The queues that there are: read, written over what was read, declared, deleted.
import type { Clock } from 'discovery-emulator'
import type { Queue, TaskStore } from 'discovery-emulator/queue'
import { queueExists, queueMissing, queueTooRecent } from './errors.ts'
import { queueIdIn, storedQueueOf, type QueueId } from './names.ts'
import { defaultPullQueue, gateOf, type StoredQueue } from './queue.ts'

interface Parts {
  readonly store: TaskStore
  readonly clock: Clock
  readonly home: string
  /** By id: queues of every project, made when they are first asked for. */
  readonly declared: ReadonlyMap<string, StoredQueue>
  /** How long the name of a deleted queue stays taken. */
  readonly tombstone: number
}

export interface Found {
  readonly id: QueueId
  readonly queue: Queue
  readonly stored: StoredQueue
  readonly revision: number
}

type Kind = Pick<StoredQueue, 'kind'> & Pick<Queue, 'maxLeases'>

export class Queues {
  readonly #parts: Parts
  readonly #kinds = new Map<string, { readonly kind: Kind | undefined; readonly since: number }>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async find(id: QueueId): Promise<Found | undefined> {
    const { found } = await this.#read(id)
    return found
  }

  /** For Task Queue, whose queues need no declaration: what is declared of one, as known within the last second. */
  async kindOf(id: QueueId): Promise<Kind | undefined> {
    const key = `${id.project}/${id.queue}`
    const known = this.#kinds.get(key)
    if (known !== undefined && performance.now() - known.since < 1000) return known.kind
    const { resource } = await this.#parts.store.record(this.#queueOf(id))
    const declared = this.#parts.declared.get(id.queue)
    const stored: StoredQueue | undefined = resource === '' ? declared : JSON.parse(resource)
    const kind =
      stored === undefined || stored.deletedUntil !== undefined
        ? undefined
        : { kind: stored.kind, maxLeases: held(this.#queueOf(id), stored).maxLeases }
    if (this.#kinds.size > 10_000) this.#kinds.clear()
    this.#kinds.set(key, { kind, since: performance.now() })
    return kind
  }

  async get(id: QueueId): Promise<Found> {
    const found = await this.find(id)
    if (found === undefined) throw queueMissing()
    return found
  }

  async create(id: QueueId, stored: StoredQueue): Promise<void> {
    const { found, revision, deletedUntil } = await this.#read(id)
    if (found !== undefined) throw queueExists()
    if (deletedUntil > this.#parts.clock.now()) throw queueTooRecent()
    if ((await this.#write(this.#queueOf(id), stored, revision)) === 'conflict') throw queueExists()
  }

  /** Makes it unless it is there. */
  async declare(id: QueueId, stored: StoredQueue): Promise<void> {
    const { found, revision } = await this.#read(id)
    if (found === undefined) await this.#write(this.#queueOf(id), stored, revision)
  }

  /** Repeats `change` until nobody else has written in between. */
  async change(
    id: QueueId,
    change: (found: Found) => StoredQueue | Promise<StoredQueue>,
  ): Promise<Found> {
    for (;;) {
      const found = await this.get(id)
      const stored = await change(found)
      if ((await this.#write(found.queue, stored, found.revision)) === 'done')
        return { ...found, stored }
    }
  }

  /** False if it is not there. Its tasks go with it. */
  async delete(id: QueueId): Promise<boolean> {
    const found = await this.find(id)
    if (found === undefined) return false
    const { store, clock, tombstone } = this.#parts
    const deletedUntil = clock.now() + tombstone
    await this.#write(found.queue, { ...found.stored, deletedUntil }, found.revision)
    await store.purge(found.queue, 0)
    return true
  }

  /** By id. */
  async list(project: string, location: string): Promise<Found[]> {
    const { store, declared, home } = this.#parts
    const names = (await store.queues())
      .filter((queue) => queue.project === project)
      .map((queue) => queueIdIn(queue, home))
      .filter((id) => id.location === location)
      .map((id) => id.queue)
    if (location === home) names.push(...declared.keys())
    const sorted = [...new Set(names)].toSorted()
    const found = await Promise.all(sorted.map((queue) => this.find({ project, location, queue })))
    return found.filter((queue) => queue !== undefined)
  }

  #queueOf(id: QueueId): Queue {
    return storedQueueOf(id, this.#parts.home)
  }

  #write(queue: Queue, stored: StoredQueue, revision: number): Promise<'done' | 'conflict'> {
    this.#kinds.clear()
    const record = { resource: JSON.stringify(stored), gate: gateOf(stored) }
    return this.#parts.store.writeRecord(queue, record, revision)
  }

  async #read(id: QueueId): Promise<{
    readonly found: Found | undefined
    readonly revision: number
    readonly deletedUntil: number
  }> {
    const queue = this.#queueOf(id)
    const { resource, revision } = await this.#parts.store.record(queue)
    if (revision === 0)
      return { found: await this.#undeclared(id, queue), revision, deletedUntil: 0 }
    const stored: StoredQueue = JSON.parse(resource)
    const { deletedUntil } = stored
    if (deletedUntil !== undefined) return { found: undefined, revision, deletedUntil }
    return {
      found: { id, queue: held(queue, stored), stored, revision },
      revision,
      deletedUntil: 0,
    }
  }

  /** One of a file, which is declared now; or one that Task Queue made by using it, which is a pull queue. */
  async #undeclared(id: QueueId, queue: Queue): Promise<Found | undefined> {
    const { store, declared, home } = this.#parts
    const stored = id.location === home ? declared.get(id.queue) : undefined
    if (stored !== undefined) {
      await this.#write(queue, stored, 0)
      return this.find(id)
    }
    const isUsed = (await store.queues()).some(
      ({ project, name }) => project === queue.project && name === queue.name,
    )
    return isUsed ? { id, queue, stored: defaultPullQueue, revision: 0 } : undefined
  }
}

/** A pull queue's attempts are leases, which the store counts. */
const held = (queue: Queue, { kind, retry }: StoredQueue): Queue => ({
  ...queue,
  maxLeases: kind === 'pull' && retry.maxAttempts > 0 ? retry.maxAttempts : 0,
})
