// The engine: methods without a handler work on resources, by what their document says.
import type { Clock } from '../clock.ts'
import type { RestDescription, RestMethod } from '../discovery/document.ts'
import type { Call } from '../api/handlers.ts'
import type { Behavior, Context } from './context.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import { noteRequest, repeated } from './request_id.ts'
import { BufferedView } from './buffered_view.ts'
import { atOnce, running, settleWrites, type Pace } from './operations/pending.ts'
import { MemoryBlobs, MemoryResources } from './memory_resources.ts'
import { media, type MediaAnswer } from '../media.ts'
import { keepUpload, type Blobs } from './media_files.ts'
import { behaviorFor } from './methods/behaviors.ts'
import { ApiModel, type MethodModel } from './model/api_model.ts'
import { nameIn } from './model/resource_path.ts'
import { findOrRefuse, keptName } from './resource/find.ts'
import { Ids } from './resource/ids.ts'
import { Projects } from './resource/projects.ts'
import { traitsOf } from './traits/traits.ts'

export class Engine {
  readonly #models = new WeakMap<RestDescription, ApiModel>()
  readonly #views = new Map<string, MemoryResources>()
  readonly #clock: Clock
  readonly #ids: Ids
  readonly #blobs: Blobs = new MemoryBlobs()
  /** How long operations run. */
  pace: Pace = atOnce
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
    const handler = (call: Call) => this.#perform(chosen.behavior, model, placed, call)
    return { handler, isFormOnly: chosen.isFormOnly }
  }

  /** The bytes of the resource that the call names. */
  async #download(context: Context): Promise<MediaAnswer> {
    const held = await findOrRefuse(context, context.name)
    const bytes = held.media && (await this.#blobs.get(held.media.blob))
    return media(bytes ?? Buffer.alloc(0), {
      contentType: held.media?.contentType ?? 'application/octet-stream',
    })
  }

  async #perform(
    behavior: Behavior,
    model: ApiModel,
    method: MethodModel,
    call: Call,
  ): Promise<unknown> {
    const api = model.document.name
    const view = this.#view(api)
    const buffer = new BufferedView(view)
    const params = this.#projects.inParams(call.params as Context['params'])
    let started: string | undefined
    const context: Context = {
      model,
      method,
      params,
      name: await keptName(nameIn(method.method, params), method.collection.pattern, model, view),
      body: isJsonObject(call.body) ? call.body : {},
      uploaded: call.media && (await keepUpload(call.media, this.#blobs)),
      view: buffer,
      traits: traitsOf(api),
      now: this.#clock.now(),
      ids: this.#ids,
      noteOperation(name) {
        started = name
      },
    }
    const before = await repeated(context)
    if (before !== undefined) return before.answer
    const answer = call.alt === 'media' ? await this.#download(context) : await behavior(context)
    if (params['validateOnly'] === true) return answer
    noteRequest(context, answer)
    settleWrites(buffer, view, started, this.pace, context)
    const takesTime = started !== undefined && isRunning(this.pace)
    return takesTime && isJsonObject(answer) ? running(answer, context) : answer
  }
}

const isRunning = ({ polls, delay }: Pace): boolean => polls > 0 || delay > 0
