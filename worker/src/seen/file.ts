// Ends of tasks in a SQLite file, which all processes of a machine may share.
import { DatabaseSync } from 'node:sqlite'
import type { SeenStore } from './store.ts'

/** Seconds; as long as a Task Queue refuses the id of a task that it had. */
const KEPT = 7 * 86_400
/** Writes after which old rows are removed. */
const ROUND = 1000

/** Made if it is not there. Throws for a file that cannot be used. */
export function openSeenFile(path: string): SeenStore {
  // Other processes write a row at a time; milliseconds to wait for them.
  const database = new DatabaseSync(path, { timeout: 5000 })
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS seen (key TEXT PRIMARY KEY, value TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS seen_at ON seen (at)`)
  const get = database.prepare('SELECT value FROM seen WHERE key = ?')
  const set = database.prepare(
    'INSERT OR REPLACE INTO seen (key, value, at) VALUES (?, ?, unixepoch())',
  )
  const forget = database.prepare('DELETE FROM seen WHERE at < unixepoch() - ?')
  let writes = 0
  return {
    async get(key) {
      const row = get.get(key)
      return row === undefined ? undefined : String(row['value'])
    },
    async set(key, value) {
      if (writes % ROUND === 0) forget.run(KEPT)
      writes += 1
      set.run(key, value)
    },
    close: async () => database.close(),
  }
}
