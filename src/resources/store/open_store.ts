// The store that STORE_URL means for resources.
import { MemoryStore } from './memory_store.ts'
import type { ResourceStore } from './resource_store.ts'
import { SqliteStore } from './sqlite_store.ts'

/** Beside a SQLite file of tasks, in a file of its own; with Redis, which keeps tasks alone, in memory. */
export function openResourceStore(url: string): ResourceStore {
  const path = /^sqlite:(.+)$/.exec(url)?.[1]
  if (path === undefined || path === ':memory:') return new MemoryStore()
  return new SqliteStore(`${path.replace(/\.(sqlite3?|db)$/, '')}.resources.sqlite`)
}
