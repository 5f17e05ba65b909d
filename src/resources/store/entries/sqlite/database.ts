// The tables of a resource store in a SQLite file, which may hold those of a task store as well.
import { readFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { ForeignFile, numberOf, openDatabase } from '../../../../store/sqlite/open_database.ts'

const format = 1

/** Throws an Error of one sentence if `path` (`:memory:`, or relative to the working directory) cannot be used. */
export const openResourceDatabase = (path: string): DatabaseSync =>
  openDatabase(path, { store: 'resource store', prepare: createTables })

function createTables(database: DatabaseSync, path: string): void {
  const isThere = `SELECT count(*) FROM sqlite_schema WHERE name = 'resource_counter'`
  if (numberOf(database, isThere) === 0) {
    database.exec(readFileSync(new URL('schema.sql', import.meta.url), 'utf8'))
    database.exec(`INSERT INTO resource_counter VALUES ('format', ${format}), ('version', 0)`)
    return
  }
  const theirs = numberOf(database, `SELECT number FROM resource_counter WHERE name = 'format'`)
  if (theirs !== format)
    throw new ForeignFile(
      `resource store ${path}: its format is ${theirs} and this program reads format ${format}; ` +
        'use the version that wrote it or name another file',
    )
}
