// Resources in memory.
import { isIn, type Write } from '../buffered_view.ts'
import type { Held } from '../resource_view.ts'
import type { ResourceStore } from './resource_store.ts'

interface Shelf {
  revision: number
  readonly held: Map<string, Held>
  /** Names by that of their collection. */
  readonly names: Map<string, Set<string>>
}

const collectionOf = (name: string): string => name.slice(0, Math.max(name.lastIndexOf('/'), 0))

export class MemoryStore implements ResourceStore {
  readonly description = 'memory'
  readonly #shelves = new Map<string, Shelf>()
  readonly #blobs = new Map<string, Buffer>()
  #sequence = 0

  async revision(api: string): Promise<number> {
    return this.#shelf(api).revision
  }

  async get(api: string, name: string): Promise<Held | undefined> {
    return this.#shelf(api).held.get(name)
  }

  async list(api: string, collection: string): Promise<readonly Held[]> {
    const { held, names } = this.#shelf(api)
    const fits = isIn(collection)
    const isAny = `/${collection}/`.includes('/-/')
    // A set is in the order in which names came, which is that of creation.
    if (!isAny)
      return [...(names.get(collection) ?? [])].filter(fits).map((name) => held.get(name)!)
    return inOrder([...held.values()].filter(({ name }) => fits(name)))
  }

  async below(api: string, name: string): Promise<readonly Held[]> {
    const { held, names } = this.#shelf(api)
    if (name === '') return inOrder([...held.values()])
    const start = `${name}/`
    const among = [...names].filter(([collection]) => `${collection}/`.startsWith(start))
    return inOrder(among.flatMap(([, own]) => [...own].map((one) => held.get(one)!)))
  }

  async commit(api: string, revision: number, writes: readonly Write[]): Promise<boolean> {
    const shelf = this.#shelf(api)
    if (shelf.revision !== revision) return false
    shelf.revision += 1
    for (const write of writes) this.#write(shelf, write)
    return true
  }

  #write({ held, names }: Shelf, { name, kept }: Write): void {
    const siblings = names.getOrInsertComputed(collectionOf(name), () => new Set())
    if (kept === undefined) {
      held.delete(name)
      siblings.delete(name)
      if (siblings.size === 0) names.delete(collectionOf(name))
      return
    }
    const sequence = held.get(name)?.sequence ?? (this.#sequence += 1)
    held.set(name, structuredClone({ ...kept, name, sequence }))
    siblings.add(name)
  }

  async putBlob(key: string, bytes: Buffer): Promise<void> {
    this.#blobs.set(key, bytes)
  }

  async getBlob(key: string): Promise<Buffer | undefined> {
    return this.#blobs.get(key)
  }

  async clear(): Promise<void> {
    this.#shelves.clear()
    this.#blobs.clear()
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #shelf(api: string): Shelf {
    return this.#shelves.getOrInsertComputed(api, () => ({
      revision: 0,
      held: new Map(),
      names: new Map(),
    }))
  }
}

const inOrder = (held: readonly Held[]): Held[] => held.toSorted((a, b) => a.sequence - b.sequence)
