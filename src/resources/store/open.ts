// Opens the resource store that a URL names: the same URLs as those of task stores, which may share the place.
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../clock.ts'
import { placeOf } from '../../store/url.ts'
import { GRACE, type Blobs } from './blobs/blobs.ts'
import { FileBlobs } from './blobs/file_blobs.ts'
import type { Entries } from './entries/entries.ts'
import { openResourceDatabase } from './entries/sqlite/database.ts'
import { SqliteEntries } from './entries/sqlite/sqlite_entries.ts'
import { LayeredStore } from './layered_store.ts'
import type { ResourceStore } from './store.ts'

/** What a store is made of. */
interface Parts {
  readonly entries: Entries
  readonly blobs: Blobs
}

/** The caller disposes of the store. Rejects with an Error of one sentence if the store cannot be had. */
export async function openResourceStore(url: string, clock: Clock): Promise<ResourceStore> {
  const { entries, blobs } = await openParts(url)
  return new LayeredStore(entries, blobs, clock)
}

/** Of this process alone. */
export function memoryStore(clock: Clock): ResourceStore {
  const { entries, blobs } = openSqlite(':memory:', GRACE)
  return new LayeredStore(entries, blobs, clock)
}

/** `grace`: seconds for which blobs outlive what refers to them. */
export async function openParts(url: string, grace = GRACE): Promise<Parts> {
  const place = placeOf(url, 'resource store')
  if (place.kind === 'sqlite') {
    const { entries, blobs } = openSqlite(place.path, grace)
    await blobs.sweep()
    return { entries, blobs }
  }
  const { openRedis } = await import('./entries/redis/open_redis.ts')
  return openRedis(place.address, grace)
}

/** Blobs are files in a folder beside the SQLite file; of memory, in a temporary one. */
function openSqlite(
  path: string,
  grace: number,
): { readonly entries: Entries; readonly blobs: FileBlobs } {
  const isMemory = path === ':memory:'
  const folder = isMemory ? join(tmpdir(), `resource-blobs-${randomUUID()}`) : `${path}.blobs`
  const entries = new SqliteEntries(openResourceDatabase(path), path)
  return { entries, blobs: new FileBlobs(folder, isMemory, grace) }
}
