// Forks and snapshots: each is a list of layers, of which only the first of a fork is ever written on. None of this costs
// more where there are more resources, but what says so.
import { ApiError } from '../../errors.ts'
import type { Clock } from '../../clock.ts'
import {
  seenSpan,
  type Change,
  type Entries,
  type Reading,
  type SeenEntry,
} from './entries/entries.ts'
import { buildLayer, resourcesIn, type Built } from './fill.ts'
import type { ForkReader } from './fork_reader.ts'
import { layersIn, putFork, putSnapshot, putWaste, seenFork, type Fork } from './fork_record.ts'
import { forkKey, snapshotKey, wasteKey, wholeLayer, type Layer } from './keys.ts'
import type { Imported } from './store.ts'

/** A fork of more layers is made one of few first, which copies its resources. */
const MOST_LAYERS = 12
/** So often is somebody else let go first. */
const MOST_TRIES = 100

export class Forks {
  readonly #entries: Entries
  readonly #clock: Clock
  readonly #reader: ForkReader

  constructor(entries: Entries, clock: Clock, reader: ForkReader) {
    this.#entries = entries
    this.#clock = clock
    this.#reader = reader
  }

  async make(name: string, from: string): Promise<'made' | 'exists'> {
    if (name === '') return 'exists'
    return this.#freezing<'made' | 'exists'>(from, forkKey(name), ({ seed }, under, taken) =>
      taken.version > 0
        ? { answer: 'exists' }
        : { answer: 'made', puts: [putFork(name, under, seed)] },
    )
  }

  async seal(name: string): Promise<void> {
    await this.#freezing(name, undefined, ({ seed }, under) => ({
      answer: undefined,
      puts: [putFork(name, under, under), ...putWaste(missingFrom(seed, under))],
    }))
  }

  async snapshot(name: string, snapshot: string): Promise<void> {
    await this.#freezing(name, snapshotKey(snapshot), (_, under, { layers }) => ({
      answer: undefined,
      puts: [putSnapshot(snapshot, under), ...putWaste(missingFrom(layers, under))],
    }))
  }

  async reset(name: string): Promise<void> {
    await this.#switch(name, ({ seed }) => seed)
  }

  async restore(name: string, snapshot: string): Promise<boolean> {
    const key = snapshotKey(snapshot)
    return this.#trying(async () => {
      const { fork, read } = await this.#reader.read(name, () => ({ keys: [key], scans: [] }))
      const kept = read.entries[0]
      if (kept === undefined) return { answer: false }
      const seen = [seenFork(fork), { key, version: kept.version }]
      return { answer: true, change: changeTo(fork, layersIn(kept), seen) }
    })
  }

  async removeSnapshot(name: string): Promise<boolean> {
    return this.#remove(snapshotKey(name))
  }

  async remove(name: string): Promise<boolean> {
    if (name !== '') return this.#remove(forkKey(name))
    return this.#trying(async () => {
      const { fork } = await this.#reader.read('', nothing)
      const { layers, seed } = fork
      const puts = [putFork('', [], []), ...putWaste([...layers, ...seed])]
      return { answer: true, change: changeOf({ seen: [seenFork(fork)], puts }) }
    })
  }

  /** Copies all of them. */
  async replace(name: string, resources: AsyncIterable<Imported>): Promise<void> {
    const built = await buildLayer(this.#entries, this.#clock, resources)
    await this.#switch(name, () => [built.layer], built)
  }

  /** Makes all layers but the first one of their own; what the fork holds stays the same. */
  async #flatten(name: string): Promise<void> {
    const { fork } = await this.#reader.read(name, nothing)
    const [top, ...under] = fork.layers
    if (under.length < MOST_LAYERS) return
    const all = resourcesIn(this.#entries, under)
    const { layer, end } = await buildLayer(this.#entries, this.#clock, all)
    const value = { layers: [top, layer], seed: [...fork.seed] }
    const change = changeOf({
      seen: [seenFork(fork), end],
      puts: [{ key: forkKey(name), value }, ...putWaste(under)],
      deletes: [wasteKey(layer)],
    })
    // Not done: the fork has changed meanwhile, and what was built for it is waste.
    await this.#entries.commit(change)
  }

  /** Has what a fork holds stand still under it, to be shared, and changes something else in the same step. */
  async #freezing<Answer>(
    name: string,
    key: string | undefined,
    make: (
      fork: Fork,
      under: readonly Layer[],
      other: SeenEntry & { readonly layers: readonly Layer[] },
    ) => { readonly answer: Answer; readonly puts?: Change['puts'] },
  ): Promise<Answer> {
    await this.#flatten(name)
    return this.#trying(async () => {
      const { fork, read } = await this.#reader.read(name, ({ layers: [top] }) => ({
        keys: key === undefined ? [] : [key],
        scans: wholeLayer(top).map((span) => ({ ...span, limit: 1 })),
      }))
      const [top, ...rest] = fork.layers
      const isUnwritten = read.scans.every((entries) => entries.length === 0)
      const under = isUnwritten ? rest : fork.layers
      const other = read.entries[0]
      const { answer, puts } = make(fork, under, {
        key: key ?? '',
        version: other?.version ?? 0,
        layers: other === undefined ? [] : layersIn(other),
      })
      if (puts === undefined) return { answer }
      const isChanged = puts.some((put) => put.key === forkKey(name))
      const own = isUnwritten || isChanged ? [] : [putFork(name, under, fork.seed)]
      const seen = [
        seenFork(fork),
        ...(key === undefined ? [] : [{ key, version: other?.version ?? 0 }]),
      ]
      const spans = isUnwritten
        ? wholeLayer(top).map((span) => seenSpan({ ...span, limit: 1 }, []))
        : []
      return { answer, change: changeOf({ seen, spans, puts: [...own, ...puts] }) }
    })
  }

  #switch(name: string, to: (fork: Fork) => readonly Layer[], built?: Built): Promise<void> {
    const deletes = built === undefined ? [] : [wasteKey(built.layer)]
    return this.#trying(async () => {
      const { fork } = await this.#reader.read(name, nothing)
      const seen = [seenFork(fork), ...(built === undefined ? [] : [built.end])]
      return { answer: undefined, change: changeTo(fork, to(fork), seen, deletes) }
    })
  }

  #remove(key: string): Promise<boolean> {
    return this.#trying(async () => {
      const { entries } = await this.#entries.read({ keys: [key], scans: [] })
      const [kept] = entries
      if (kept === undefined) return { answer: false }
      const seen = [{ key, version: kept.version }]
      return {
        answer: true,
        change: changeOf({ seen, puts: putWaste(layersIn(kept)), deletes: [key] }),
      }
    })
  }

  async #trying<Answer>(
    make: () => Promise<{ readonly answer: Answer; readonly change?: Change }>,
  ): Promise<Answer> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const { answer, change } = await make()
      if (change === undefined || (await this.#entries.commit(change)) === 'done') return answer
    }
    throw new ApiError('ABORTED', 'aborted', 'Too much is changed at once. Please retry.')
  }
}

const nothing = (): Reading => ({ keys: [], scans: [] })

const changeOf = (change: Partial<Change>): Change => ({
  seen: [],
  spans: [],
  puts: [],
  deletes: [],
  ...change,
})

const missingFrom = (layers: readonly Layer[], others: readonly Layer[]): readonly Layer[] =>
  layers.filter((layer) => !others.includes(layer))

function changeTo(
  fork: Fork,
  under: readonly Layer[],
  seen: readonly SeenEntry[],
  deletes: readonly string[] = [],
): Change {
  const puts = [
    putFork(fork.name, under, fork.seed),
    ...putWaste(missingFrom(fork.layers, [...under, ...fork.seed])),
  ]
  return changeOf({ seen, puts, deletes })
}
