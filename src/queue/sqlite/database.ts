// The tables of a task store in a SQLite file, which may hold those of other stores as well.
import { readFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { ForeignFile, numberOf, openDatabase } from '../../store/sqlite/open_database.ts'
import { upgrades } from './upgrades.ts'

const format = 2

/** Throws an Error of one sentence if `path` (`:memory:`, or relative to the working directory) cannot be used. */
export const openTaskDatabase = (path: string): DatabaseSync =>
  openDatabase(path, { store: 'task store', prepare: createTables })

/** `user_version` is the format of these tables; 0 where there are none yet. */
function createTables(database: DatabaseSync, path: string): void {
  const theirFormat = numberOf(database, 'PRAGMA user_version')
  if (theirFormat === 0) {
    database.exec(readFileSync(new URL('schema.sql', import.meta.url), 'utf8'))
    database.exec(`PRAGMA user_version = ${format}`)
    return
  }
  let reached = theirFormat
  while (upgrades[reached] !== undefined) {
    database.exec(`${upgrades[reached]}; PRAGMA user_version = ${reached + 1}`)
    reached += 1
  }
  if (reached !== format)
    throw new ForeignFile(
      `task store ${path}: its format is ${theirFormat} and this program reads format ${format}; ` +
        'use the version that wrote it or name another file',
    )
}
