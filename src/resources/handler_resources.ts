// The engine's resources as handlers of an API have them.
import { ApiError } from '../errors.ts'
import { forkOf } from '../api/fork.ts'
import { bytesOfMedia, type Media } from '../api/media.ts'
import type {
  Caller,
  KeptResource,
  MethodRequest,
  Resources,
  ResourceTransaction,
} from '../api/resources.ts'
import type { AnyMethod } from '../api/method_types.ts'
import type { Engine, Source } from './engine.ts'
import type { JsonObject } from './json.ts'
import type { Held } from './kept.ts'
import type { ResourceView } from './resource_view.ts'

export const engineResources =
  (engine: Engine) =>
  (source: Source, caller: Caller): Resources => ({
    transaction: (work) =>
      engine.transaction(source, forkOf(caller), (seeded, stored) =>
        work(new EngineTransaction(engine, source, caller, seeded, stored)),
      ),
    keep: (bytes, { contentType } = {}) =>
      isMedia(bytes)
        ? engine.keep(bytesOfMedia(bytes), contentType ?? bytes.contentType)
        : engine.keep(bytes, contentType ?? 'application/octet-stream'),
    async read(kept) {
      const bytes = await engine.read(kept)
      if (bytes === undefined)
        throw new ApiError('NOT_FOUND', 'notFound', 'The bytes were deleted meanwhile.')
      return bytes
    },
  })

const isMedia = (bytes: Media | AsyncIterable<Uint8Array>): bytes is Media => 'path' in bytes

class EngineTransaction implements ResourceTransaction {
  readonly #engine: Engine
  readonly #source: Source
  readonly #caller: Caller
  readonly #seeded: ResourceView
  readonly #stored: ResourceView

  constructor(
    engine: Engine,
    source: Source,
    caller: Caller,
    seeded: ResourceView,
    stored: ResourceView,
  ) {
    this.#engine = engine
    this.#source = source
    this.#caller = caller
    this.#seeded = seeded
    this.#stored = stored
  }

  invoke(id: string, request: MethodRequest<AnyMethod>): Promise<unknown> {
    const { params, body, nulls = [], media: uploaded, alt = 'json' } = request
    const placed = this.#engine.apiOf(this.#source).model.placed.methods.get(id)
    if (placed === undefined) throw new Error(`${this.#source.path} has no method ${id}`)
    const asked = { params, body, nulls, uploaded, alt, header: this.#caller.header }
    return this.#engine.answerWithin(this.#stored, this.#source, placed.method, asked)
  }

  async get<R extends object>(name: string): Promise<KeptResource<R> | undefined> {
    const held = await this.#seeded.get(name)
    return held && keptOf<R>(held)
  }

  async list<R extends object>(
    collection: string,
    { limit }: { readonly limit?: number } = {},
  ): Promise<readonly KeptResource<R>[]> {
    if (limit === undefined)
      return (await this.#seeded.list(collection)).map((held) => keptOf<R>(held))
    const first: KeptResource<R>[] = []
    for await (const held of this.#seeded.members(collection, -Infinity, limit))
      if (first.push(keptOf<R>(held)) === limit) break
    return first
  }

  put(name: string, resource: object, media?: KeptResource<object>['media']): void {
    const kept = media && { contentType: media.contentType, blob: media.blob }
    this.#seeded.put(name, '', { resource: resource as JsonObject, ...(kept && { media: kept }) })
  }

  async delete(name: string): Promise<void> {
    for (const { name: below } of await this.#seeded.below(name)) this.#seeded.delete(below)
    this.#seeded.delete(name)
  }
}

const keptOf = <R extends object>({ name, resource, media }: Held): KeptResource<R> => ({
  name,
  resource: resource as R,
  media,
})
