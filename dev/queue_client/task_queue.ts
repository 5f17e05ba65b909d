// One queue of the Task Queue API, spoken to through Google's own client, which is made from the discovery document.
// The part of `googleapis` that makes clients; all of it, with its ready-made APIs, takes ten times as long to load.
import { Discovery, GaxiosError } from 'googleapis-common'
import { exitCodes, Fault } from './faults.ts'

export interface Task {
  readonly id: string
  readonly queueName: string
  readonly payloadBase64?: string
  readonly tag?: string
  /** Microseconds since the epoch, as text. */
  readonly enqueueTimestamp: string
  /** Microseconds since the epoch, as text; "0" if it was never leased. */
  readonly leaseTimestamp: string
  readonly retry_count: number
}

/** Calls fail with a Fault. */
export interface Queue {
  insert(task: Pick<Task, 'payloadBase64'> & { id?: string; tag?: string }): Promise<Task>
  get(id: string): Promise<Task>
  /** The first hundred, leased or not. */
  list(): Promise<readonly Task[]>
  /** Of any tag where none is given. */
  lease(count: number, seconds: number, tag: string | undefined): Promise<readonly Task[]>
  /** A new end for the lease of a held task, counted from now. */
  renew(task: Task, seconds: number): Promise<Task>
  remove(id: string): Promise<void>
  stats(): Promise<unknown>
}

export interface QueueAddress {
  readonly project: string
  readonly queue: string
  /** With `{api}` and `{apiVersion}` in it. */
  readonly 'discovery-url': string
  readonly retries: number
}

type Call<T> = (params: object) => Promise<{ readonly data: T }>

interface TaskQueueApi {
  readonly taskqueues: { readonly get: Call<unknown> }
  readonly tasks: Readonly<Record<'insert' | 'get' | 'update', Call<Task>>> &
    Readonly<Record<'list' | 'lease', Call<{ readonly items?: readonly Task[] }>>> & {
      readonly delete: Call<unknown>
    }
}

/** A queue is there whether or not it has tasks, so only the server has to answer. */
export async function openQueue(address: QueueAddress): Promise<Queue> {
  const url = address['discovery-url']
    .replaceAll('{api}', 'taskqueue')
    .replaceAll('{apiVersion}', 'v1beta2')
  const { tasks, taskqueues } = await apiAt(url, address.retries)
  const where = { project: address.project, taskqueue: address.queue }
  const ask = async <T>(call: Call<T>, params: object): Promise<T> =>
    (await call({ ...where, ...params }).catch(refuse(url))).data
  return {
    insert: (task) => ask(tasks.insert, { requestBody: task }),
    get: (task) => ask(tasks.get, { task }),
    list: async () => (await ask(tasks.list, {})).items ?? [],
    lease: async (numTasks, leaseSecs, tag) => {
      const grouped = tag === undefined ? {} : { groupByTag: true, tag }
      return (await ask(tasks.lease, { numTasks, leaseSecs, ...grouped })).items ?? []
    },
    renew: ({ id, leaseTimestamp }, newLeaseSeconds) => {
      const requestBody = { id, leaseTimestamp, queueName: address.queue }
      return ask(tasks.update, { task: id, newLeaseSeconds, requestBody })
    },
    remove: async (task) => void (await ask(tasks.delete, { task })),
    stats: () => ask(taskqueues.get, { getStats: true }),
  }
}

async function apiAt(url: string, retries: number): Promise<TaskQueueApi> {
  const stranger = `${url} is not the discovery document of taskqueue v1beta2`
  const makeApi = await new Discovery({}).discoverAPI(url).catch((error: unknown) => {
    const status = error instanceof GaxiosError ? error.response?.status : undefined
    if (status === undefined) return refuse(url)(error)
    throw new Fault(exitCodes.refused, `${stranger}: the server answers ${status}.`)
  })
  const api: unknown = makeApi(retrying(retries), { _options: {} })
  if (isTaskQueueApi(api)) return api
  throw new Fault(exitCodes.refused, `${stranger}.`)
}

const isTaskQueueApi = (api: unknown): api is TaskQueueApi =>
  typeof api === 'object' && api !== null && 'tasks' in api && 'taskqueues' in api

/** Google's client would ask again for seconds what it was refused with 501 or 503. */
const retrying = (retries: number): object =>
  retries === 0
    ? { retry: false }
    : { retry: true, retryConfig: { retry: retries, noResponseRetries: retries } }

/** Turns what Google's client throws into a sentence. */
const refuse =
  (url: string) =>
  (error: unknown): never => {
    if (!(error instanceof GaxiosError)) throw error
    const { response, message, code } = error
    if (response !== undefined)
      throw new Fault(response.status === 404 ? exitCodes.nothing : exitCodes.refused, message)
    throw new Fault(
      exitCodes.unreachable,
      `Cannot reach the server at ${new URL(url).origin} (${code ?? message}); ` +
        'start it with "npm start".',
    )
  }
