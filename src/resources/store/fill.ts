// Resources in large numbers: all of a stack of layers, and all into a new one.
import type { JsonObject } from '../json.ts'
import { versionText, type Entries, type Put } from './entries/entries.ts'
import type { Clock } from '../../clock.ts'
import { newLayer, putWaste } from './fork_record.ts'
import { blobKey, creationsOf, placeOf, resourceKey, type Layer } from './keys.ts'
import { partIn, readingOf, type Layers } from './layers.ts'
import type { Imported, Seen } from './store.ts'

export interface Filling extends Imported {
  /** Missing for one that is new. */
  readonly sequence?: number
}

/** Milliseconds that building a layer may take at most. */
const BUILDING = 3_600_000
/** How many are read or written at once. */
const CHUNK = 500

/** Everything in layers that nobody writes on, of all APIs. */
export async function* resourcesIn(
  entries: Entries,
  layers: readonly Layer[],
): AsyncGenerator<Filling> {
  if (layers.length === 0) return
  for await (const { key, stored } of everything(entries, layers as Layers))
    if (stored !== undefined) yield { ...key, ...stored }
}

async function* everything(entries: Entries, layers: Layers): AsyncGenerator<Seen> {
  for (let from: string | undefined = ''; from !== undefined;) {
    const span = { from, to: '\u{10ffff}' }
    const part = partIn(layers, span, CHUNK, await entries.read(readingOf(layers, span, CHUNK)))
    yield* part.seen
    from = part.next
  }
}

/** A new layer, which nothing reads yet. Who makes it part of something deletes the note that it is waste. */
export async function buildLayer(
  entries: Entries,
  clock: Clock,
  resources: AsyncIterable<Filling>,
): Promise<Layer> {
  const layer = newLayer()
  const puts = putWaste([layer], clock.now() / 1000 + BUILDING)
  await entries.commit({ seen: [], spans: [], puts, deletes: [] })
  await fill(entries, layer, resources)
  return layer
}

async function fill(
  entries: Entries,
  layer: Layer,
  resources: AsyncIterable<Filling>,
): Promise<void> {
  let puts: Put[] = []
  const write = async () => {
    await entries.commit({ seen: [], spans: [], puts, deletes: [] })
    puts = []
  }
  for await (const one of resources) {
    puts.push(...putsOf(layer, one))
    if (puts.length >= CHUNK) await write()
  }
  if (puts.length > 0) await write()
}

/** The entries of a resource that a layer does not hold yet. */
function putsOf(layer: Layer, { api, name, value, blobs = [], sequence }: Filling): Put[] {
  const key = resourceKey(layer, placeOf({ api, name }))
  const creations = creationsOf(layer, { api, name })
  const creation = { id: name.slice(name.lastIndexOf('/') + 1) }
  const references = blobs.map((blob) => ({ key: blobKey(blob, key), value: {} }))
  const held = heldOf(value, blobs, sequence)
  if (sequence === undefined)
    return [{ key, value: held, byVersion: { before: creations, value: creation } }, ...references]
  return [
    { key, value: held },
    { key: creations + versionText(sequence), value: creation },
    ...references,
  ]
}

export const heldOf = (
  value: JsonObject,
  blobs: readonly string[],
  sequence: number | undefined,
): JsonObject => ({
  value,
  ...(blobs.length > 0 && { blobs: [...blobs] }),
  ...(sequence !== undefined && { sequence }),
})
