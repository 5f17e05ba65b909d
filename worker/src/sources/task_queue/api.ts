// The calls of Task Queue v1beta2, at the addresses that its discovery document gives.
import { SourceUnavailable } from '../../source.ts'
import { jsonClient, Refused } from './http.ts'

/** A task as the API gives it. */
export interface TaskResource {
  readonly id: string
  readonly payloadBase64?: string
  readonly tag?: string
  /** Microseconds since the epoch, as text. */
  readonly enqueueTimestamp?: string
  readonly leaseTimestamp?: string
  /** Counts the current lease. */
  readonly retry_count?: number
}

type NewTask = Pick<TaskResource, 'id' | 'tag'> & { readonly payloadBase64: string }

/** Calls throw SourceUnavailable and Refused. */
export interface TaskQueueApi {
  lease(
    queue: string,
    request: { count: number; seconds: number; tag: string },
  ): Promise<readonly TaskResource[]>
  /** 'taken' if there is a task of that id, or was until lately. */
  insert(queue: string, task: NewTask): Promise<'inserted' | 'taken'>
  /** The oldest hundred of any tag, leased or not; maybe without their payloads. */
  list(queue: string): Promise<readonly TaskResource[]>
  get(queue: string, id: string): Promise<TaskResource | undefined>
  /** A new end for the lease that `task` tells of; 'lost' if it is over, or the task gone. */
  renew(
    queue: string,
    task: Pick<TaskResource, 'id' | 'leaseTimestamp'>,
    seconds: number,
  ): Promise<TaskResource | 'lost'>
  /** False if there was none. */
  remove(queue: string, id: string): Promise<boolean>
  close(): void
}

export interface TaskQueueAddress {
  readonly apiDiscoveryUrl: string
  readonly projectName: string
}

type Addresses = Readonly<Record<'lease' | 'insert' | 'list' | 'get' | 'update' | 'delete', string>>

export function openTaskQueueApi({ apiDiscoveryUrl, projectName }: TaskQueueAddress): TaskQueueApi {
  const client = jsonClient()
  const url = apiDiscoveryUrl.replaceAll('{api}', 'taskqueue').replaceAll('{apiVersion}', 'v1beta2')
  let known: Addresses | undefined
  const ask = async (method: string, name: keyof Addresses, asked: Asked): Promise<unknown> => {
    known ??= addressesIn(await client.call('GET', url).catch(notTheDocument(url)), url)
    const address = expanded(known[name], { project: projectName, ...asked.path })
    return client.call(method, `${address}${queryOf(asked.query)}`, asked.body)
  }
  return {
    async lease(taskqueue, { count, seconds, tag }) {
      const query = { numTasks: count, leaseSecs: seconds, groupByTag: true, tag }
      const answer = await ask('POST', 'lease', { path: { taskqueue }, query })
      return (answer as { items?: readonly TaskResource[] } | undefined)?.items ?? []
    },
    async insert(taskqueue, task) {
      try {
        await ask('POST', 'insert', {
          path: { taskqueue },
          body: { ...task, queueName: taskqueue },
        })
        return 'inserted'
      } catch (error) {
        if (isTaken(error)) return 'taken'
        throw error
      }
    },
    async list(taskqueue) {
      const answer = await ask('GET', 'list', { path: { taskqueue } })
      return (answer as { items?: readonly TaskResource[] } | undefined)?.items ?? []
    },
    get: (taskqueue, task) =>
      ask('GET', 'get', { path: { taskqueue, task } }).catch(whenMissing(undefined)) as Promise<
        TaskResource | undefined
      >,
    async renew(taskqueue, { id, leaseTimestamp }, seconds) {
      const body = { id, leaseTimestamp, queueName: taskqueue }
      const query = { newLeaseSeconds: seconds }
      try {
        return (await ask('POST', 'update', {
          path: { taskqueue, task: id },
          query,
          body,
        })) as TaskResource
      } catch (error) {
        // 400 is a lease that has ended, 404 a task that was deleted.
        if (error instanceof Refused && (error.status === 400 || error.status === 404))
          return 'lost'
        throw error
      }
    },
    remove: (taskqueue, task) =>
      ask('DELETE', 'delete', { path: { taskqueue, task } }).then(() => true, whenMissing(false)),
    close: () => client.close(),
  }
}

interface Asked {
  readonly path: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | boolean>>
  readonly body?: unknown
}

const isTaken = (error: unknown): boolean =>
  error instanceof Refused &&
  (error.status === 409 ||
    (error.status === 400 && /taken|already exists|tombstone/i.test(error.message)))

const whenMissing =
  <T>(value: T) =>
  (error: unknown): T => {
    if (error instanceof Refused && error.status === 404) return value
    throw error
  }

/** A server that is starting may not know the document yet, so this is worth another try. */
const notTheDocument =
  (url: string) =>
  (error: unknown): never => {
    throw error instanceof Refused
      ? new SourceUnavailable(`${url} gives no discovery document: ${error.message}`)
      : error
  }

function addressesIn(document: unknown, url: string): Addresses {
  const { rootUrl, servicePath, resources } = (document ?? {}) as {
    rootUrl?: string
    servicePath?: string
    resources?: { tasks?: { methods?: Record<string, { path?: string } | undefined> } }
  }
  const methods = resources?.tasks?.methods
  if (rootUrl === undefined || servicePath === undefined || methods === undefined)
    throw new SourceUnavailable(`${url} is not the discovery document of taskqueue v1beta2`)
  const of = (name: string): string => `${rootUrl}${servicePath}${methods[name]?.path ?? ''}`
  return {
    lease: of('lease'),
    insert: of('insert'),
    list: of('list'),
    get: of('get'),
    update: of('update'),
    delete: of('delete'),
  }
}

const expanded = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replaceAll(/\{\+?(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))

function queryOf(query: Asked['query']): string {
  if (query === undefined) return ''
  const pairs = Object.entries(query).map(([name, value]) => [name, String(value)])
  return `?${new URLSearchParams(pairs).toString()}`
}
