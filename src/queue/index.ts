// Opens the task store that a URL names.
import type { Clock, Micros } from '../clock.ts'
import type { TaskStore } from './store.ts'

export type {
  Gate,
  LeaseRequest,
  NewTask,
  Position,
  Queue,
  QueueRecord,
  QueueStats,
  RenewRequest,
  StoredTask,
  TagChoice,
  Taken,
  TaskStore,
} from './store.ts'

export interface StoreOptions {
  readonly clock: Clock
  /** How long the name of a deleted task stays taken; 7 days unless said. */
  readonly tombstoneSeconds?: number
}

const forms =
  'sqlite:PATH, memory:, redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE][?prefix=PREFIX], rediss://… ' +
  'or redis-cluster://HOST:PORT,HOST:PORT'

const week = 7 * 24 * 3600

/** The caller disposes of the store. Rejects with an Error of one sentence if the store cannot be had. */
export async function openTaskStore(url: string, options: StoreOptions): Promise<TaskStore> {
  const { clock, tombstoneSeconds = week } = options
  const tombstone: Micros = tombstoneSeconds * 1_000_000
  const [, scheme, rest = ''] = /^([a-z-]+):(.*)$/s.exec(url) ?? []
  if ((scheme === 'sqlite' && rest !== '') || (scheme === 'memory' && rest === '')) {
    const path = scheme === 'memory' ? ':memory:' : rest
    const [{ openDatabase }, { SqliteStore }] = await Promise.all([
      import('./sqlite/database.ts'),
      import('./sqlite/store.ts'),
    ])
    return new SqliteStore(openDatabase(path), path, clock, tombstone)
  }
  if (scheme?.startsWith('redis')) {
    const { readAddress } = await import('./redis/address.ts')
    const address = readAddress(url)
    if (address) {
      const { openRedisStore } = await import('./redis/store.ts')
      return openRedisStore(address, clock, tombstone)
    }
  }
  throw new Error(`task store: cannot read this URL; it may be ${forms}`)
}

export { canonicalPayload, decodedSize } from './payload.ts'
export { readQueueYaml, type QueueDeclaration } from './queue_yaml.ts'
export { queueSettings, queueSettingsProblem } from './settings.ts'
