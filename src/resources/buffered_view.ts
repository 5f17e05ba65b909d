// What a method writes, held back until it has answered: then all of it is kept, or nothing.
import type { Held, Kept, Write } from './kept.ts'
import type { ResourceView } from './resource_view.ts'

export class BufferedView implements ResourceView {
  readonly #under: ResourceView
  readonly #writes = new Map<string, Write>()

  constructor(under: ResourceView) {
    this.#under = under
  }

  get writes(): readonly Write[] {
    return [...this.#writes.values()]
  }

  async get(name: string): Promise<Held | undefined> {
    const own = this.#writes.get(name)
    if (own === undefined) return this.#under.get(name)
    return own.kept && { ...own.kept, name, sequence: Infinity }
  }

  async list(collection: string): Promise<readonly Held[]> {
    return this.#withOwn(await this.#under.list(collection), isIn(collection))
  }

  async *members(collection: string, after: number, atOnce: number): AsyncGenerator<Held> {
    if (![...this.#writes.keys()].some(isIn(collection))) {
      yield* this.#under.members(collection, after, atOnce)
      return
    }
    const all = await this.list(collection)
    yield* all
      .filter(({ sequence }) => sequence > after)
      .toSorted((a, b) => a.sequence - b.sequence)
  }

  async below(name: string): Promise<readonly Held[]> {
    return this.#withOwn(await this.#under.below(name), (other) => other.startsWith(`${name}/`))
  }

  put(name: string, pattern: string, kept: Kept): void {
    this.#writes.set(name, { name, pattern, kept })
  }

  delete(name: string): void {
    this.#writes.set(name, { name })
  }

  #withOwn(held: readonly Held[], fits: (name: string) => boolean): Held[] {
    const all = new Map(held.map((one) => [one.name, one]))
    for (const { name, kept } of this.#writes.values()) {
      if (!fits(name)) continue
      if (kept === undefined) all.delete(name)
      else all.set(name, { ...kept, name, sequence: all.get(name)?.sequence ?? Infinity })
    }
    return [...all.values()]
  }
}

/** Whether a name is of a collection, in which `-` stands for any segment; what is kept beside resources is of none. */
export function isIn(collection: string): (name: string) => boolean {
  const parts = collection === '' ? [] : collection.split('/')
  return (name) => {
    const own = name.split('/')
    return (
      own.length === parts.length + 1 &&
      parts.every((part, i) => part === '-' || part === own[i]) &&
      !own.at(-1)!.startsWith(':')
    )
  }
}

export function applyWrites(writes: readonly Write[], view: ResourceView): void {
  for (const write of writes)
    if (write.kept === undefined) view.delete(write.name)
    else view.put(write.name, write.pattern, write.kept)
}
