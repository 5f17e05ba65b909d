// The engine: methods without a handler work on resources, by what their document says.
import type { Clock } from '../clock.ts'
import type { RestDescription, RestMethod } from '../discovery/document.ts'
import type { Call } from '../handlers.ts'
import type { Context } from './context.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import { MemoryResources } from './memory_resources.ts'
import { behaviorFor } from './methods/behaviors.ts'
import { ApiModel } from './model/api_model.ts'
import { Ids } from './resource/ids.ts'
import { traitsOf } from './traits/traits.ts'

export class Engine {
  readonly #models = new WeakMap<RestDescription, ApiModel>()
  readonly #views = new Map<string, MemoryResources>()
  readonly #clock: Clock
  readonly #ids: Ids

  constructor(clock: Clock, seed: string) {
    this.#clock = clock
    this.#ids = new Ids(seed)
  }

  modelOf(document: RestDescription): ApiModel {
    let model = this.#models.get(document)
    if (model === undefined) this.#models.set(document, (model = new ApiModel(document)))
    return model
  }

  /** Full names of all that is there. */
  async names({ name }: RestDescription): Promise<ReadonlySet<string>> {
    return new Set(this.#view(name).names())
  }

  /** Puts a resource there. */
  async plant(document: RestDescription, name: string, resource: JsonObject): Promise<void> {
    this.#view(document.name).put(name, '', { resource })
  }

  #view(api: string): MemoryResources {
    return this.#views.getOrInsertComputed(api, () => new MemoryResources())
  }

  /** Forgets everything. */
  clear(): void {
    this.#views.clear()
  }

  /** What the method does; undefined where the document does not tell. */
  handlerOf(document: RestDescription, method: RestMethod) {
    const model = this.modelOf(document)
    const placed = model.method(method)
    const behavior = behaviorFor(placed)
    if (behavior === undefined) return undefined
    return (call: Call) =>
      behavior({
        model,
        method: placed,
        params: call.params as Context['params'],
        body: isJsonObject(call.body) ? call.body : {},
        view: this.#view(document.name),
        traits: traitsOf(model),
        now: this.#clock.now(),
        ids: this.#ids,
      })
  }
}
