// A pull queue of Cloud Tasks v2beta2 of a test's own, spoken to over HTTP as any client would.
import { randomUUID } from 'node:crypto'
import type { QueuedTask, TestQueue } from './queue.ts'

interface Task {
  readonly name: string
  readonly pullMessage: { readonly payload?: string; readonly tag?: string }
  readonly scheduleTime: string
  readonly status: { readonly attemptDispatchCount?: number }
}

interface Listed {
  readonly tasks?: readonly Task[]
  readonly nextPageToken?: string
}

export function cloudTasksQueue(url: string, place = 'projects/p/locations/l'): TestQueue {
  const name = `queue-${randomUUID()}`
  const parent = `${place}/queues/${name}`
  const base = `${url}/cloudtasks.googleapis.com/v2beta2/${parent}/tasks`
  const ask = async (path: string, method = 'GET', body?: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' }
    const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) }
    const response = await fetch(`${base}${path}`, init)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const all = async (tag: string): Promise<readonly Task[]> => {
    const found: Task[] = []
    for (let token: string | undefined = ''; token !== undefined;) {
      const page = (await ask(`?responseView=FULL&pageToken=${token}`)) as Listed
      found.push(...(page.tasks ?? []).filter(({ pullMessage }) => pullMessage.tag === tag))
      token = page.nextPageToken
    }
    return found
  }
  return {
    name,
    env: {
      MESSAGING_TYPE: 'CloudTasksConnection',
      PROJECT_NAME: 'p',
      LOCATION: 'l',
      QUEUE_NAME: name,
      API_DISCOVERY_URL: `${url}/api/{api}/{apiVersion}`,
    },
    async put(payload, { id, tag = 'task' } = {}) {
      const bytes = payload instanceof Uint8Array ? payload : JSON.stringify(payload)
      const pullMessage = { payload: Buffer.from(bytes).toString('base64'), tag }
      const task = { ...(id && { name: `${parent}/tasks/${id}` }), pullMessage }
      return queued((await ask('', 'POST', { task })) as Task).id
    },
    list: async (tag) => (await all(tag)).map(queued),
    async available(tag) {
      const now = Date.now()
      const tasks = await all(tag)
      return tasks.filter((task) => Date.parse(task.scheduleTime) <= now).map(queued)
    },
    remove: async (id) => void (await ask(`/${id}`, 'DELETE')),
  }
}

/** In the words of Task Queue, so that a test need not care which it is. */
const queued = ({ name, pullMessage, scheduleTime, status }: Task): QueuedTask => ({
  id: name.split('/').at(-1) ?? '',
  ...(pullMessage.tag !== undefined && { tag: pullMessage.tag }),
  payloadBase64: pullMessage.payload ?? '',
  leaseTimestamp: scheduleTime,
  retry_count: status.attemptDispatchCount ?? 0,
})
