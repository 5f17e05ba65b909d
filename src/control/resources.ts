// Resources of all APIs, by whatever wants to look at them or put them there: the console, exports, seeds of tests.
import type { Service } from '../api/service.ts'
import { invalid, notFound } from '../errors.ts'
import type { Engine, Planted } from '../resources/engine.ts'

/** A resource and where it is. */
export interface NamedResource extends Planted {
  /** Name of the document, without version: a resource is the same in all. */
  readonly api: string
}

export class Resources {
  readonly #engine: Engine
  /** Of several versions of an API, one. */
  readonly #sources: ReadonlyMap<string, Service['source']>

  constructor(engine: Engine, services: readonly Service[]) {
    this.#engine = engine
    this.#sources = new Map(services.map(({ source, outline }) => [outline.name, source]))
  }

  /** By API and name; of one API, or below one name of it. Those of an API whose seed it is are there as well. */
  async list(fork: string, api?: string, below?: string): Promise<readonly NamedResource[]> {
    const apis = api === undefined ? [...this.#sources.keys()] : [api]
    const lists = apis.map(async (one) => {
      const held = await this.#engine.resources(this.#sourceOf(one), fork, below)
      return held.map(({ name, resource }) => ({ api: one, name, resource }))
    })
    const all = (await Promise.all(lists)).flat()
    const places = new Map(all.map((one) => [one, `${one.api}\0${one.name}`]))
    return all.toSorted((a, b) => (places.get(a)! < places.get(b)! ? -1 : 1))
  }

  /** Throws NOT_FOUND where there is none. */
  async get(fork: string, api: string, name: string): Promise<NamedResource> {
    const held = await this.#engine.resource(this.#sourceOf(api), fork, name)
    if (held === undefined) throw unknownResource(api, name)
    return { api, name, resource: held.resource }
  }

  /** Those of one API are there at once. */
  async put(fork: string, resources: readonly NamedResource[]): Promise<void> {
    for (const { api, name } of resources) {
      if (!this.#sources.has(api)) this.#sourceOf(api)
      if (!/^[^/\s]+(\/[^/\s]+)*$/.test(name))
        throw invalid(
          `${JSON.stringify(name)} is no name of a resource: projects/p/secrets/s is one.`,
          'name',
        )
    }
    for (const [api, own] of Map.groupBy(resources, ({ api: one }) => one))
      await this.#engine.plant(this.#sourceOf(api), fork, own)
  }

  /** Throws NOT_FOUND where there is none. */
  async remove(fork: string, api: string, name: string): Promise<void> {
    if (!(await this.#engine.uproot(this.#sourceOf(api), fork, name)))
      throw unknownResource(api, name)
  }

  #sourceOf(api: string): Service['source'] {
    const source = this.#sources.get(api)
    if (source !== undefined) return source
    throw notFound(
      `No API "${api}" is served here. Served: ${[...this.#sources.keys()].join(', ')}.`,
    )
  }
}

const unknownResource = (api: string, name: string) =>
  notFound(`There is no resource ${name} of ${api}.`)

/** A resource as people write it, in a seed: `{ api: 'pubsub', name: 'projects/p/topics/t', resource: {} }`. */
export function readResources(value: unknown): readonly NamedResource[] {
  if (!Array.isArray(value)) throw invalid('resources must be a list.', 'resources')
  return value.map((one: Partial<NamedResource>, i) => {
    const { api, name, resource = {} } = one
    if (typeof api !== 'string' || typeof name !== 'string' || typeof resource !== 'object')
      throw invalid(`resources[${i}] must have api, name and resource.`, `resources[${i}]`)
    return { api, name, resource }
  })
}
