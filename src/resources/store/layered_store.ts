// The resource store, on any database that keeps entries.
import type { Clock } from '../../clock.ts'
import type { Blobs } from './blobs/blobs.ts'
import { versionText, type Entries, type Put } from './entries/entries.ts'
import { heldOf } from './fill.ts'
import { ForkReader } from './fork_reader.ts'
import { Forks } from './forks.ts'
import { seenFork, type Fork } from './fork_record.ts'
import { blobKey, creationsOf, placeOf, resourceKey } from './keys.ts'
import { keysInLayers, seenIn, type Layers } from './layers.ts'
import { listIn } from './listing.ts'
import type {
  Blob,
  Change,
  Imported,
  Listed,
  Range,
  ResourceKey,
  ResourceStore,
  Seen,
  Write,
} from './store.ts'
import { Sweeper } from './sweeper.ts'

export class LayeredStore implements ResourceStore {
  readonly description: string
  readonly warnings: readonly string[]
  readonly #entries: Entries
  readonly #blobs: Blobs
  readonly #reader: ForkReader
  readonly #forks: Forks
  readonly #sweeper: Sweeper

  /** Disposes of both in the end. */
  constructor(entries: Entries, blobs: Blobs, clock: Clock) {
    this.description = entries.description
    this.warnings = entries.warnings
    this.#entries = entries
    this.#blobs = blobs
    this.#reader = new ForkReader(entries)
    this.#forks = new Forks(entries, clock, this.#reader)
    this.#sweeper = new Sweeper(entries, blobs, clock)
  }

  async get(name: string, keys: readonly ResourceKey[]): Promise<readonly Seen[]> {
    const places = keys.map(placeOf)
    const { fork, read } = await this.#reader.read(name, ({ layers }) => ({
      keys: keysInLayers(layers, places),
      scans: [],
    }))
    return seenIn(fork.layers, places, read.entries)
  }

  async list(name: string, range: Range): Promise<Listed> {
    for (;;) {
      const fork = this.#reader.known(name) ?? (await this.#reader.read(name, nothing)).fork
      try {
        return await listIn(
          { layers: fork.layers, read: (reading) => this.#readAs(fork, reading) },
          range,
        )
      } catch (error) {
        if (!(error instanceof ForkChanged)) throw error
      }
    }
  }

  async #readAs({ name, version }: Fork, reading: Parameters<Entries['read']>[0]) {
    const { fork, read } = await this.#reader.read(name, () => reading)
    if (fork.version !== version) throw new ForkChanged()
    return read
  }

  async commit(name: string, { writes, seen, lists }: Change): Promise<'done' | 'conflict'> {
    const fork = this.#reader.known(name)
    const marks = [...seen, ...writes.map(({ over }) => over)].map(({ mark }) => mark)
    const top = fork && resourceKey(fork.layers[0], '')
    // What was seen before the fork got another layer to write on.
    if (fork === undefined || !marks.every(({ key }) => key.startsWith(top!))) return 'conflict'
    const referred = writes.flatMap(({ blobs = [] }) => blobs)
    if (referred.length > 0) await this.#blobs.keep(referred)
    const changes = writes.map((write) => changesOf(write, fork.layers))
    const done = await this.#entries.commit({
      seen: [seenFork(fork), ...marks],
      spans: lists,
      puts: changes.flatMap(({ puts }) => puts),
      deletes: changes.flatMap(({ deletes }) => deletes),
    })
    const released = writes.flatMap(ownBlobs)
    if (done === 'done' && released.length > 0) this.#sweeper.release(released)
    return done
  }

  forks(): Promise<readonly string[]> {
    return this.#reader.names()
  }

  fork(name: string, from: string): Promise<'made' | 'exists'> {
    return this.#forks.make(name, from)
  }

  removeFork(name: string): Promise<boolean> {
    return this.#sweepAfter(this.#forks.remove(name))
  }

  seal(name: string): Promise<void> {
    return this.#sweepAfter(this.#forks.seal(name))
  }

  reset(name: string): Promise<void> {
    return this.#sweepAfter(this.#forks.reset(name))
  }

  replace(name: string, resources: AsyncIterable<Imported>): Promise<void> {
    return this.#sweepAfter(this.#forks.replace(name, resources))
  }

  snapshots(): Promise<readonly string[]> {
    return this.#reader.snapshots()
  }

  snapshot(fork: string, name: string): Promise<void> {
    return this.#sweepAfter(this.#forks.snapshot(fork, name))
  }

  restore(fork: string, name: string): Promise<boolean> {
    return this.#sweepAfter(this.#forks.restore(fork, name))
  }

  removeSnapshot(name: string): Promise<boolean> {
    return this.#sweepAfter(this.#forks.removeSnapshot(name))
  }

  putBlob(
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<{ readonly id: string; readonly size: number }> {
    return this.#blobs.put(bytes)
  }

  readBlob(id: string): Promise<Blob | undefined> {
    return this.#blobs.read(id)
  }

  /** Resolves when what nothing needs any more is gone. */
  async swept(): Promise<void> {
    await this.#sweeper.done()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sweeper[Symbol.asyncDispose]()
    await this.#entries[Symbol.asyncDispose]()
    await this.#blobs[Symbol.asyncDispose]()
  }

  async #sweepAfter<Answer>(step: Promise<Answer>): Promise<Answer> {
    const answer = await step
    this.#sweeper.sweep()
    return answer
  }
}

class ForkChanged extends Error {}

const nothing = () => ({ keys: [], scans: [] })

/** Blobs that what is written over refers to, if the fork itself wrote it. */
const ownBlobs = ({ over: { stored, mark } }: Write): readonly string[] =>
  mark.version === 0 ? [] : (stored?.blobs ?? [])

function changesOf(
  write: Write,
  { 0: top, length }: Layers,
): { readonly puts: readonly Put[]; readonly deletes: readonly string[] } {
  const { over, value, blobs = [] } = write
  const { key, stored, mark } = over
  const creations = creationsOf(top, key)
  const references = (ids: readonly string[]) => ids.map((blob) => blobKey(blob, mark.key))
  const dropped = references(ownBlobs(write).filter((blob) => !blobs.includes(blob)))
  if (value !== undefined) {
    const id = key.name.slice(key.name.lastIndexOf('/') + 1)
    const byVersion = stored === undefined && { byVersion: { before: creations, value: { id } } }
    const put = { key: mark.key, value: heldOf(value, blobs, stored?.sequence), ...byVersion }
    return {
      puts: [put, ...references(blobs).map((to) => ({ key: to, value: {} }))],
      deletes: dropped,
    }
  }
  if (stored === undefined) return { puts: [], deletes: [] }
  const deletes = [...dropped, creations + versionText(stored.sequence)]
  // Whatever a layer below may hold of this name must not be seen again.
  if (length > 1) return { puts: [{ key: mark.key, value: { isGone: true } }], deletes }
  return { puts: [], deletes: [mark.key, ...deletes] }
}
