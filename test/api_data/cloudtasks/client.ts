// Calls of Cloud Tasks over a socket, in a project and location of its own.
import { randomUUID } from 'node:crypto'

export interface Answer {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- tests reach into answers of every form
  readonly json: any
}

export interface Client {
  readonly location: string
  readonly call: (method: string, path: string, body?: unknown) => Promise<Answer>
  /** Makes a queue of a new name; its full name. */
  queue(resource?: object): Promise<string>
  /** Creates a task; throws if it is refused. */
  // oxlint-disable-next-line typescript/no-explicit-any -- see json
  task(queue: string, task: object): Promise<any>
}

export function clientOf(url: string, version = 'v2'): Client {
  const location = `projects/p-${randomUUID().slice(0, 8)}/locations/us-central1`
  const call: Client['call'] = async (method, path, body) => {
    const answer = await fetch(`${url}/${version}/${path}`, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    })
    const text = await answer.text()
    return { status: answer.status, json: text === '' ? undefined : JSON.parse(text) }
  }
  const done = async (method: string, path: string, body: unknown) => {
    const { status, json } = await call(method, path, body)
    if (status !== 200) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)}`)
    return json
  }
  return {
    location,
    call,
    async queue(resource = {}) {
      const name = `${location}/queues/q-${randomUUID()}`
      await done('POST', `${location}/queues`, { name, ...resource })
      return name
    },
    task: (queue, task) => done('POST', `${queue}/tasks`, { task }),
  }
}
