// One queue of the Task Queue API, or a pull queue of Cloud Tasks, spoken to through Google's own client, which is made from the discovery document.
// The part of `googleapis` that makes clients; all of it, with its ready-made APIs, takes ten times as long to load.
import { Discovery, GaxiosError } from 'googleapis-common'
import { cloudTasksQueue, type CloudTasksApi } from './cloud_tasks.ts'
import { exitCodes, Fault } from './faults.ts'
import type { Call, Queue, Task } from './queue.ts'

export interface QueueAddress {
  readonly project: string
  readonly queue: string
  /** With `{api}` and `{apiVersion}` in it. */
  readonly 'discovery-url': string
  readonly retries: number
  /** Task Queue unless said. */
  readonly api?: Api
  /** Of a queue of Cloud Tasks. */
  readonly location?: string
}

export type Api = 'taskqueue/v1beta2' | 'cloudtasks/v2beta2'

interface TaskQueueApi {
  readonly taskqueues: { readonly get: Call<unknown> }
  readonly tasks: Readonly<Record<'insert' | 'get' | 'update', Call<Task>>> &
    Readonly<Record<'list' | 'lease', Call<{ readonly items?: readonly Task[] }>>> & {
      readonly delete: Call<unknown>
    }
}

/** A queue is there whether or not it has tasks, so only the server has to answer. */
export async function openQueue(address: QueueAddress): Promise<Queue> {
  const [name = '', version = ''] = (address.api ?? 'taskqueue/v1beta2').split('/')
  const url = address['discovery-url'].replaceAll('{api}', name).replaceAll('{apiVersion}', version)
  const api = await apiAt(url, `${name} ${version}`, address.retries)
  const answerOf = async <T>(call: Call<T>, params: object): Promise<T> =>
    (await call(params).catch(refuse(url))).data
  if (isCloudTasksApi(api) && name === 'cloudtasks') {
    const { project, location = 'us-central1', queue } = address
    return cloudTasksQueue(
      api,
      `projects/${project}/locations/${location}/queues/${queue}`,
      answerOf,
    )
  }
  if (!isTaskQueueApi(api) || name !== 'taskqueue') throw stranger(url, `${name} ${version}`)
  return taskQueue(api, address, answerOf)
}

type Ask = <T>(call: Call<T>, params: object) => Promise<T>

function taskQueue(
  { tasks, taskqueues }: TaskQueueApi,
  address: QueueAddress,
  answerOf: Ask,
): Queue {
  const where = { project: address.project, taskqueue: address.queue }
  const ask: Ask = (call, params) => answerOf(call, { ...where, ...params })
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

async function apiAt(url: string, api: string, retries: number): Promise<unknown> {
  const makeApi = await new Discovery({}).discoverAPI(url).catch((error: unknown) => {
    const status = error instanceof GaxiosError ? error.response?.status : undefined
    if (status === undefined) return refuse(url)(error)
    throw stranger(url, api, `: the server answers ${status}`)
  })
  return makeApi(retrying(retries), { _options: {} })
}

const stranger = (url: string, api: string, why = ''): Fault =>
  new Fault(exitCodes.refused, `${url} is not the discovery document of ${api}${why}.`)

const isCloudTasksApi = (api: unknown): api is CloudTasksApi =>
  typeof api === 'object' && api !== null && 'projects' in api

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
