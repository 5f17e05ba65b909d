// One queue of the Task Queue API, or a pull queue of Cloud Tasks, spoken to as the discovery document says.
import { cloudTasksQueue } from './cloud_tasks.ts'
import { openApi, type CallMethod } from './document_client.ts'
import type { Queue, Task } from './queue.ts'

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

/** A queue is there whether or not it has tasks, so only the server has to answer. */
export async function openQueue(address: QueueAddress): Promise<Queue> {
  const [name = '', version = ''] = (address.api ?? 'taskqueue/v1beta2').split('/')
  const url = address['discovery-url'].replaceAll('{api}', name).replaceAll('{apiVersion}', version)
  const call = await openApi(url, `${name} ${version}`, address.retries)
  if (name !== 'cloudtasks') return taskQueue(call, address)
  const { project, location = 'us-central1', queue } = address
  return cloudTasksQueue(call, `projects/${project}/locations/${location}/queues/${queue}`)
}

interface Listed {
  readonly items?: readonly Task[]
}

function taskQueue(call: CallMethod, { project, queue }: QueueAddress): Queue {
  const ask = <Answer>(method: string, params: Readonly<Record<string, unknown>>, body?: object) =>
    call<Answer>(`taskqueue.${method}`, { project, taskqueue: queue, ...params }, body)
  return {
    insert: (task) => ask('tasks.insert', {}, task),
    get: (task) => ask('tasks.get', { task }),
    list: async () => (await ask<Listed>('tasks.list', {})).items ?? [],
    lease: async (numTasks, leaseSecs, tag) => {
      const grouped = tag === undefined ? {} : { groupByTag: true, tag }
      return (await ask<Listed>('tasks.lease', { numTasks, leaseSecs, ...grouped })).items ?? []
    },
    renew: ({ id, leaseTimestamp }, newLeaseSeconds) => {
      const body = { id, leaseTimestamp, queueName: queue }
      return ask('tasks.update', { task: id, newLeaseSeconds }, body)
    },
    remove: async (task) => void (await ask('tasks.delete', { task })),
    stats: () => ask('taskqueues.get', { getStats: true }),
  }
}
