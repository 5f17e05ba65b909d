// Resources in memory.
import { isIn } from './buffered_view.ts'
import type { Held, Kept, ResourceView } from './resource_view.ts'

export class MemoryResources implements ResourceView {
  readonly #held = new Map<string, Held>()
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
    this.#held.set(name, structuredClone({ ...kept, name }))
  }
  delete(name: string): void {
    this.#held.delete(name)
  }
}
