// Resources in large numbers: all of a stack of layers, and all into a new one.
import { unavailable } from '../../errors.ts'
import type { JsonObject } from '../json.ts'
import { versionText, type Entries, type Put, type SeenEntry } from './entries/entries.ts'
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

export interface Built {
  readonly layer: Layer
  /** The last entry of it. As long as it is there all of it is. */
  readonly end: SeenEntry
}

/**
 * A new layer, which nothing reads yet. Who makes it part of something deletes the note that it is waste. Rejects if the database
 * loses a part of it on the way, as a failover of Redis may: each part is written only if the one before is there.
 */
export async function buildLayer(
  entries: Entries,
  clock: Clock,
  resources: AsyncIterable<Filling>,
): Promise<Built> {
  const layer = newLayer()
  const waste = putWaste([layer], clock.now() / 1000 + BUILDING)
  let end = await write(entries, [], waste)
  let puts: Put[] = []
  for await (const one of resources) {
    puts.push(...putsOf(layer, one))
    if (puts.length < CHUNK) continue
    end = await write(entries, [end], puts)
    puts = []
  }
  if (puts.length > 0) end = await write(entries, [end], puts)
  return { layer, end }
}

/** What was written last. */
async function write(
  entries: Entries,
  seen: readonly SeenEntry[],
  puts: readonly Put[],
): Promise<SeenEntry> {
  const { key } = puts.at(-1)!
  const done = await entries.commit({ seen, spans: [], puts, deletes: [] })
  const [last] = (await entries.read({ keys: [key], scans: [] })).entries
  if (done === 'conflict' || last === undefined)
    throw unavailable('the resource store has lost a part of what was written; do this again')
  return { key, version: last.version }
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
