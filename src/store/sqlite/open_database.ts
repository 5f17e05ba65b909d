// Opens a SQLite file: settings, tables of a store of ours, and refusal of files that are another program's.
import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { resultCode, resultCodeOf, sentenceOf } from './fault.ts'

/** The tables of one kind of store. Several kinds may share a file, each with tables of its own. */
export interface Tables {
  /** What people call the store: `task store`. */
  readonly store: string
  /** Makes them, or brings them to the present format; within a transaction. Throws a ForeignFile where that cannot be. */
  readonly prepare: (database: DatabaseSync, path: string) => void
}

/** A file that is not to be used. Its message is one sentence that says why. */
export class ForeignFile extends Error {}

/** 'task' in ASCII: tells our files from other programs'. */
const applicationId = 0x7461736b

const settings = `
  PRAGMA busy_timeout = 25;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA journal_size_limit = 67108864;
  PRAGMA cache_size = -32000;
`

/** Throws an Error of one sentence if `path` (`:memory:`, or relative to the working directory) cannot be used. */
export function openDatabase(path: string, tables: Tables): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    if (path !== ':memory:') mkdirSync(dirname(resolve(path)), { recursive: true })
    database = new DatabaseSync(path)
    prepareFile(database, path, tables)
    return database
  } catch (error) {
    database?.close()
    if (error instanceof ForeignFile) throw error
    throw new Error(sentenceOf(error, `${tables.store} ${path}`), { cause: error })
  }
}

/** Leaves one file with everything in it. */
export function closeDatabase(database: DatabaseSync): void {
  if (!database.isOpen) return
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } finally {
    database.close()
  }
}

/** What a statement of one row and one column gives. */
export const numberOf = (database: DatabaseSync, sql: string): number =>
  Number(Object.values(database.prepare(sql).get() ?? {})[0])

/** Another process may be preparing the same new file, and a change to WAL does not wait for it by itself. */
function prepareFile(database: DatabaseSync, path: string, tables: Tables): void {
  for (let tries = 0; ; tries += 1) {
    try {
      database.exec(settings)
      prepareTables(database, path, tables)
      return
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      if (resultCodeOf(error) !== resultCode.busy || tries === 20) throw error
      pause(100)
    }
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

function prepareTables(database: DatabaseSync, path: string, tables: Tables): void {
  database.exec('BEGIN IMMEDIATE')
  if (numberOf(database, 'SELECT count(*) FROM sqlite_schema') === 0)
    database.exec(`PRAGMA application_id = ${applicationId}`)
  if (numberOf(database, 'PRAGMA application_id') !== applicationId)
    throw new ForeignFile(
      `${tables.store} ${path}: this is another program's SQLite database; name another file`,
    )
  tables.prepare(database, path)
  database.exec('COMMIT')
}
