// What a database must be able to do to keep resources: an ordered map of texts to JSON values, of which many may be read as
// of one moment and many changed in one step. All that resources need beyond that is built on it once, for every database.
import type { JsonObject } from '../../json.ts'

export interface Entry {
  readonly key: string
  /** Larger than that of every entry written before it, in the whole database. */
  readonly version: number
  readonly value: JsonObject
}

/** Keys from `from` on and before `to`, in the order of their UTF-8 bytes. */
export interface Span {
  readonly from: string
  readonly to: string
}

export interface Scan extends Span {
  /** The first so many. */
  readonly limit: number
}

export interface Reading {
  readonly keys: readonly string[]
  readonly scans: readonly Scan[]
}

/** In the order in which they were asked for. */
export interface Read {
  readonly entries: readonly (Entry | undefined)[]
  readonly scans: readonly (readonly Entry[])[]
}

/** An entry as somebody has seen it; 0: there was none. */
export interface SeenEntry {
  readonly key: string
  readonly version: number
}

/** The entries of a span as somebody has seen them: any write to one of them, and any that comes or goes, changes this. */
export interface SeenSpan extends Span {
  readonly count: number
  /** The largest version; 0 of none. */
  readonly latest: number
}

export interface Put {
  readonly key: string
  readonly value: JsonObject
  /** Writes a second entry, by the version that the first gets: the same value under `before` and 16 digits. */
  readonly byVersion?: { readonly before: string; readonly value: JsonObject }
}

export interface Change {
  readonly seen: readonly SeenEntry[]
  readonly spans: readonly SeenSpan[]
  readonly puts: readonly Put[]
  readonly deletes: readonly string[]
}

export interface Entries extends AsyncDisposable {
  /** For people: where it is. */
  readonly description: string
  /** What of the database's settings endangers what is kept there, a sentence each. */
  readonly warnings: readonly string[]
  /** All as of one moment. */
  read(reading: Reading): Promise<Read>
  /** All of it, or nothing if what was seen is no longer so. Done means that it outlives this process. */
  commit(change: Change): Promise<'done' | 'conflict'>
}

/** A version as a part of a key: as text it has the order of numbers. */
export const versionText = (version: number): string => String(version).padStart(16, '0')

/** What scanning a span up to a limit has seen of it. */
export function seenSpan({ from, to, limit }: Scan, entries: readonly Entry[]): SeenSpan {
  const last = entries.length === limit ? entries.at(-1) : undefined
  return {
    from,
    to: last === undefined ? to : after(last.key),
    count: entries.length,
    latest: entries.reduce((latest, { version }) => Math.max(latest, version), 0),
  }
}

/** The first key that comes after this one. */
export const after = (key: string): string => `${key}\u0001`
