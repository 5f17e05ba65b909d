// Resources in a SQLite file, which several processes may share.
import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { isIn, type Write } from '../buffered_view.ts'
import type { Held } from '../resource_view.ts'
import type { ResourceStore } from './resource_store.ts'

const SCHEMA = `
  PRAGMA busy_timeout = 5000;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS resource (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    api TEXT NOT NULL,
    collection TEXT NOT NULL,
    name TEXT NOT NULL,
    kept TEXT NOT NULL, -- JSON
    UNIQUE (api, name)
  );
  CREATE INDEX IF NOT EXISTS resource_by_collection ON resource (api, collection);
  CREATE TABLE IF NOT EXISTS revision (api TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS blob (key TEXT PRIMARY KEY, bytes BLOB NOT NULL) WITHOUT ROWID;
`

const STATEMENTS = {
  revision: 'SELECT number FROM revision WHERE api = ?',
  change: 'INSERT INTO revision VALUES (?, 1) ON CONFLICT (api) DO UPDATE SET number = number + 1',
  get: 'SELECT sequence, name, kept FROM resource WHERE api = ? AND name = ?',
  list: 'SELECT sequence, name, kept FROM resource WHERE api = ? AND collection = ? ORDER BY sequence',
  listAny:
    'SELECT sequence, name, kept FROM resource WHERE api = ? AND collection GLOB ? ORDER BY sequence',
  below:
    'SELECT sequence, name, kept FROM resource WHERE api = ? AND name >= ? AND name < ? ORDER BY sequence',
  put: `INSERT INTO resource (api, collection, name, kept) VALUES (?, ?, ?, ?)
    ON CONFLICT (api, name) DO UPDATE SET kept = excluded.kept`,
  remove: 'DELETE FROM resource WHERE api = ? AND name = ?',
  putBlob: 'INSERT OR REPLACE INTO blob VALUES (?, ?)',
  getBlob: 'SELECT bytes FROM blob WHERE key = ?',
} as const

interface Row {
  readonly sequence: number
  readonly name: string
  readonly kept: string
}

export class SqliteStore implements ResourceStore {
  readonly description: string
  readonly #database: DatabaseSync
  readonly #statements: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>

  /** Throws an Error of one sentence if the file cannot be used. */
  constructor(path: string) {
    this.description = path
    try {
      mkdirSync(dirname(resolve(path)), { recursive: true })
      this.#database = new DatabaseSync(path)
      this.#database.exec(SCHEMA)
    } catch (error) {
      throw new Error(`resource store ${path}: ${(error as Error).message}`, { cause: error })
    }
    const prepared = Object.entries(STATEMENTS).map(([name, sql]) => [
      name,
      this.#database.prepare(sql),
    ])
    this.#statements = Object.fromEntries(prepared) as Record<
      keyof typeof STATEMENTS,
      StatementSync
    >
  }

  async revision(api: string): Promise<number> {
    return this.#revision(api)
  }

  #revision(api: string): number {
    return (this.#statements.revision.get(api) as { number: number } | undefined)?.number ?? 0
  }

  async get(api: string, name: string): Promise<Held | undefined> {
    const row = this.#statements.get.get(api, name) as Row | undefined
    return row && heldIn(row)
  }

  async list(api: string, collection: string): Promise<readonly Held[]> {
    const isAny = `/${collection}/`.includes('/-/')
    const { list, listAny } = this.#statements
    const rows = isAny ? listAny.all(api, globOf(collection)) : list.all(api, collection)
    const fits = isIn(collection)
    return (rows as unknown as Row[]).filter(({ name }) => fits(name)).map(heldIn)
  }

  async below(api: string, name: string): Promise<readonly Held[]> {
    const from = name === '' ? '' : `${name}/`
    const to = name === '' ? '\u{10ffff}' : `${name}0` // 0 comes after /
    return (this.#statements.below.all(api, from, to) as unknown as Row[]).map(heldIn)
  }

  async commit(api: string, revision: number, writes: readonly Write[]): Promise<boolean> {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const isCurrent = this.#revision(api) === revision
      if (isCurrent) this.#write(api, writes)
      this.#database.exec(isCurrent ? 'COMMIT' : 'ROLLBACK')
      return isCurrent
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }

  #write(api: string, writes: readonly Write[]): void {
    const { change, put, remove } = this.#statements
    change.run(api)
    for (const { name, kept } of writes) {
      const collection = name.slice(0, Math.max(name.lastIndexOf('/'), 0))
      if (kept === undefined) remove.run(api, name)
      else put.run(api, collection, name, JSON.stringify(kept))
    }
  }

  async putBlob(key: string, bytes: Buffer): Promise<void> {
    this.#statements.putBlob.run(key, bytes)
  }

  async getBlob(key: string): Promise<Buffer | undefined> {
    const row = this.#statements.getBlob.get(key) as { bytes: Uint8Array } | undefined
    return row && Buffer.from(row.bytes)
  }

  async clear(): Promise<void> {
    this.#database.exec(
      'BEGIN IMMEDIATE; DELETE FROM resource; DELETE FROM blob; UPDATE revision SET number = number + 1; COMMIT',
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#database.close()
  }
}

const heldIn = ({ sequence, name, kept }: Row): Held => ({
  ...(JSON.parse(kept) as Omit<Held, 'name' | 'sequence'>),
  name,
  sequence,
})

/** What GLOB takes for any text may span segments: the names are looked at once more. */
const globOf = (collection: string): string =>
  collection
    .split('/')
    .map((segment) => (segment === '-' ? '*' : segment.replaceAll(/[*?[]/g, '[$&]')))
    .join('/')
