// Opens the task store that a URL names.
import type { Clock, Micros } from '../clock.ts'
import { placeOf } from '../store/url.ts'
import type { Dispatcher, DispatcherOptions } from './dispatch/dispatcher.ts'
import type { RequestContext } from './dispatch/request.ts'
import type { TaskStore } from './store.ts'

export { BEHIND } from './store.ts'
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

/** What a store needs to know besides its place. */
export interface StoreOptions {
  readonly clock: Clock
  /** How long the name of a deleted task stays taken; 7 days unless said. */
  readonly tombstoneSeconds?: number
  /** Whose queues these are: those of one space are not seen in another. Cloud Tasks and Task Queue share that of ''. */
  readonly space?: string
}

const week = 7 * 24 * 3600

/** The caller disposes of the store. Rejects with an Error of one sentence if the store cannot be had. */
export async function openTaskStore(url: string, options: StoreOptions): Promise<TaskStore> {
  const { clock, tombstoneSeconds = week, space = '' } = options
  const tombstone: Micros = tombstoneSeconds * 1_000_000
  const place = placeOf(url, 'task store')
  if (place.kind === 'sqlite') {
    const { path } = place
    const [{ openTaskDatabase }, { SqliteStore }] = await Promise.all([
      import('./sqlite/database.ts'),
      import('./sqlite/store.ts'),
    ])
    return new SqliteStore(openTaskDatabase(path), { path, clock, tombstone, space })
  }
  const { openRedisStore } = await import('./redis/store.ts')
  const prefix = space === '' ? place.address.prefix : `${place.address.prefix}${space}:`
  return openRedisStore({ ...place.address, prefix }, clock, tombstone)
}

export { canonicalPayload, decodedSize } from './payload.ts'
export { dispatchSettings } from './dispatch/settings.ts'
export { queueSettings, queueSettingsProblem } from './settings.ts'
export {
  queuesOf,
  readQueueYaml,
  type PushDeclaration,
  type QueueDeclaration,
} from './queue_yaml.ts'
export type { Dispatcher, DispatcherOptions } from './dispatch/dispatcher.ts'
export type { LoggedAttempt } from './dispatch/log.ts'
export type {
  AppEngineRouting,
  AttemptNote,
  HttpTarget,
  PushTask,
  QueueRules,
  RetryRules,
  UriOverride,
} from './dispatch/rules.ts'
export { noteOf, pushTaskOf } from './dispatch/rules.ts'
export { readAppEngineUrls } from './dispatch/app_engine.ts'

/** Begins to dispatch; the caller disposes of it before it disposes of the store. */
export async function openDispatcher(
  options: Omit<DispatcherOptions, 'request'> &
    Pick<RequestContext, 'appEngine'> & { readonly issuer: () => string },
): Promise<Dispatcher> {
  const [{ Dispatcher }, { issuerOf }, { registerDispatcher }] = await Promise.all([
    import('./dispatch/dispatcher.ts'),
    import('../auth/tokens/issuer.ts'),
    import('./dispatch/registry.ts'),
  ])
  const { issuer, appEngine, ...rest } = options
  const tokens = issuerOf(options.clock)
  const request = () => ({ tokens, appEngine, issuer: issuer() })
  const dispatcher = new Dispatcher({ ...rest, request })
  registerDispatcher(options.clock, dispatcher)
  return dispatcher
}
