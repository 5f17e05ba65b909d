// A queue of a test's own, spoken to over HTTP as any client would.
import { randomUUID } from 'node:crypto'

export interface QueuedTask {
  readonly id: string
  readonly tag?: string
  readonly payloadBase64: string
  readonly leaseTimestamp: string
  readonly retry_count: number
}

export interface TestQueue {
  readonly name: string
  /** What a worker needs to find it. */
  readonly env: Readonly<Record<string, string>>
  /** A task with that JSON, or those bytes; its id. */
  put(payload: unknown, about?: { id?: string; tag?: string }): Promise<string>
  /** All tasks of a tag, leased or not (a hundred at most). */
  list(tag: string): Promise<readonly QueuedTask[]>
  /** Up to a thousand tasks of a tag that nobody holds. */
  available(tag: string): Promise<readonly QueuedTask[]>
  remove(id: string): Promise<void>
}

export function testQueue(url: string, name = `queue-${randomUUID()}`, project = 'p'): TestQueue {
  const base = `${url}/taskqueue/v1beta2/projects/${project}/taskqueues/${name}/tasks`
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${base}${path}`, init)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response
  }
  const items = async (path: string, method: string): Promise<readonly QueuedTask[]> =>
    ((await (await ask(path, { method })).json()) as { items?: QueuedTask[] }).items ?? []
  return {
    name,
    env: {
      PROJECT_NAME: project,
      QUEUE_NAME: name,
      API_DISCOVERY_URL: `${url}/api/{api}/{apiVersion}`,
    },
    async put(payload, { id, tag = 'task' } = {}) {
      const bytes = payload instanceof Uint8Array ? payload : JSON.stringify(payload)
      const payloadBase64 = Buffer.from(bytes).toString('base64url')
      const body = JSON.stringify({ id, tag, queueName: name, payloadBase64 })
      const headers = { 'content-type': 'application/json' }
      const response = await ask('', { method: 'POST', body, headers })
      return ((await response.json()) as QueuedTask).id
    },
    list: async (tag) => (await items('', 'GET')).filter((task) => task.tag === tag),
    available: (tag) =>
      items(`/lease?numTasks=1000&leaseSecs=0&groupByTag=true&tag=${tag}`, 'POST'),
    remove: async (id) => void (await ask(`/${id}`, { method: 'DELETE' })),
  }
}

export const messageIn = (task: QueuedTask): Record<string, unknown> =>
  JSON.parse(Buffer.from(task.payloadBase64, 'base64url').toString()) as Record<string, unknown>

/** Whether somebody holds it now. */
export const isLeased = ({ leaseTimestamp }: QueuedTask): boolean =>
  Number(leaseTimestamp) / 1000 > Date.now()
