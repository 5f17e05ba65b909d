// Entries in a SQLite file that several processes may share, or in memory.
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { faultOf } from '../../../../store/sqlite/fault.ts'
import { GroupCommit } from '../../../../store/sqlite/group_commit.ts'
import { closeDatabase } from '../../../../store/sqlite/open_database.ts'
import { sameFileCheck } from '../../../../store/sqlite/same_file.ts'
import type { JsonObject } from '../../../json.ts'
import {
  versionText,
  type Change,
  type Entries,
  type Entry,
  type Put,
  type Read,
  type Reading,
  type SeenEntry,
  type SeenSpan,
} from '../entries.ts'

const statements = {
  get: 'SELECT key, version, value FROM resource_entry WHERE key = ?',
  scan: 'SELECT key, version, value FROM resource_entry WHERE key >= ? AND key < ? ORDER BY key LIMIT ?',
  version: 'SELECT version FROM resource_entry WHERE key = ?',
  span: `SELECT count(*) AS count, coalesce(max(version), 0) AS latest
    FROM resource_entry WHERE key >= ? AND key < ?`,
  put: `INSERT INTO resource_entry (key, version, value) VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET version = excluded.version, value = excluded.value`,
  remove: 'DELETE FROM resource_entry WHERE key = ?',
  last: `SELECT number FROM resource_counter WHERE name = 'version'`,
  setLast: `UPDATE resource_counter SET number = ? WHERE name = 'version'`,
} as const

type Statements = Readonly<Record<keyof typeof statements, StatementSync>>

interface Row {
  readonly key: string
  readonly version: number
  readonly value: string
}

const store = 'resource store'

export class SqliteEntries implements Entries {
  readonly description: string
  readonly warnings: readonly string[] = []
  readonly #database: DatabaseSync
  readonly #statements: Statements
  readonly #group: GroupCommit

  /** Closes the database in the end; `path` is for people. */
  constructor(database: DatabaseSync, path: string) {
    this.#database = database
    this.#statements = Object.fromEntries(
      Object.entries(statements).map(([name, sql]) => [name, database.prepare(sql)]),
    ) as unknown as Statements
    this.#group = new GroupCommit(database, {
      beforeBegin: sameFileCheck(path, store),
      beforeCommit: () => {},
      afterTransaction: () => {},
      faultOf: (error) => faultOf(error, `${store} ${path}`),
      store,
    })
    this.description = path === ':memory:' ? 'memory of this process' : `SQLite file ${path}`
  }

  read({ keys, scans }: Reading): Promise<Read> {
    const { get, scan } = this.#statements
    return this.#group.run(
      () => ({
        entries: keys.map((key) => entryIn(get.get(key) as Row | undefined)),
        scans: scans.map(({ from, to, limit }) =>
          (scan.all(from, to, limit) as unknown as Row[]).map((row) => entryIn(row)!),
        ),
      }),
      false,
    )
  }

  commit({ seen, spans, puts, deletes }: Change): Promise<'done' | 'conflict'> {
    // Before the step: a value that cannot be written is the caller's fault alone, and other steps share the transaction.
    const written = puts.map((put) => ({ put, value: JSON.stringify(put.value) }))
    return this.#group.run(() => {
      const isAsSeen =
        seen.every((one) => this.#isAsSeen(one)) && spans.every((one) => this.#isSame(one))
      if (!isAsSeen) return 'conflict'
      for (const key of deletes) this.#statements.remove.run(key)
      if (written.length > 0) this.#put(written)
      return 'done'
    }, true)
  }

  #put(written: readonly { readonly put: Put; readonly value: string }[]): void {
    const { last, setLast, put: insert } = this.#statements
    let { number: version } = last.get() as { number: number }
    for (const { put, value } of written) {
      version += 1
      insert.run(put.key, version, value)
      const { byVersion } = put
      if (byVersion === undefined) continue
      const key = byVersion.before + versionText(version)
      insert.run(key, version, JSON.stringify(byVersion.value))
    }
    setLast.run(version)
  }

  #isAsSeen({ key, version }: SeenEntry): boolean {
    const row = this.#statements.version.get(key) as { version: number } | undefined
    return (row?.version ?? 0) === version
  }

  #isSame({ from, to, count, latest }: SeenSpan): boolean {
    const now = this.#statements.span.get(from, to) as { count: number; latest: number }
    return now.count === count && now.latest === latest
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#group.close()
    closeDatabase(this.#database)
  }
}

const entryIn = (row: Row | undefined): Entry | undefined =>
  row && { key: row.key, version: row.version, value: JSON.parse(row.value) as JsonObject }
