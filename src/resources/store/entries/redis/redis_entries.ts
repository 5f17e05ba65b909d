// Entries in Redis, one server or a cluster. All of them are in one slot of a cluster: one step changes many.
import { describeAddress, type Address } from '../../../../store/redis/address.ts'
import type { Calls } from '../../../../store/redis/calls.ts'
import type { Connection } from '../../../../store/redis/connection.ts'
import type { JsonObject } from '../../../json.ts'
import type { Change, Entries, Entry, Read, Reading } from '../entries.ts'

export type EntryScript = 'read' | 'commit'

/** Keys and values of a scan. */
type Scanned = readonly [readonly string[], readonly string[]]

export class RedisEntries implements Entries {
  readonly description: string
  readonly warnings: readonly string[]
  readonly #connection: Connection
  readonly #calls: Calls<EntryScript>
  readonly #keys: readonly string[]

  /** Closes the connection in the end. */
  constructor(
    address: Address,
    connection: Connection,
    calls: Calls<EntryScript>,
    warnings: readonly string[],
  ) {
    this.description = describeAddress(address)
    this.warnings = warnings
    this.#connection = connection
    this.#calls = calls
    this.#keys = ['values', 'keys', 'version'].map((name) => keyOf(address, name))
  }

  async read({ keys, scans }: Reading): Promise<Read> {
    const [values, ...scanned] = await this.#calls.script<
      readonly [readonly (string | null)[], ...Scanned[]]
    >('read', this.#keys.slice(0, 2), [
      keys.length,
      ...keys,
      ...scans.flatMap(({ from, to, limit }) => [from, to, limit]),
    ])
    return {
      entries: keys.map((key, i) => entryIn(key, values[i])),
      scans: scanned.map(([found, own]) => found.map((key, i) => entryIn(key, own[i])!)),
    }
  }

  async commit({ seen, spans, puts, deletes }: Change): Promise<'done' | 'conflict'> {
    const done = await this.#calls.script<number>('commit', this.#keys, [
      seen.length,
      ...seen.flatMap(({ key, version }) => [key, version]),
      spans.length,
      ...spans.flatMap(({ from, to, count, latest }) => [from, to, count, latest]),
      deletes.length,
      ...deletes,
      ...puts.flatMap(({ key, value, byVersion }) => [
        key,
        JSON.stringify(value),
        byVersion?.before ?? '',
        byVersion === undefined ? '' : JSON.stringify(byVersion.value),
      ]),
    ])
    return done === 1 ? 'done' : 'conflict'
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#connection.close()
  }
}

/** One hash tag for all. */
export const keyOf = ({ prefix }: Address, name: string): string => `${prefix}{resources}:${name}`

/** `12 {"a":1}`. */
function entryIn(key: string, text: string | null | undefined): Entry | undefined {
  if (text === null || text === undefined) return undefined
  const blank = text.indexOf(' ')
  return {
    key,
    version: Number(text.slice(0, blank)),
    value: JSON.parse(text.slice(blank + 1)) as JsonObject,
  }
}
