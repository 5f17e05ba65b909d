// A queue of a test's own, spoken to in plain HTTP.
import { randomUUID } from 'node:crypto'
import { startEmulator, type Emulator } from 'discovery-emulator'
import { afterAll, beforeAll } from 'vitest'
import type { Task, TaskQueue, Tasks } from '../../api_data/types/taskqueue_v1beta2.ts'
import { describeStores } from '../helpers/stores.ts'

export interface Answer {
  readonly status: number
  readonly type: string | null
  readonly text: string
  /** The text as JSON; undefined if there is none. */
  readonly json: unknown
}

export type Query = Readonly<Record<string, string | number | boolean>>

export interface HttpQueue {
  readonly name: string
  /** `path` after the queue's own; a body that is no string is sent as JSON. */
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>
  /** Throws unless the answer is a success; so do the next four. */
  insert(task?: Task): Promise<Task>
  lease(query?: Query): Promise<Task[]>
  list(): Promise<Task[]>
  get(id: string): Promise<Task>
  queue(query?: string): Promise<TaskQueue>
}

/** `project` as it stands in the path. */
export function queueOf(
  emulator: Pick<Emulator, 'url'>,
  name = `queue-${randomUUID()}`,
  project = 'p',
): HttpQueue {
  const base = `${emulator.url}/taskqueue/v1beta2/projects/${project}/taskqueues/${name}`
  const send: HttpQueue['send'] = async (method, path, body, headers) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await fetch(`${base}${path}`, {
      method,
      ...(text !== undefined && { body: text }),
      headers: { 'content-type': 'application/json', ...headers },
    })
    return answerOf(response)
  }
  const succeed = async <T>(...request: Parameters<typeof send>): Promise<T> => {
    const { status, text, json } = await send(...request)
    if (status >= 300) throw new Error(`${status}: ${text}`)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the emulator checks its answers itself
    return json as T
  }
  return {
    name,
    send,
    insert: (task) => succeed('POST', '/tasks', { payloadBase64: 'aGk=', ...task }),
    lease: async (query) => {
      const { items } = await succeed<Tasks>('POST', `/tasks/lease?${leaseQuery(query)}`)
      return items ?? []
    },
    list: async () => (await succeed<Tasks>('GET', '/tasks')).items ?? [],
    get: (id) => succeed('GET', `/tasks/${id}`),
    queue: (query = '') => succeed('GET', query),
  }
}

/** A hundred tasks for a minute, unless said otherwise. */
export const leaseQuery = (query: Query = {}): string =>
  Object.entries({ numTasks: 100, leaseSecs: 60, ...query })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    text,
    json: text === '' ? undefined : (JSON.parse(text) as unknown),
  }
}

export const idsOf = (tasks: readonly Task[]): (string | undefined)[] => tasks.map(({ id }) => id)

/** What Task Queue says when it refuses. */
export const errorBody = (
  code: number,
  reason: string,
  message: string,
  location?: { readonly location: string; readonly locationType: string },
) => ({ error: { code, message, errors: [{ domain: 'global', reason, message, ...location }] } })

export const inParameter = (location: string) => ({ location, locationType: 'parameter' })
export const inBody = (location: string) => ({ location, locationType: 'body' })

/** Runs a suite over an emulator on each store. The emulator is there once tests run. */
export function describeEmulators(title: string, suite: (emulator: Emulator) => void): void {
  describeStores(title, ({ url }) => {
    let running: Emulator | undefined
    const started = (): Emulator => {
      if (!running) throw new Error('the emulator runs only while tests do')
      return running
    }
    beforeAll(async () => {
      running = await startEmulator({ storeUrl: url })
    })
    afterAll(() => running?.stop())
    suite({
      get url() {
        return started().url
      },
      get clock() {
        return started().clock
      },
      get tasks() {
        return started().tasks
      },
      get calls() {
        return started().calls
      },
      get faults() {
        return started().faults
      },
      key: (account) => started().key(account),
      seed: (resources) => started().seed(resources),
      snapshot: () => started().snapshot(),
      export: () => started().export(),
      import: (state) => started().import(state),
      fork: (name) => started().fork(name),
      reset: () => started().reset(),
      stop: () => started().stop(),
      [Symbol.asyncDispose]: () => started().stop(),
    })
  })
}
