// Resources through the layers of a fork: what an upper layer says of a place hides what a lower one says.
import type { JsonObject } from '../json.ts'
import {
  after,
  seenSpan,
  type Entry,
  type Read,
  type Reading,
  type Span,
} from './entries/entries.ts'
import { keyAt, resourceKey, type Layer } from './keys.ts'
import type { ListMark, Seen, Stored } from './store.ts'

/** Where the layers of a fork are, the one it writes on first. The others never change. */
export type Layers = readonly [Layer, ...Layer[]]

/** What an entry holds: a resource, or that there is none, whatever the layers below say. */
export type Held =
  | {
      readonly value: JsonObject
      readonly blobs?: readonly string[]
      /** Missing where the entry was never written over: it is the entry's version. */
      readonly sequence?: number
      readonly isGone?: undefined
    }
  | { readonly isGone: true }

export const heldIn = ({ value }: Entry): Held => value as unknown as Held

/** Undefined for a mark that there is none. */
function storedIn(entry: Entry): Stored | undefined {
  const held = heldIn(entry)
  if (held.isGone) return undefined
  const { value, blobs = [], sequence = entry.version } = held
  return { value, blobs, sequence }
}

export const keysInLayers = (layers: Layers, places: readonly string[]): string[] =>
  places.flatMap((place) => layers.map((layer) => resourceKey(layer, place)))

/** What was read of `keysInLayers`. */
export const seenIn = (
  layers: Layers,
  places: readonly string[],
  entries: Read['entries'],
): Seen[] =>
  places.map((place, i) => {
    const own = entries.slice(i * layers.length, (i + 1) * layers.length)
    return seenOf(
      layers[0],
      place,
      own[0],
      own.find((entry) => entry !== undefined),
    )
  })

function seenOf(
  top: Layer,
  place: string,
  own: Entry | undefined,
  upmost: Entry | undefined,
): Seen {
  return {
    key: keyAt(place),
    stored: upmost && storedIn(upmost),
    mark: { key: resourceKey(top, place), version: own?.version ?? 0 },
  }
}

/** A part of a span of places, in order. */
export interface Part {
  readonly seen: readonly Seen[]
  readonly mark: ListMark
  /** Where it goes on; undefined: it has ended. */
  readonly next: string | undefined
}

export const readingOf = (layers: Layers, { from, to }: Span, limit: number): Reading => ({
  keys: [],
  scans: layers.map((layer) => ({
    from: resourceKey(layer, from),
    to: resourceKey(layer, to),
    limit,
  })),
})

/** What was read by `readingOf`. Layers are read so far as the one that ended first. */
export function partIn(layers: Layers, { from, to }: Span, limit: number, { scans }: Read): Part {
  const ends = scans.flatMap((entries, i) =>
    entries.length === limit ? [after(placeIn(layers[i]!, entries.at(-1)!))] : [],
  )
  const next = ends.reduce<string | undefined>(
    (least, end) => (least === undefined || isBefore(end, least) ? end : least),
    undefined,
  )
  const upmost = new Map<string, Entry>()
  const own = new Map<string, Entry>()
  for (const [i, layer] of layers.entries())
    for (const entry of scans[i]!) {
      const place = placeIn(layer, entry)
      if (next !== undefined && !isBefore(place, next)) break
      if (i === 0) own.set(place, entry)
      if (!upmost.has(place)) upmost.set(place, entry)
    }
  const [top] = layers
  const seen = [...upmost]
    .toSorted(([a], [b]) => (isBefore(a, b) ? -1 : 1))
    .map(([place, entry]) => seenOf(top, place, own.get(place), entry))
  const span = { from: resourceKey(top, from), to: resourceKey(top, next ?? to) }
  return { seen, next, mark: seenSpan({ ...span, limit: Infinity }, [...own.values()]) }
}

const placeIn = (layer: Layer, { key }: Entry): string => key.slice(resourceKey(layer, '').length)

/** In the order of UTF-8 bytes, which is that of code points and not of JavaScript's strings. */
export function isBefore(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i += 1) {
    const [own, other] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (own === other) continue
    // Halves of surrogate pairs stand for code points beyond all others.
    const isHalf = own >= 0xd800 && own <= 0xdfff
    const isOtherHalf = other >= 0xd800 && other <= 0xdfff
    return isHalf === isOtherHalf ? own < other : isOtherHalf
  }
  return a.length < b.length
}
