// The methods of Cloud Tasks v2beta2 that a worker calls, over the emulator's task store: a server for its tests.
import { randomInt } from 'node:crypto'
import {
  alreadyExists,
  ApiError,
  invalid,
  notFound,
  type Clock,
  type Environment,
  type Handlers,
} from '../../../src/index.ts'
import {
  openTaskStore,
  type Queue,
  type StoredTask,
  type TagChoice,
  type TaskStore,
} from '../../../src/queue/index.ts'

interface Task {
  readonly name?: string
  readonly pullMessage?: { readonly payload?: string; readonly tag?: string }
  readonly scheduleTime?: string
  readonly createTime?: string
  readonly status?: { readonly attemptDispatchCount?: number }
  readonly view?: string
}

interface Method<Params, Body, Response> {
  readonly params: Params
  readonly body: Body
  readonly response: Response
}

type View = { readonly responseView?: string }
type Named<Body, Response> = Method<{ readonly name: string }, Body, Response>
type InQueue<Body, Response> = Method<{ readonly parent: string }, Body, Response>
type Held = { readonly scheduleTime?: string }

interface Methods {
  'cloudtasks.projects.locations.queues.tasks.create': InQueue<{ task?: Task } & View, Task>
  'cloudtasks.projects.locations.queues.tasks.get': Method<{ name: string } & View, unknown, Task>
  'cloudtasks.projects.locations.queues.tasks.list': Method<
    { readonly parent: string; readonly pageToken?: string } & View,
    unknown,
    { readonly tasks?: readonly Task[]; readonly nextPageToken?: string }
  >
  'cloudtasks.projects.locations.queues.tasks.lease': InQueue<
    {
      readonly maxTasks?: number
      readonly leaseDuration?: string
      readonly filter?: string
    } & View,
    { readonly tasks?: readonly Task[] }
  >
  'cloudtasks.projects.locations.queues.tasks.renewLease': Named<
    Held & View & { readonly leaseDuration?: string },
    Task
  >
  'cloudtasks.projects.locations.queues.tasks.cancelLease': Named<Held & View, Task>
  'cloudtasks.projects.locations.queues.tasks.acknowledge': Named<Held, object>
  'cloudtasks.projects.locations.queues.tasks.delete': Named<unknown, object>
}

interface State extends AsyncDisposable {
  readonly store: TaskStore
  readonly clock: Clock
}

const SECOND = 1_000_000 // microseconds
const WEEK = 604_800 // seconds
/** So small that listing needs several pages; Google's is 1000. */
const PAGE = 40

export async function open({ storeUrl, clock }: Environment): Promise<State> {
  const store = await openTaskStore(storeUrl, { clock })
  return { store, clock, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() }
}

export const handlers: Handlers<Methods, State> = {
  async 'cloudtasks.projects.locations.queues.tasks.create'({ params, body }, { store }) {
    const { name, pullMessage } = body.task ?? {}
    if (pullMessage === undefined) throw invalid('A task of a pull queue needs a pullMessage.')
    if (name !== undefined && !name.startsWith(`${params.parent}/tasks/`))
      throw invalid(`${name} is not in ${params.parent}.`)
    const { payload = '', tag = '' } = pullMessage
    const id = name?.split('/').at(-1) ?? String(randomInt(2 ** 47))
    if (!/^[\w-]{1,500}$/.test(id)) throw invalid(`${id} is no id of a task.`)
    const task = { id, named: name !== undefined, payload, tag }
    const stored = await store.insert(queueOf(params.parent), task)
    if (stored === 'exists') throw alreadyExists('Requested entity already exists')
    return taskOf(params.parent, stored, body.responseView)
  },

  async 'cloudtasks.projects.locations.queues.tasks.get'({ params }, { store }) {
    const { parent, id } = partsOf(params.name)
    const stored = await store.get(queueOf(parent), id)
    return taskOf(parent, stored ?? missing(), params.responseView)
  },

  async 'cloudtasks.projects.locations.queues.tasks.list'({ params }, { store }) {
    const { parent, pageToken = '0', responseView } = params
    const begin = Number(pageToken)
    const stored = await store.list(queueOf(parent), begin + PAGE + 1)
    const page = stored.slice(begin, begin + PAGE)
    const more = stored.length > begin + PAGE
    return {
      tasks: page.map((task) => taskOf(parent, task, responseView)),
      ...(more && { nextPageToken: String(begin + PAGE) }),
    }
  },

  async 'cloudtasks.projects.locations.queues.tasks.lease'({ params, body }, { store }) {
    const { maxTasks: count = 0, filter = '', responseView } = body
    if (count < 1 || count > 1000) throw invalid('maxTasks must be from 1 to 1000.')
    const duration = durationOf(body.leaseDuration)
    const request = { count, duration, tags: tagsOf(filter), maxPayload: 32 * 2 ** 20 }
    const tasks = await store.lease(queueOf(params.parent), request)
    return tasks.length === 0
      ? {}
      : { tasks: tasks.map((task) => taskOf(params.parent, task, responseView)) }
  },

  'cloudtasks.projects.locations.queues.tasks.renewLease': ({ params, body }, state) =>
    renewed(params.name, body, durationOf(body.leaseDuration), state),

  'cloudtasks.projects.locations.queues.tasks.cancelLease': ({ params, body }, state) =>
    renewed(params.name, body, 0, state),

  async 'cloudtasks.projects.locations.queues.tasks.acknowledge'({ params, body }, state) {
    const { parent, id } = partsOf(params.name)
    const { leaseTimestamp } = (await state.store.get(queueOf(parent), id)) ?? missing()
    if (leaseTimestamp !== microsOf(body.scheduleTime) || leaseTimestamp <= state.clock.now())
      throw notHeld()
    await state.store.remove(queueOf(parent), id)
    return {}
  },

  async 'cloudtasks.projects.locations.queues.tasks.delete'({ params }, { store }) {
    const { parent, id } = partsOf(params.name)
    if (!(await store.remove(queueOf(parent), id))) missing()
    return {}
  },
}

async function renewed(
  name: string,
  { scheduleTime, responseView }: Held & View,
  duration: number,
  { store }: State,
): Promise<Task> {
  const { parent, id } = partsOf(name)
  const leaseTimestamp = microsOf(scheduleTime)
  const renewal = await store.renew(queueOf(parent), id, { duration, leaseTimestamp })
  if (renewal === 'missing') return missing()
  if (renewal === 'expired') throw notHeld()
  return taskOf(parent, renewal, responseView)
}

function queueOf(parent: string): Queue {
  const [, project = '', location = '', name = ''] =
    /^projects\/([^/]+)\/locations\/([^/]+)\/queues\/([^/]+)$/.exec(parent) ?? []
  return { project: `${project}.${location}`, name, maxLeases: 0 }
}

function partsOf(name: string): { readonly parent: string; readonly id: string } {
  const [parent = '', id = ''] = name.split('/tasks/')
  return { parent, id }
}

function taskOf(parent: string, task: StoredTask, view = 'BASIC'): Task {
  const full = view === 'FULL'
  return {
    name: `${parent}/tasks/${task.id}`,
    pullMessage: { tag: task.tag, ...(full && { payload: task.payload }) },
    scheduleTime: timeOf(Math.max(task.leaseTimestamp, task.enqueuedAt)),
    createTime: timeOf(task.enqueuedAt - (task.enqueuedAt % SECOND)),
    status: { attemptDispatchCount: task.retryCount },
    view: full ? 'FULL' : 'BASIC',
  }
}

function timeOf(micros: number): string {
  const seconds = new Date(Math.floor(micros / SECOND) * 1000).toISOString().slice(0, 19)
  const fraction = micros % SECOND
  return `${seconds}${fraction === 0 ? '' : `.${String(fraction).padStart(6, '0')}`}Z`
}

function microsOf(time: string | undefined): number {
  if (time === undefined) throw invalid('scheduleTime is required.')
  const [, whole = '', fraction = ''] = /^([^.]+?)(?:\.(\d+))?Z$/.exec(time) ?? []
  return Date.parse(`${whole}Z`) * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6))
}

function durationOf(text: string | undefined): number {
  const seconds = Math.trunc(Number.parseFloat(text ?? '0'))
  if (seconds < 1 || seconds > WEEK) throw invalid('leaseDuration must be from 1 s to a week.')
  return seconds * SECOND
}

function tagsOf(filter: string): TagChoice {
  if (filter === '') return { kind: 'every' }
  if (filter === 'tag_function=oldest_tag()') return { kind: 'oldest' }
  if (!filter.startsWith('tag=')) throw invalid(`The filter ${filter} cannot be read.`)
  return { kind: 'only', tag: filter.slice('tag='.length) }
}

function missing(): never {
  throw notFound('Requested entity was not found.')
}

const notHeld = (): ApiError =>
  new ApiError('FAILED_PRECONDITION', 'failedPrecondition', 'The task is not leased so.')
