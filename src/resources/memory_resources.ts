// Resources in memory.
import { isIn } from './buffered_view.ts'
import type { Blobs } from './media_files.ts'
import type { Held, Kept, ResourceView } from './resource_view.ts'

export class MemoryBlobs implements Blobs {
  readonly #bytes = new Map<string, Buffer>()

  put(key: string, bytes: Buffer): Promise<void> {
    this.#bytes.set(key, bytes)
    return Promise.resolve()
  }

  get(key: string): Promise<Buffer | undefined> {
    return Promise.resolve(this.#bytes.get(key))
  }
}

export class MemoryResources implements ResourceView {
  readonly #held = new Map<string, Held>()
  #sequence = 0
  names(): Iterable<string> {
    return this.#held.keys()
  }
  get(name: string): Promise<Held | undefined> {
    return Promise.resolve(this.#held.get(name))
  }
  list(collection: string): Promise<readonly Held[]> {
    const fits = isIn(collection)
    return Promise.resolve([...this.#held.values()].filter(({ name }) => fits(name)))
  }
  below(name: string): Promise<readonly Held[]> {
    return Promise.resolve(
      [...this.#held.values()].filter((one) => one.name.startsWith(`${name}/`)),
    )
  }
  put(name: string, _pattern: string, kept: Kept): void {
    const sequence = this.#held.get(name)?.sequence ?? ++this.#sequence
    this.#held.set(name, structuredClone({ ...kept, name, sequence }))
  }
  delete(name: string): void {
    this.#held.delete(name)
  }
}
