// Tasks of pull queues over REST: leases, and results and dead letters as tasks of the same queue.
import type { QueueChoice } from '../../config/queue_names.ts'
import type { Settings } from '../../config/settings.ts'
import { JSON_TYPE } from '../../processor/codecs.ts'
import { PermanentError } from '../../processor/errors.ts'
import type { Result, Task, TaskSource } from '../source.ts'
import { beside } from '../../config/resource_name.ts'
import { buryIn } from './dead_letters.ts'
import { derivedId } from './derived_id.ts'
import { inTurn } from '../in_turn.ts'
import { strangersIn } from './strangers.ts'
import { openPullApi, type PullApiSettings } from './open_api.ts'
import type { Lease, PullApi, PulledTask } from './pull_api.ts'

export type PullQueueSettings = PullApiSettings &
  Pick<Settings, 'taskTag' | 'resultTag' | 'deadTag' | 'maxQueueTaskSize'>

/** Seconds; a longer one is refused. */
const LONGEST_LEASE = 604_800

export function openPullQueue(
  settings: PullQueueSettings,
  queues: readonly QueueChoice[],
  /** Told in a sentence of what a queue holds that this worker never takes; once, at the first look. */
  doubt?: (sentence: string) => void,
): TaskSource {
  const api = openPullApi(settings)
  /** Of each task, the end of its lease as the API last said it. */
  const leaseEnds = new WeakMap<Task, string>()
  const leaseOf = (task: Task): Lease => ({ id: task.id, leaseEnd: leaseEnds.get(task) ?? '' })
  const names = queues.map(({ name }) => name)
  let looked = false
  const renew = async (task: Task, ms: number): Promise<'held' | 'lost'> => {
    const seconds = Math.min(Math.max(Math.ceil(ms / 1000), 0), LONGEST_LEASE)
    const renewed = await api.renew(task.queue, leaseOf(task), seconds)
    if (renewed === 'lost') return 'lost'
    leaseEnds.set(task, renewed.leaseEnd)
    return 'held'
  }
  return {
    description: `queue ${names.join(', ')} at ${new URL(settings.apiDiscoveryUrl).origin}`,
    leases: true,
    async receive({ count, leaseMs }) {
      if (doubt && !looked) {
        looked = true
        for (const queue of names)
          void strangersIn(api, queue, settings).then(
            (sentence) => sentence !== undefined && doubt(sentence),
            // What is wrong with the queue is told by the lease.
            () => undefined,
          )
      }
      const tasks: Task[] = []
      for (const queue of inTurn(queues)) {
        if (tasks.length >= count) break
        const request = {
          count: count - tasks.length,
          seconds: Math.ceil(leaseMs / 1000),
          tag: settings.taskTag,
        }
        for (const pulled of await api.lease(queue, request)) {
          const task = taskOf(pulled, queue)
          leaseEnds.set(task, pulled.leaseEnd)
          tasks.push(task)
        }
      }
      return tasks
    },
    extend: renew,
    release: async (task, delayMs) => void (await renew(task, delayMs)),
    ack: (task) => api.acknowledge(task.queue, leaseOf(task)),
    publish: (result) => publish(api, settings, result),
    async deadLetter(task, notice) {
      await buryIn(api, settings.deadTag, task, notice)
      await api.acknowledge(task.queue, leaseOf(task))
    },
    close: async () => api.close(),
  }
}

function taskOf({ id, payload, tag, leases, enqueuedAt }: PulledTask, queue: string): Task {
  return { id, queue, attempt: Math.max(leases, 1), payload, tag, headers: {}, enqueuedAt }
}

/** The id of a result follows from the task's, so that the queue itself refuses a second one. */
async function publish(
  api: PullApi,
  { resultTag, maxQueueTaskSize }: PullQueueSettings,
  result: Result,
): Promise<'published' | 'taken'> {
  const { task, to, mostBytes = maxQueueTaskSize } = result
  const payload = Buffer.from(JSON.stringify(messageOf(result)))
  if (payload.length > mostBytes)
    throw new PermanentError(
      mostBytes === maxQueueTaskSize
        ? `the result has ${payload.length} bytes, but MAX_QUEUE_TASK_SIZE is ${maxQueueTaskSize}`
        : `the result has ${payload.length} bytes, but may have ${mostBytes}`,
    )
  const id = derivedId('result', task.id)
  const queue = to === undefined ? task.queue : beside(task.queue, to)
  const inserted = await api.insert(queue, { id, tag: resultTag, payload })
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
