// The pull Task Queue REST API over a task store. docs/fidelity.md says what each rule rests on.
import { randomUUID } from 'node:crypto'
import { ApiError, invalid, notFound, type Handlers, type Overview } from 'discovery-emulator'
import {
  canonicalPayload,
  decodedSize,
  type Queue,
  type StoredTask,
  type TagChoice,
  type TaskStore,
} from 'discovery-emulator/queue'
import type { Clock } from 'discovery-emulator'
import type { CloudTasks } from './cloudtasks/state.ts'
import type { Methods, Task } from './types/taskqueue_v1beta2.ts'

const SECOND = 1_000_000 // microseconds, in which tasks count time
const WEEK = 604_800
const FARTHEST_ETA = 30 * 86_400 * SECOND
const MOST_TASKS = 1000
const MOST_LISTED = 100
const LARGEST_PAYLOAD = 2 ** 20 // bytes, decoded
const LARGEST_LEASE = (32 * 2 ** 20 * 4) / 3 // base64 characters that one answer may hold: 32 MiB of payload

/** Its queues are pull queues of Cloud Tasks, in one location. */
export { open, reset, settings, settingsProblem } from './cloudtasks/state.ts'

export const handlers: Handlers<Methods, CloudTasks> = {
  'taskqueue.taskqueues.get': async ({ params }, queues) => {
    const queue = await queueOf(params, queues)
    const acl = queues.declared.get(queue.name)?.acl
    return {
      kind: 'taskqueues#taskqueue',
      id: queue.name,
      maxLeases: queue.maxLeases,
      ...(acl && {
        acl: {
          adminEmails: [],
          consumerEmails: [...acl.consumers],
          producerEmails: [...acl.producers],
        },
      }),
      ...(params.getStats && { stats: await statsOf(queue, queues.store) }),
    }
  },

  'taskqueue.tasks.insert': async ({ params, body }, queues) => {
    const queue = await queueOf(params, queues)
    checkQueueName(body, queue)
    const payload = payloadOf(body)
    const tag = tagOf(body.tag)
    const id = body.id ? checkedId(body.id) : madeId()
    const availableAt = availableAtOf(body, queues.clock)
    const task = { id, named: Boolean(body.id), payload, tag, ...(availableAt && { availableAt }) }
    const stored = await queues.store.insert(queue, task)
    if (stored === 'exists')
      throw invalid(`The task name ${id} is taken, or was until lately.`, 'id', 'body')
    return resourceOf(stored, queue.name)
  },

  'taskqueue.tasks.get': async ({ params }, queues) => {
    const queue = await queueOf(params, queues)
    const stored = await queues.store.get(queue, params.task)
    return resourceOf(stored ?? missing(params.task), queue.name)
  },

  'taskqueue.tasks.list': async ({ params }, queues) => {
    const queue = await queueOf(params, queues)
    const tasks = await queues.store.list(queue, MOST_LISTED)
    const items = tasks.map((task) => resourceOf(task, queue.name))
    // The real service leaves `items` out of an empty list, but not out of an empty lease.
    return { kind: 'taskqueues#tasks', ...(items.length > 0 && { items }) }
  },

  'taskqueue.tasks.lease': async ({ params }, queues) => {
    const queue = await queueOf(params, queues)
    const count = within(params.numTasks, 1, MOST_TASKS, 'numTasks')
    const seconds = within(params.leaseSecs, 0, WEEK, 'leaseSecs')
    const request = {
      count,
      duration: seconds * SECOND,
      tags: tagsOf(params),
      maxPayload: LARGEST_LEASE,
    }
    const tasks = await queues.store.lease(queue, request)
    // A lease names the queue in full, with the project as the request has it.
    const name = `projects/${params.project}/taskqueues/${queue.name}`
    return { kind: 'taskqueue#tasks', items: tasks.map((task) => resourceOf(task, name)) }
  },

  'taskqueue.tasks.patch': async ({ params, body }, queues) => {
    const queue = await queueOf(params, queues)
    if (!body.queueName) throw required('queueName')
    return renewed(queue, params, body, queues)
  },

  'taskqueue.tasks.update': async ({ params, body }, queues) => {
    const queue = await queueOf(params, queues)
    if (!body.id) throw required('id')
    if (!body.leaseTimestamp) throw required('leaseTimestamp')
    return renewed(queue, params, body, queues)
  },

  'taskqueue.tasks.delete': async ({ params }, queues) => {
    const queue = await queueOf(params, queues)
    if (!(await queues.store.remove(queue, params.task))) missing(params.task)
  },
}

/** The queues that hold or held tasks, for the index page. */
export async function overview({ store, declared }: CloudTasks): Promise<Overview> {
  const queues = await store.queues()
  const rows = queues.map(async ({ project, name }) => {
    const queue = { project, name, maxLeases: declared.get(name)?.maxLeases ?? 0 }
    const { totalTasks, leasedLastMinute, leasedLastHour } = await store.stats(queue)
    return [project, name, totalTasks, leasedLastMinute, leasedLastHour]
  })
  return {
    title: `Queues in ${store.description}`,
    columns: ['project', 'queue', 'tasks', 'leased in the last minute', 'in the last hour'],
    rows: await Promise.all(rows),
  }
}

async function queueOf(
  params: { project: string; taskqueue: string },
  { declared, queues, settings }: CloudTasks,
): Promise<Queue> {
  // A letter and a tilde name the region of a project, and are no part of its id.
  const project = params.project.replace(/^.~/, '')
  const name = params.taskqueue
  if (!/^[\w.:-]{1,100}$/.test(project))
    throw invalid(`The project name ${project} is not valid.`, 'project')
  if (!/^[\w-]{1,100}$/.test(name))
    throw invalid(`The queue name ${name} is not 1 to 100 letters, digits, - or _.`, 'taskqueue')
  const isDeclared = declared.has(name)
  const known = await queues.kindOf({ project, location: settings.home, queue: name })
  if (!isDeclared && known === undefined && settings.strictQueues)
    throw notFound('Queue not found.')
  if (known?.kind === 'push')
    throw invalid(`${name} is a push queue; its tasks cannot be leased.`, 'taskqueue')
  return { project, name, maxLeases: known?.maxLeases ?? 0 }
}

async function statsOf(queue: Queue, store: TaskStore) {
  const {
    totalTasks,
    oldestAvailableAt = 0,
    leasedLastMinute,
    leasedLastHour,
  } = await store.stats(queue)
  return {
    totalTasks,
    oldestTask: String(Math.floor(oldestAvailableAt / SECOND)),
    leasedLastMinute: String(leasedLastMinute),
    leasedLastHour: String(leasedLastHour),
  }
}

async function renewed(
  queue: Queue,
  params: { task: string; newLeaseSeconds: number },
  body: Task,
  { store }: CloudTasks,
): Promise<Task> {
  const seconds = within(params.newLeaseSeconds, 0, WEEK, 'newLeaseSeconds')
  checkQueueName(body, queue)
  if (body.id && body.id !== params.task)
    throw invalid(`The id ${body.id} in the body is not the task's, ${params.task}.`, 'id', 'body')
  const result = await store.renew(queue, params.task, {
    duration: seconds * SECOND,
    ...(body.leaseTimestamp && { leaseTimestamp: Number(body.leaseTimestamp) }),
  })
  if (result === 'missing') return missing(params.task)
  if (result === 'expired') throw invalid('The task lease has expired.')
  return resourceOf(result, queue.name)
}

function resourceOf(task: StoredTask, queueName: string): Task {
  return {
    kind: 'taskqueues#task',
    id: task.id,
    queueName,
    payloadBase64: task.payload,
    ...(task.tag !== '' && { tag: task.tag }),
    enqueueTimestamp: String(task.enqueuedAt),
    leaseTimestamp: String(task.leaseTimestamp),
    retry_count: task.retryCount,
  }
}

function payloadOf({ payloadBase64 }: Task): string {
  if (payloadBase64 === undefined) throw required('payloadBase64')
  const payload = canonicalPayload(payloadBase64)
  if (payload === undefined) throw invalid('payloadBase64 is not base64.', 'payloadBase64', 'body')
  if (decodedSize(payload) > LARGEST_PAYLOAD)
    throw invalid(`The payload is larger than ${LARGEST_PAYLOAD} bytes.`, 'payloadBase64', 'body')
  return payload
}

function tagOf(tag = ''): string {
  // With the flag u a dot is a whole character, of which length counts some twice.
  if (!/^.{0,500}$/su.test(tag))
    throw invalid('The tag is longer than 500 characters.', 'tag', 'body')
  return tag
}

/** 16 hex digits, as Google's. A UUID's last 62 random bits cost an eighth of as many fresh random bytes. */
const madeId = (): string => randomUUID().replaceAll('-', '').slice(-16)

function checkedId(id: string): string {
  // POST tasks/lease is the lease method, so a task of that name could not be updated.
  if (!/^[\w-]{1,500}$/.test(id) || id === 'lease')
    throw invalid(
      `The task name ${id} is not 1 to 500 letters, digits, - or _, or is "lease".`,
      'id',
      'body',
    )
  return id
}

function availableAtOf({ leaseTimestamp }: Task, clock: Clock): number | undefined {
  const eta = Number(leaseTimestamp ?? 0)
  if (eta > clock.now() + FARTHEST_ETA)
    throw invalid('leaseTimestamp is more than 30 days ahead.', 'leaseTimestamp', 'body')
  return eta > 0 ? eta : undefined
}

/** A queueName in a body must name the queue of the path, in short or in full. */
function checkQueueName({ queueName }: Task, queue: Queue): void {
  if (!queueName || queueName === queue.name) return
  const [, project, name] = /^projects\/(?:.~)?([^/]+)\/taskqueues\/([^/]+)$/.exec(queueName) ?? []
  if (project !== queue.project || name !== queue.name)
    throw invalid(
      `The queueName ${queueName} is not the queue of the path, ${queue.name}.`,
      'queueName',
      'body',
    )
}

function tagsOf({
  groupByTag,
  tag,
}: {
  groupByTag?: boolean | undefined
  tag?: string | undefined
}): TagChoice {
  if (groupByTag) return tag === undefined ? { kind: 'oldest' } : { kind: 'only', tag }
  if (tag !== undefined) throw invalid('tag is only allowed with groupByTag=true.', 'tag')
  return { kind: 'every' }
}

function within(value: number, least: number, most: number, name: string): number {
  if (value < least || value > most)
    throw invalid(`${name} must be from ${least} to ${most}, is ${value}.`, name)
  return value
}

function missing(id: string): never {
  throw notFound(`There is no task ${id}.`)
}

const required = (name: string): ApiError =>
  new ApiError('INVALID_ARGUMENT', 'required', `Required parameter: ${name}`, {
    violations: [
      {
        field: name,
        description: `Required parameter: ${name}`,
        reason: 'required',
        location: { type: 'body', name },
      },
    ],
  })
