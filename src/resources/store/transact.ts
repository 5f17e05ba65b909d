// A change of the resources of one API: again from the start if somebody else changed them meanwhile.
import { ApiError } from '../../errors.ts'
import { BufferedView } from '../buffered_view.ts'
import type { Held, Kept, ResourceView } from '../resource_view.ts'
import type { ResourceStore } from './resource_store.ts'

/** So often is somebody else let go first. */
const MOST_TRIES = 100

/** `work`: may run several times, each on a view of its own; what it writes is kept when it has ended. */
export async function transact<T>(
  store: ResourceStore,
  api: string,
  work: (view: ResourceView) => Promise<T>,
): Promise<T> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const revision = await store.revision(api)
    const view = new BufferedView(new StoredView(store, api))
    const result = await work(view)
    if (view.writes.length === 0 || (await store.commit(api, revision, view.writes))) return result
  }
  throw new ApiError('ABORTED', 'aborted', 'Too much is changed at once. Please retry.')
}

/** What is stored; changes are the buffer's. */
class StoredView implements ResourceView {
  readonly #store: ResourceStore
  readonly #api: string

  constructor(store: ResourceStore, api: string) {
    this.#store = store
    this.#api = api
  }

  get(name: string): Promise<Held | undefined> {
    return this.#store.get(this.#api, name)
  }

  list(collection: string): Promise<readonly Held[]> {
    return this.#store.list(this.#api, collection)
  }

  below(name: string): Promise<readonly Held[]> {
    return this.#store.below(this.#api, name)
  }

  put(name: string, _pattern: string, _kept: Kept): void {
    throw new Error(`${name} is written past the transaction`)
  }

  delete(name: string): void {
    throw new Error(`${name} is deleted past the transaction`)
  }
}
