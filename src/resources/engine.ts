// The engine: methods without a handler work on resources, by what their document says.
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import type { RestDescription, RestMethod } from '../discovery/document.ts'
import type { Call } from '../api/handlers.ts'
import { forkOf } from '../api/fork.ts'
import type { Behavior } from '../api/behavior.ts'
import { untold } from './errors/refusals.ts'
import {
  bytesOfMedia,
  media,
  type Media,
  type MediaAnswer,
  type StoredBytes,
} from '../api/media.ts'
import type { KeptMedia, Uploaded } from '../api/resources.ts'
import { Api, type Chosen } from './api.ts'
import { BufferedView } from './buffered_view.ts'
import type { Context } from './context.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import { keepUpload } from './media_files.ts'
import { withoutIam } from './methods/iam.ts'
import { ApiModel } from './model/api_model.ts'
import { nameOf } from './model/collection.ts'
import {
  atOnce,
  finished,
  running,
  settleDue,
  settleWrites,
  type Pace,
} from './operations/pending.ts'
import { hasOverlay, OverlayFiles } from './overlay/overlay_files.ts'
import { strayFiles } from './overlay/stray_files.ts'
import { SeededView } from './overlay/seeds.ts'
import { noteRequest, repeated } from './request_id.ts'
import { findOrRefuse, keptName } from './resource/find.ts'
import { Ids } from './resource/ids.ts'
import { Projects } from './resource/projects.ts'
import type { Held } from './kept.ts'
import type { ResourceView } from './resource_view.ts'
import { memoryStore } from './store/open.ts'
import type { ResourceStore } from './store/store.ts'
import { transact } from './store/transact.ts'

export interface EngineOptions {
  readonly clock: Clock
  /** The clock of a fork; by default all have the same. */
  readonly clockOf?: (fork: string) => Clock
  /** What ids and tags are made from. */
  readonly seed: string
  /** Leave the data that comes with us out. */
  readonly isBare?: boolean
  readonly warn?: (sentence: string) => void
  /** How long operations run; at once by default. */
  readonly pace?: Pace
  /** Where resources are kept; in memory by default. */
  readonly store?: ResourceStore
  /** Of these permissions, those that the caller has; all by default. */
  readonly granted?: ((asked: PermissionQuery) => Promise<readonly string[]>) | undefined
}

export interface PermissionQuery extends Pick<Call, 'header'> {
  readonly api: string
  /** Of the resource, without version. */
  readonly name: string
  /** The project that the call names beside it. */
  readonly project: string | undefined
  readonly permissions: readonly string[]
}

/** A document, and where its file is. */
export interface Source {
  readonly path: string
  readonly document: RestDescription
}

export interface Subject {
  /** '' where a call names none. */
  readonly name: string
  /** The project that it names beside it. */
  readonly project: string | undefined
}

/** A resource that somebody puts there by hand. */
export interface Planted {
  /** Full name, without version. */
  readonly name: string
  readonly resource: JsonObject
}

/** What is asked of a method. */
export interface Asked extends Pick<Call, 'params' | 'body' | 'nulls' | 'header' | 'alt'> {
  readonly uploaded: Uploaded | undefined
}

/** One call, as often as it has to be tried. */
interface Run extends Chosen {
  readonly asked: Asked
  readonly mode: 'keeping nothing' | undefined
  /** A client asks, not a handler, which may set what only the server sets. */
  readonly isClients: boolean
}

/** To look at the files costs 4 µs, and of one call several are asked what it does. A turn is one of the event loop. */
function onceATurn<T>(look: () => T): () => T {
  let seen: { readonly value: T } | undefined
  return () => {
    if (seen === undefined) {
      seen = { value: look() }
      setImmediate(() => (seen = undefined))
    }
    return seen.value
  }
}

/** What a collection is in; '' for one that is in nothing. */
const containerOf = (collection: string): string =>
  collection.slice(0, Math.max(collection.lastIndexOf('/'), 0))

const ownData = join(import.meta.dirname, 'data')

export class Engine {
  readonly #apis = new WeakMap<RestDescription, Api>()
  readonly #store: ResourceStore
  readonly #ids: Ids
  readonly #options: EngineOptions
  readonly projects = new Projects()
  /** How long operations run. */
  pace: Pace

  constructor(options: EngineOptions) {
    this.#options = options
    this.#ids = new Ids(options.seed)
    this.pace = options.pace ?? atOnce
    this.#store = options.store ?? memoryStore(options.clock)
  }

  apiOf({ document, path }: Source): Api {
    let api = this.#apis.get(document)
    if (api === undefined) {
      const model = new ApiModel(document)
      const { isBare = false, warn = () => {} } = this.#options
      const own = join(ownData, `${document.name}_${document.version}`)
      const base = path.replace(/\.api$/, '')
      const files = new OverlayFiles(isBare ? undefined : own, base, model, warn)
      this.#apis.set(document, (api = new Api(model, path, files)))
    }
    return api
  }

  /** Reads the files beside documents, and warns of those that no document has. Throws a DocumentError with what is wrong in them. */
  check(sources: readonly Source[]): void {
    for (const stray of strayFiles(sources.map(({ path }) => path))) this.#options.warn?.(stray)
    for (const source of sources) if (hasOverlay(source.path)) void this.apiOf(source).overlay
  }

  /** Full names of all that was made. */
  async names({ name: api }: RestDescription): Promise<ReadonlySet<string>> {
    const all = await this.#transact(api, (view) => view.below(''))
    return new Set(all.map(({ name }) => name))
  }

  /** All that a fork holds of an API, with its seed, in order of name; or what is below a name. */
  async resources(source: Source, fork: string, below = ''): Promise<readonly Held[]> {
    const { seed } = this.apiOf(source).overlay
    const { name: api } = source.document
    const all = await this.#transact(api, (view) => new SeededView(view, seed).below(below), fork)
    // What the engine notes beside resources has a colon, and seeds of any project a star.
    return all.filter(({ name }) => !/(^|\/):|\*/.test(name))
  }

  /** Undefined where there is none of that name. */
  resource(source: Source, fork: string, name: string): Promise<Held | undefined> {
    const { seed } = this.apiOf(source).overlay
    return this.#transact(
      source.document.name,
      (view) => new SeededView(view, seed).get(name),
      fork,
    )
  }

  /** What is kept under these names, of all versions of an API; without its seed. */
  resourcesNamed(
    api: string,
    fork: string,
    names: readonly string[],
  ): Promise<readonly (JsonObject | undefined)[]> {
    const read = (view: ResourceView) =>
      Promise.all(names.map(async (name) => (await view.get(name))?.resource))
    return this.#transact(api, read, fork)
  }

  /** A container of that name, or the one that has it as its id. */
  container(api: string, fork: string, name: string): Promise<JsonObject | undefined> {
    const [collection = '', id = ''] = name.split('/')
    return this.#transact(
      api,
      async (view) => {
        const held = await view.get(name)
        if (held !== undefined) return held.resource
        const among = await view.list(collection)
        return among.find(({ resource }) => resource[`${collection.slice(0, -1)}Id`] === id)
          ?.resource
      },
      fork,
    )
  }

  /** What a call is about: the resource it names, or what is to contain it; without version. */
  subjectOf(source: Source, method: RestMethod, given: Context['params']): Subject {
    const params = this.projects.inParams(given)
    const placed = this.apiOf(source).model.method(method)
    const named = nameOf(placed, params)
    const name = withoutIam(named)
    const project = params['project'] ?? params['projectId']
    return {
      name: placed.isOnMember || name !== named ? name : containerOf(name),
      project: typeof project === 'string' ? project : undefined,
    }
  }

  /** Puts resources there, in place of those of the same names. */
  async plant(source: Source, fork: string, resources: readonly Planted[]): Promise<void> {
    await this.#transact(
      source.document.name,
      async (view) => {
        for (const { name, resource } of resources) {
          const before = await view.get(name)
          view.put(name, '', { ...before, resource })
        }
      },
      fork,
    )
  }

  /** False if there is none of that name. What is below it stays. */
  uproot(source: Source, fork: string, name: string): Promise<boolean> {
    const { seed } = this.apiOf(source).overlay
    return this.#transact(
      source.document.name,
      async (stored) => {
        const view = new SeededView(stored, seed)
        const isThere = (await view.get(name)) !== undefined
        if (isThere) view.delete(name)
        return isThere
      },
      fork,
    )
  }

  /** Ends all operations that run. */
  async finishOperations({ name: api }: RestDescription, fork = ''): Promise<void> {
    await this.#transact(
      api,
      async (view) => {
        for (const held of await view.below(''))
          if (held.pending !== undefined) finished(held, '', view)
      },
      fork,
    )
  }

  /** Forgets everything but the seed. */
  clear(fork = ''): Promise<void> {
    return this.#store.reset(fork)
  }

  /** `work` sees the resources of the document's API, seeds among them, and changes them; it may run again. */
  transaction<T>(
    source: Source,
    fork: string,
    work: (seeded: ResourceView, stored: ResourceView) => Promise<T>,
  ): Promise<T> {
    const { name } = source.document
    const { seed } = this.apiOf(source).overlay
    return this.#transact(name, (view) => work(new SeededView(view, seed), view), fork)
  }

  /** Within a transaction, what the method does. `stored`: as the transaction has it. */
  answerWithin(
    stored: ResourceView,
    source: Source,
    method: RestMethod,
    asked: Asked,
  ): Promise<unknown> {
    const api = this.apiOf(source)
    const chosen = api.choose(method)
    if (chosen === undefined) throw untold(source.path, method)
    return this.#answer(api, { ...chosen, asked, mode: undefined, isClients: false }, stored)
  }

  keep(bytes: AsyncIterable<Uint8Array>, contentType: string): Promise<Uploaded> {
    return keepUpload(bytes, contentType, this.#store)
  }

  /** Undefined if they are gone. */
  read({ blob }: KeptMedia): Promise<StoredBytes | undefined> {
    return this.#store.readBlob(blob)
  }

  #transact<T>(
    api: string,
    work: (view: ResourceView) => Promise<T>,
    fork: string = '',
  ): Promise<T> {
    return transact({ store: this.#store, fork, api }, work)
  }

  /** What the method does: chosen anew for each call, as the files beside the document may have changed. */
  behaviorOf(source: Source, method: RestMethod): Behavior {
    const api = this.apiOf(source)
    const choose = onceATurn(() => api.choose(method))
    return {
      get origin() {
        return choose()?.origin ?? 'none'
      },
      get fields() {
        return choose()?.fields
      },
      handler: async (call) => {
        const chosen = choose()
        if (chosen === undefined) throw untold(source.path, method)
        return this.#perform(api, chosen, call)
      },
      // The bytes are not there yet, and nothing may stay.
      begin: async (call) => {
        const chosen = choose()
        if (chosen !== undefined) await this.#perform(api, chosen, call, 'keeping nothing')
      },
    }
  }

  async #perform(api: Api, chosen: Chosen, call: Call, mode?: 'keeping nothing'): Promise<unknown> {
    const { params, body, nulls, header, alt } = call
    const uploaded = await this.#kept(call.media)
    const run: Run = {
      ...chosen,
      asked: { params, body, nulls, header, alt, uploaded },
      mode,
      isClients: true,
    }
    const { name } = api.model.document
    return this.#transact(name, (view) => this.#answer(api, run, view), call.fork)
  }

  async #kept(sent: Media | undefined): Promise<Uploaded | undefined> {
    return sent && this.keep(bytesOfMedia(sent), sent.contentType)
  }

  async #answer(
    { model, path }: Api,
    { behavior, method, overlay, traits, asked, mode, isClients }: Run,
    stored: ResourceView,
  ): Promise<unknown> {
    const view = new SeededView(stored, overlay.seed)
    const { clock, clockOf } = this.#options
    const fork = forkOf(asked)
    const now = (fork === '' ? clock : (clockOf?.(fork) ?? clock)).now()
    if (this.pace.delay > 0) await settleDue(view, now)
    const buffer = new BufferedView(view)
    const params = this.projects.inParams(asked.params as Context['params'])
    let started: string | undefined
    const context: Context = {
      model,
      path,
      method,
      overlay,
      params,
      name: await keptName(nameOf(method, params), method.collection.pattern, model, view, traits),
      body: isJsonObject(asked.body) ? asked.body : {},
      isClients,
      uploaded: asked.uploaded,
      nulls: asked.nulls,
      header: asked.header,
      view: buffer,
      traits,
      now,
      ids: this.#ids,
      projectNumber: (id) => this.projects.numberOf(id),
      granted: async (name, permissions) => {
        const { granted } = this.#options
        if (granted === undefined) return permissions
        const project = typeof params['project'] === 'string' ? params['project'] : undefined
        const query = { api: model.document.name, name, project, permissions }
        return granted({ ...query, header: asked.header })
      },
      noteOperation(name) {
        started = name
      },
    }
    const before = await repeated(context)
    if (before !== undefined) return before.answer
    const answer = asked.alt === 'media' ? await this.#download(context) : await behavior(context)
    if (params['validateOnly'] === true || mode === 'keeping nothing') return answer
    noteRequest(context, answer)
    settleWrites(buffer, view, started, this.pace, context)
    const takesTime = started !== undefined && (this.pace.polls > 0 || this.pace.delay > 0)
    return takesTime && isJsonObject(answer) ? running(answer, context) : answer
  }

  /** The bytes of the resource that the call names. */
  async #download(context: Context): Promise<MediaAnswer> {
    const held = await findOrRefuse(context, context.name)
    const blob = held.media && (await this.#store.readBlob(held.media.blob))
    const contentType = held.media?.contentType ?? 'application/octet-stream'
    return media(blob ?? Buffer.alloc(0), { contentType })
  }
}
