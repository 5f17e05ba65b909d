// The engine: methods without a handler work on resources, by what their document says.
import type { Clock } from '../clock.ts'
import type { RestDescription, RestMethod } from '../discovery/document.ts'
import type { Call } from '../handlers.ts'
import type { Context } from './context.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import { MemoryResources } from './memory_resources.ts'
import { behaviorFor } from './methods/behaviors.ts'
import { ApiModel } from './model/api_model.ts'
import { nameIn } from './model/resource_path.ts'
import { keptName } from './resource/find.ts'
import { Ids } from './resource/ids.ts'
import { Projects } from './resource/projects.ts'
import { traitsOf } from './traits/traits.ts'

export class Engine {
  readonly #models = new WeakMap<RestDescription, ApiModel>()
  readonly #views = new Map<string, MemoryResources>()
  readonly #clock: Clock
  readonly #ids: Ids
  readonly #projects = new Projects()

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

  get projects(): Projects {
    return this.#projects
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
    const chosen = behaviorFor(placed, model)
    if (chosen === undefined) return undefined
    const handler = async (call: Call) => {
      const params = this.#projects.inParams(call.params as Context['params'])
      const view = this.#view(document.name)
      const path = nameIn(method, params)
      return chosen.behavior({
        model,
        name: await keptName(path, placed.collection.pattern, model, view),
        method: placed,
        params,
        body: isJsonObject(call.body) ? call.body : {},
        view,
        traits: traitsOf(document.name),
        now: this.#clock.now(),
        ids: this.#ids,
      })
    }
    return { handler, isFormOnly: chosen.isFormOnly }
  }
}
