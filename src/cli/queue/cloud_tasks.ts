// One pull queue of Cloud Tasks v2beta2, in the words of Task Queue: its tasks are the same.
import { exitCodes, Fault } from './faults.ts'
import type { CallMethod } from './document_client.ts'
import type { Queue, Task } from './queue.ts'
import { timeMicros, timeText } from '../../times.ts'

interface TaskResource {
  /** `projects/P/locations/L/queues/Q/tasks/ID` */
  readonly name: string
  readonly pullMessage?: { readonly payload?: string; readonly tag?: string }
  readonly scheduleTime: string
  readonly createTime: string
  readonly status?: { readonly attemptDispatchCount?: number }
}

interface Listed {
  readonly tasks?: readonly TaskResource[]
}

const FULL = { responseView: 'FULL' }

/** `queue`: its full name. */
export function cloudTasksQueue(call: CallMethod, queue: string): Queue {
  const ask = <Answer>(method: string, params: Readonly<Record<string, unknown>>, body?: object) =>
    call<Answer>(`cloudtasks.projects.locations.queues.${method}`, params, body)
  const nameOf = (id: string) => `${queue}/tasks/${id}`
  return {
    insert: async ({ id, tag, payloadBase64: payload }) => {
      const pullMessage = { payload, ...(tag !== undefined && { tag }) }
      const task = { ...(id !== undefined && { name: nameOf(id) }), pullMessage }
      return taskOf(await ask('tasks.create', { parent: queue }, { task, ...FULL }))
    },
    get: async (id) => taskOf(await ask('tasks.get', { name: nameOf(id), ...FULL })),
    list: async () => tasksIn(await ask('tasks.list', { parent: queue, pageSize: 100, ...FULL })),
    lease: async (maxTasks, seconds, tag) => {
      const filter = tag === undefined ? {} : { filter: `tag="${tag}"` }
      const body = { maxTasks, leaseDuration: `${seconds}s`, ...filter, ...FULL }
      return tasksIn(await ask('tasks.lease', { parent: queue }, body))
    },
    renew: async ({ id, leaseTimestamp }, seconds) => {
      const scheduleTime = timeText(Number(leaseTimestamp))
      const leaseDuration = `${seconds}s`
      const method = seconds === 0 ? 'tasks.cancelLease' : 'tasks.renewLease'
      const body = { scheduleTime, ...FULL, ...(seconds > 0 && { leaseDuration }) }
      return taskOf(await ask(method, { name: nameOf(id) }, body))
    },
    remove: async (id) => void (await ask('tasks.delete', { name: nameOf(id) })),
    stats: () => ask('get', { name: queue, readMask: 'name,state,stats' }),
  }
}

const tasksIn = ({ tasks = [] }: Listed): readonly Task[] => tasks.map(taskOf)

function taskOf({ name, pullMessage, scheduleTime, createTime, status }: TaskResource): Task {
  const parts = name.split('/')
  if (pullMessage === undefined)
    throw new Fault(exitCodes.refused, `${parts[5]} is a push queue; its tasks are not leased.`)
  const retries = status?.attemptDispatchCount ?? 0
  const enqueued = timeMicros(createTime)
  const due = timeMicros(scheduleTime)
  // A task that was never leased and is due has no lease to tell of.
  const isFree = retries === 0 && due <= Date.now() * 1000
  return {
    id: parts.at(-1) ?? '',
    queueName: parts[5] ?? '',
    payloadBase64: pullMessage.payload ?? '',
    ...(pullMessage.tag !== undefined && { tag: pullMessage.tag }),
    enqueueTimestamp: `${enqueued}`,
    leaseTimestamp: isFree ? '0' : `${due}`,
    retry_count: retries,
  }
}
