// The documents and handlers of a folder, bound, with the state of each API made.
import type { Environment } from './handlers.ts'
import { DocumentError, loadDocuments, type LoadOptions } from '../discovery/read/load.ts'
import { bind, type BindOptions } from './bind.ts'
import type { LoadedDocument } from '../discovery/read/read_document.ts'
import { importHandlers } from './import_handlers.ts'
import type { Service } from './service.ts'

export interface ServicesOptions extends BindOptions, Partial<LoadOptions> {
  /** A further folder, of whose documents those are served that `apiData` does not have. */
  readonly ownApiData?: string | undefined
}

const apiOf = ({ outline: { name, version } }: LoadedDocument): string => `${name} ${version}`

/** Reads, checks and binds everything; nothing is opened yet. Throws a DocumentError with all problems. */
export async function loadServices(
  apiData: string,
  options: ServicesOptions = {},
): Promise<Service[]> {
  const { ownApiData } = options
  const ofUser = await loadDocuments(apiData, options)
  const own = ownApiData === undefined ? [] : await loadDocuments(ownApiData, options)
  const known = new Set(ofUser.map(apiOf))
  const documents = [...ofUser, ...own.filter((document) => !known.has(apiOf(document)))]
  if (documents.length === 0)
    throw new DocumentError(
      `there is no .api document in ${apiData}; put one there, or name another folder with --api-data DIR or API_DATA=DIR`,
    )
  return bind(await importHandlers(documents), options)
}

/** The states of the modules, each made once. */
export class States implements AsyncDisposable {
  readonly #environment: Environment<never>
  /** By the function that makes it. */
  readonly #asked = new Map<unknown, Promise<unknown>>()
  /** In the order in which they were there: what others are made of comes before them. */
  #made: unknown[] = []

  constructor(environment: Omit<Environment<never>, 'shared'>) {
    this.#environment = { ...environment, shared: (open) => this.#of(open) }
  }

  /** Gives each service the state of its module. If one fails, those already made are disposed of. */
  async open(services: readonly Service[]): Promise<void> {
    for (const service of services) {
      try {
        service.state = await this.stateOf(service)
      } catch (error) {
        await this[Symbol.asyncDispose]()
        const message = error instanceof Error ? error.message : String(error)
        const file = service.source.file.replace(/\.api$/, '.ts')
        throw new Error(`${file}: ${message}`, { cause: error })
      }
    }
  }

  /** Empties the states of these, and makes them afresh. */
  async reset(services: readonly Service[]): Promise<void> {
    const emptied = new Set<unknown>()
    for (const { module, state } of services) {
      if (module?.reset === undefined || emptied.has(state)) continue
      emptied.add(state)
      await module.reset(state)
    }
    await this[Symbol.asyncDispose]()
    await this.open(services)
  }

  /** Made on first ask; undefined for a module without one. */
  stateOf({ module }: Service): Promise<unknown> {
    return module?.open === undefined ? Promise.resolve(undefined) : this.#of(module.open)
  }

  #of<State>(open: (environment: Environment<never>) => State | Promise<State>): Promise<State> {
    let state = this.#asked.get(open)
    if (state === undefined) {
      state = this.#make(open)
      this.#asked.set(open, state)
    }
    return state as Promise<State>
  }

  async #make(open: (environment: Environment<never>) => unknown): Promise<unknown> {
    const state = await open(this.#environment)
    this.#made.push(state)
    return state
  }

  /** What others are made of goes last. */
  async [Symbol.asyncDispose](): Promise<void> {
    const made = this.#made.toReversed() as (Partial<AsyncDisposable & Disposable> | undefined)[]
    this.#made = []
    this.#asked.clear()
    for (const state of made) {
      await state?.[Symbol.asyncDispose]?.()
      state?.[Symbol.dispose]?.()
    }
  }
}
