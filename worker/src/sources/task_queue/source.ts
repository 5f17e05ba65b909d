// Tasks of pull queues over REST, Task Queue v1beta2: leases, results and dead letters as tasks of the same queue.
import type { QueueChoice } from '../../config/queue_names.ts'
import type { Settings } from '../../config/settings.ts'
import { JSON_TYPE } from '../../codecs.ts'
import { PermanentError } from '../../errors.ts'
import type { Result, Task, TaskSource } from '../../source.ts'
import { openTaskQueueApi, type TaskQueueApi, type TaskResource } from './api.ts'
import { buryIn } from './dead_letters.ts'
import { derivedId } from './derived_id.ts'
import { inTurn } from './in_turn.ts'

export type TaskQueueSettings = Pick<
  Settings,
  'apiDiscoveryUrl' | 'projectName' | 'taskTag' | 'resultTag' | 'deadTag' | 'maxQueueTaskSize'
>

/** Seconds; a longer one is refused. */
const LONGEST_LEASE = 604_800

export function openTaskQueue(
  settings: TaskQueueSettings,
  queues: readonly QueueChoice[],
): TaskSource {
  const api = openTaskQueueApi(settings)
  const leased = new WeakMap<Task, string>()
  const names = queues.map(({ name }) => name)
  const renew = async (task: Task, ms: number): Promise<'held' | 'lost'> => {
    const seconds = Math.min(Math.max(Math.ceil(ms / 1000), 0), LONGEST_LEASE)
    const leaseTimestamp = leased.get(task) ?? '0'
    const renewed = await api.renew(task.queue, { id: task.id, leaseTimestamp }, seconds)
    if (renewed === 'lost') return 'lost'
    leased.set(task, renewed.leaseTimestamp ?? '0')
    return 'held'
  }
  return {
    description: `queue ${names.join(', ')} at ${new URL(settings.apiDiscoveryUrl).origin}`,
    leases: true,
    async receive({ count, leaseMs }) {
      const tasks: Task[] = []
      for (const queue of inTurn(queues)) {
        if (tasks.length >= count) break
        const request = {
          count: count - tasks.length,
          seconds: Math.ceil(leaseMs / 1000),
          tag: settings.taskTag,
        }
        for (const resource of await api.lease(queue, request)) {
          const task = taskOf(resource, queue)
          leased.set(task, resource.leaseTimestamp ?? '0')
          tasks.push(task)
        }
      }
      return tasks
    },
    extend: renew,
    release: async (task, delayMs) => void (await renew(task, delayMs)),
    ack: async (task) => void (await api.remove(task.queue, task.id)),
    publish: (result) => publish(api, settings, result),
    async deadLetter(task, notice) {
      await buryIn(api, settings.deadTag, task, notice)
      await api.remove(task.queue, task.id)
    },
    close: async () => api.close(),
  }
}

function taskOf(resource: TaskResource, queue: string): Task {
  const { id, payloadBase64 = '', tag, enqueueTimestamp, retry_count = 1 } = resource
  return {
    id,
    queue,
    attempt: Math.max(retry_count, 1),
    payload: Buffer.from(payloadBase64, 'base64url'),
    tag,
    headers: {},
    enqueuedAt: enqueueTimestamp === undefined ? undefined : Number(enqueueTimestamp) / 1000,
  }
}

/** The id of a result follows from the task's, so that the queue itself refuses a second one. */
async function publish(
  api: TaskQueueApi,
  { resultTag, maxQueueTaskSize }: TaskQueueSettings,
  result: Result,
): Promise<'published' | 'taken'> {
  const { task, to } = result
  const payload = Buffer.from(JSON.stringify(messageOf(result)))
  if (payload.length > maxQueueTaskSize)
    throw new PermanentError(
      `the result has ${payload.length} bytes, but MAX_QUEUE_TASK_SIZE is ${maxQueueTaskSize}`,
    )
  const id = derivedId('result', task.id)
  const queue = to ?? task.queue
  const inserted = await api.insert(queue, {
    id,
    tag: resultTag,
    payloadBase64: payload.toString('base64url'),
  })
  return inserted === 'inserted' ? 'published' : 'taken'
}

/** A result that is an object says by itself whose it is; any other is put into one. */
function messageOf({ task, value, body, mimetype, headers }: Result): object {
  const about = { task_id: task.id, ...headers }
  if (mimetype !== JSON_TYPE)
    return { ...about, mimetype, result: Buffer.from(body).toString('base64') }
  const plain = typeof value === 'object' && value !== null && !Array.isArray(value)
  return plain ? { ...about, ...value } : { ...about, result: value }
}
