// Opens a SQLite file as a task store: settings, tables, and refusal of files that are not ours.
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { upgrades } from './upgrades.ts'
import { resultCode, resultCodeOf, sentenceOf } from './fault.ts'

/** 'task' in ASCII: tells our files from other programs'. */
const applicationId = 0x7461736b
const format = 2

const settings = `
  PRAGMA busy_timeout = 25;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA journal_size_limit = 67108864;
  PRAGMA cache_size = -32000;
`

/** Throws an Error of one sentence if `path` (`:memory:`, or relative to the working directory) cannot be used. */
export function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    if (path !== ':memory:') mkdirSync(dirname(resolve(path)), { recursive: true })
    database = new DatabaseSync(path)
    prepareFile(database, path)
    return database
  } catch (error) {
    database?.close()
    if (error instanceof ForeignFile) throw error
    throw new Error(sentenceOf(error, path), { cause: error })
  }
}

class ForeignFile extends Error {}

/** Another process may be preparing the same new file, and a change to WAL does not wait for it by itself. */
function prepareFile(database: DatabaseSync, path: string): void {
  for (let tries = 0; ; tries += 1) {
    try {
      database.exec(settings)
      createTables(database, path)
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

function createTables(database: DatabaseSync, path: string): void {
  const number = (sql: string): number =>
    Number(Object.values(database.prepare(sql).get() ?? {})[0])
  database.exec('BEGIN IMMEDIATE')
  if (number('SELECT count(*) FROM sqlite_schema') === 0) {
    database.exec(readFileSync(new URL('schema.sql', import.meta.url), 'utf8'))
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${format}`)
  }
  const theirFormat = number('PRAGMA user_version')
  if (number('PRAGMA application_id') !== applicationId) {
    throw new ForeignFile(
      `task store ${path}: this is another program's SQLite database; name another file`,
    )
  }
  let reached = theirFormat
  while (upgrades[reached] !== undefined) {
    database.exec(`${upgrades[reached]}; PRAGMA user_version = ${reached + 1}`)
    reached += 1
  }
  if (reached !== format) {
    throw new ForeignFile(
      `task store ${path}: its format is ${theirFormat} and this program reads format ${format}; ` +
        'use the version that wrote it or name another file',
    )
  }
  database.exec('COMMIT')
}
