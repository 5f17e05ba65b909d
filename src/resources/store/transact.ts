// A change of the resources of one API: again from the start if somebody else has changed what it was made of.
import { ApiError } from '../../errors.ts'
import { BufferedView, isIn } from '../buffered_view.ts'
import type { Write } from '../kept.ts'
import type { JsonObject } from '../json.ts'
import type { Held, Kept } from '../kept.ts'
import type { ResourceView } from '../resource_view.ts'
import type { ListMark, Range, ResourceStore, Seen } from './store.ts'

/** So often is somebody else let go first. */
const MOST_TRIES = 100
/** How many resources are read at once. */
const CHUNK = 1000

/** What is changed: the resources of one API, in one fork. */
export interface Scope {
  readonly store: ResourceStore
  readonly fork: string
  readonly api: string
}

/** `work`: may run several times, each on a view of its own; what it writes is kept when it has ended. */
export async function transact<T>(
  scope: Scope,
  work: (view: ResourceView) => Promise<T>,
): Promise<T> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const stored = new StoredView(scope)
    const view = new BufferedView(stored)
    const result = await work(view)
    if (view.writes.length === 0 || (await stored.commit(view.writes)) === 'done') return result
  }
  throw new ApiError('ABORTED', 'aborted', 'Too much is changed at once. Please retry.')
}

/** What is stored, and what of it was seen; changes are the buffer's. */
class StoredView implements ResourceView {
  readonly #scope: Scope
  /** By name; what is read again is what was read before. */
  readonly #seen = new Map<string, Seen>()
  readonly #lists: ListMark[] = []

  constructor(scope: Scope) {
    this.#scope = scope
  }

  async get(name: string): Promise<Held | undefined> {
    await this.#see([name])
    return heldIn(this.#seen.get(name)!)
  }

  async list(collection: string): Promise<readonly Held[]> {
    const isAny = `/${collection}/`.includes('/-/')
    const kind = isAny ? 'named' : 'created'
    const held = await this.#all((after, limit) =>
      kind === 'created'
        ? { kind, api: this.#scope.api, collection, limit, after: after?.stored?.sequence }
        : { kind, api: this.#scope.api, collection, limit, after: after?.key.name },
    )
    const fits = isIn(collection)
    return held.filter(({ name }) => fits(name))
  }

  async *members(collection: string, after: number, atOnce: number): AsyncGenerator<Held> {
    const { api } = this.#scope
    const fits = isIn(collection)
    let last = after
    while (true) {
      const range = { kind: 'created', api, collection, limit: atOnce } as const
      const from = last < 0 ? undefined : last
      const { held, isLast, end } = await this.#list({ ...range, after: from })
      yield* held.filter(({ name }) => fits(name))
      if (isLast) return
      last = end!.stored!.sequence
    }
  }

  below(name: string): Promise<readonly Held[]> {
    const { api } = this.#scope
    return this.#all((after, limit) => ({
      kind: 'below',
      api,
      name,
      limit,
      after: after?.key.name,
    }))
  }

  put(name: string): void {
    throw new Error(`${name} is written past the transaction`)
  }

  delete(name: string): void {
    throw new Error(`${name} is deleted past the transaction`)
  }

  async commit(writes: readonly Write[]): Promise<'done' | 'conflict'> {
    const { store, fork } = this.#scope
    await this.#see(writes.map(({ name }) => name))
    const written = new Set(writes.map(({ name }) => name))
    return store.commit(fork, {
      writes: writes.map(({ name, kept }) => ({
        over: this.#seen.get(name)!,
        value: kept && valueOf(kept),
        blobs: kept === undefined ? [] : [...new Set(blobsOf(kept))],
      })),
      seen: [...this.#seen].filter(([name]) => !written.has(name)).map(([, seen]) => seen),
      lists: this.#lists,
    })
  }

  async #see(names: readonly string[]): Promise<void> {
    const { store, fork, api } = this.#scope
    const missing = [...new Set(names)].filter((name) => !this.#seen.has(name))
    if (missing.length === 0) return
    const seen = await store.get(
      fork,
      missing.map((name) => ({ api, name })),
    )
    for (const [i, name] of missing.entries()) this.#seen.set(name, seen[i]!)
  }

  async #all(rangeAfter: (after: Seen | undefined, limit: number) => Range): Promise<Held[]> {
    const all: Held[] = []
    let after: Seen | undefined
    while (true) {
      const { held, isLast, end } = await this.#list(rangeAfter(after, CHUNK))
      all.push(...held)
      if (isLast) return all
      after = end
    }
  }

  async #list(range: Range) {
    const { store, fork } = this.#scope
    const { resources, marks, isLast } = await store.list(fork, range)
    this.#lists.push(...marks)
    const held: Held[] = []
    for (const one of resources) {
      const { name } = one.key
      const seen = this.#seen.get(name) ?? one
      this.#seen.set(name, seen)
      const own = heldIn(seen)
      if (own !== undefined) held.push(own)
    }
    return { held, isLast, end: resources.at(-1) }
  }
}

function heldIn({ key, stored }: Seen): Held | undefined {
  if (stored === undefined) return undefined
  return { ...(stored.value as unknown as Kept), name: key.name, sequence: stored.sequence }
}

const valueOf = ({ resource, inputs, isGone, media, pending }: Kept): JsonObject =>
  ({ resource, inputs, isGone, media, pending }) as unknown as JsonObject

/** Also those of what an operation will write when it is done. */
function blobsOf({ media, pending }: Kept): string[] {
  const later = (pending?.writes ?? []).flatMap(({ kept }) =>
    kept === undefined ? [] : blobsOf(kept),
  )
  return media === undefined ? later : [media.blob, ...later]
}
