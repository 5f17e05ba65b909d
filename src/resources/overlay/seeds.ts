// Resources that are there from the start, under those that were made since.
import type { JsonObject } from '../json.ts'
import type { Held, Kept } from '../kept.ts'
import type { ResourceView } from '../resource_view.ts'

/** `seed`: by full name, in which a segment `*` stands for any. */
export class SeededView implements ResourceView {
  readonly #under: ResourceView
  readonly #seed: readonly (readonly [string, JsonObject])[]

  constructor(under: ResourceView, seed: Readonly<Record<string, JsonObject>>) {
    this.#under = under
    this.#seed = Object.entries(seed)
  }

  async get(name: string): Promise<Held | undefined> {
    const own = await this.#under.get(name)
    if (own !== undefined) return own.isGone ? undefined : own
    const at = this.#seed.findIndex(([pattern]) => matches(pattern, name))
    return at === -1 ? undefined : this.#held(at, name)
  }

  async list(collection: string): Promise<readonly Held[]> {
    const own = await this.#under.list(collection)
    return this.#withSeeds(own, (pattern) => memberIn(collection, pattern))
  }

  async *members(collection: string, after: number, atOnce: number): AsyncGenerator<Held> {
    for (const [at, [pattern]] of this.#seed.entries()) {
      const name = memberIn(collection, pattern)
      if (name === undefined) continue
      const held = this.#held(at, name)
      const isNext = held.sequence > after
      if (isNext && (await this.#under.get(name)) === undefined) yield held
    }
    for await (const own of this.#under.members(collection, after, atOnce))
      if (own.isGone !== true) yield own
  }

  async below(name: string): Promise<readonly Held[]> {
    const own = await this.#under.below(name)
    return this.#withSeeds(own, (pattern) =>
      name === '' || pattern.startsWith(`${name}/`) ? pattern : undefined,
    )
  }

  put(name: string, pattern: string, kept: Kept): void {
    this.#under.put(name, pattern, kept)
  }

  delete(name: string): void {
    const isSeeded = this.#seed.some(([pattern]) => matches(pattern, name))
    if (isSeeded) this.#under.put(name, ':gone', { resource: {}, isGone: true })
    else this.#under.delete(name)
  }

  #withSeeds(own: readonly Held[], nameOf: (pattern: string) => string | undefined): Held[] {
    const taken = new Set(own.map(({ name }) => name))
    const seeds = this.#seed.flatMap(([pattern], at) => {
      const name = nameOf(pattern)
      return name === undefined || taken.has(name) ? [] : [this.#held(at, name)]
    })
    return [...seeds, ...own.filter(({ isGone }) => isGone !== true)]
  }

  /** Seeds come before all that was made. */
  #held(at: number, name: string): Held {
    const [, resource] = this.#seed[at]!
    const own = structuredClone(resource)
    if (typeof own['name'] === 'string' && own['name'].includes('*')) own['name'] = name
    return { name, resource: own, sequence: at - this.#seed.length }
  }
}

/** The name in the collection that a seed gives; undefined for one of another collection. */
function memberIn(collection: string, pattern: string): string | undefined {
  const slash = pattern.lastIndexOf('/')
  if (!matches(pattern.slice(0, Math.max(slash, 0)), collection)) return undefined
  const id = pattern.slice(slash + 1)
  return id === '*' ? undefined : join(collection, id)
}

const join = (collection: string, id: string): string =>
  collection === '' ? id : `${collection}/${id}`

function matches(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name
  const parts = pattern.split('/')
  const own = name.split('/')
  return parts.length === own.length && parts.every((part, i) => part === '*' || part === own[i])
}
