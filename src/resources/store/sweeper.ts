// Removes, in the background and a little at a time, what nothing needs any more: layers that no fork or snapshot is made of,
// and blobs that no resource refers to.
import type { Clock } from '../../clock.ts'
import type { Blobs } from './blobs/blobs.ts'
import type { Entries, Entry, Span } from './entries/entries.ts'
import { layersIn } from './fork_record.ts'
import {
  allForks,
  allSnapshots,
  allWaste,
  blobKey,
  partOf,
  referencesTo,
  wholeLayer,
  type Layer,
} from './keys.ts'
import { heldIn } from './layers.ts'

/** So many entries go in one step, to keep others waiting no longer. */
const CHUNK = 500
const MOST = 100_000

export class Sweeper implements AsyncDisposable {
  readonly #entries: Entries
  readonly #blobs: Blobs
  readonly #clock: Clock
  #work: Promise<void> = Promise.resolve()
  #isAsked = false
  #isEnding = false

  constructor(entries: Entries, blobs: Blobs, clock: Clock) {
    this.#entries = entries
    this.#blobs = blobs
    this.#clock = clock
  }

  /** Layers that are noted as waste. */
  sweep(): void {
    if (this.#isAsked) return
    this.#isAsked = true
    this.#enqueue(() => {
      this.#isAsked = false
      return this.#sweep()
    })
  }

  /** Blobs that one resource less refers to. */
  release(blobs: readonly string[]): void {
    this.#enqueue(() => this.#dropUnused(blobs))
  }

  done(): Promise<void> {
    return this.#work
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isEnding = true
    await this.#work
  }

  /** What fails is tried again with the next sweep, or when the store is next opened. */
  #enqueue(step: () => Promise<void>): void {
    this.#work = this.#work.then(step).catch(() => {})
  }

  async #sweep(): Promise<void> {
    const { scans } = await this.#entries.read({
      keys: [],
      scans: [allWaste, allForks, allSnapshots].map((span) => ({ ...span, limit: MOST })),
    })
    const [wasted = [], forks = [], snapshots = []] = scans
    const used = new Set([...forks, ...snapshots].flatMap(layersIn))
    const now = this.#clock.now() / 1000
    for (const entry of wasted) {
      if (this.#isEnding) return
      if (Number(entry.value['notBefore']) > now) continue
      const layer = partOf(entry.key)
      if (used.has(layer)) await this.#forget(entry)
      else if (await this.#remove(layer)) await this.#forget(entry)
    }
  }

  /** Somebody may have noted it again meanwhile. */
  async #forget({ key, version }: Entry): Promise<void> {
    await this.#entries.commit({ seen: [{ key, version }], spans: [], puts: [], deletes: [key] })
  }

  /** No fork can come to use it again. False if the store is closed first. */
  async #remove(layer: Layer): Promise<boolean> {
    for (const span of wholeLayer(layer)) {
      for (;;) {
        if (this.#isEnding) return false
        const entries = await this.#first(span)
        const references = entries.flatMap((entry) =>
          blobsIn(entry).map((blob) => blobKey(blob, entry.key)),
        )
        const deletes = [...entries.map(({ key }) => key), ...references]
        await this.#entries.commit({ seen: [], spans: [], puts: [], deletes })
        await this.#dropUnused(entries.flatMap(blobsIn))
        if (entries.length < CHUNK) break
      }
    }
    return true
  }

  async #first(span: Span): Promise<readonly Entry[]> {
    const { scans } = await this.#entries.read({ keys: [], scans: [{ ...span, limit: CHUNK }] })
    return scans[0]!
  }

  /**
   * Nothing can come to refer to a blob that nothing refers to: whoever copies a reference has read a resource that holds it,
   * which must still be there when the copy is kept.
   */
  async #dropUnused(blobs: readonly string[]): Promise<void> {
    for (const blob of new Set(blobs)) {
      const { scans } = await this.#entries.read({
        keys: [],
        scans: [{ ...referencesTo(blob), limit: 1 }],
      })
      if (scans[0]!.length === 0) await this.#blobs.remove(blob)
    }
  }
}

const blobsIn = (entry: Entry): readonly string[] => {
  const held = heldIn(entry)
  return held.isGone ? [] : (held.blobs ?? [])
}
