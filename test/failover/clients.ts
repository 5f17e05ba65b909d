// Clients of two servers, which repeat what is refused, until they are stopped.
import { setTimeout as pause } from 'node:timers/promises'
import type { Task, Tasks } from '../../api_data/types/taskqueue_v1beta2.ts'
import type { Notes } from './notes.ts'

export interface Clients {
  /** Payloads are so large from now on, in bytes. */
  payloadSize: number
  stop(): Promise<void>
}

export interface Names {
  /** Of the queue of Task Queue and of that of Cloud Tasks, in project p. */
  readonly queue: string
  readonly pushQueue: string
}

interface Answer {
  readonly status: number
  readonly text: string
}

interface Options {
  readonly servers: readonly string[]
  readonly names: Names
  /** Where tasks are sent. */
  readonly target: string
  readonly notes: Notes
}

export const objectOf = (name: string): string => `${name} `.repeat(40_000)

export function startClients({ servers, names, target, notes }: Options): Clients {
  const stopping = new AbortController()
  const clients: Clients = { payloadSize: 200, stop: () => Promise.resolve() }
  const base = `/taskqueue/v1beta2/projects/p/taskqueues/${names.queue}/tasks`

  const ask = async (server: number, line: string, body?: string): Promise<Answer> => {
    const [method = '', path = ''] = line.split(' ')
    const begun = performance.now()
    try {
      const response = await fetch(`${servers[server]}${path}`, {
        method,
        ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
      })
      return { status: response.status, text: await response.text() }
    } finally {
      notes.slowest = Math.max(notes.slowest, performance.now() - begun)
    }
  }

  /** Again and again, at either server, until it is not refused; undefined once the clients are stopped. */
  const askPatiently = async (
    kind: string,
    line: string,
    body?: string,
  ): Promise<Answer | undefined> => {
    for (let tries = Math.floor(Math.random() * servers.length); ; tries += 1) {
      const server = tries % servers.length
      const answer = await ask(server, line, body)
      if (answer.status < 300) notes.count(server, kind)
      else notes.last.set(`${server} ${kind}`, `${answer.status} ${answer.text.slice(0, 300)}`)
      if (answer.status !== 503) return answer
      notes.refuse(sentenceIn(answer.text))
      if (stopping.signal.aborted) return undefined
      await pause(20)
    }
  }

  const produce = async (name: string, i: number): Promise<void> => {
    const id = `${name}-${i}`
    const payload = Buffer.alloc(clients.payloadSize, `${id} `).toString('base64url')
    const task = { payload, isInserted: false, leases: 0, isDeletionAsked: false, isDeleted: false }
    notes.tasks.set(id, task)
    const answer = await askPatiently(
      'insert',
      `POST ${base}`,
      JSON.stringify({ id, payloadBase64: payload }),
    )
    // A refused insertion that was done all the same makes the next one say that the task is there.
    task.isInserted = answer?.status === 200 || answer?.status === 400
    if (task.isInserted) notes.bytes += clients.payloadSize
  }

  const work = async (): Promise<void> => {
    const answer = await askPatiently('lease', `POST ${base}/lease?numTasks=3&leaseSecs=10000`)
    const { items = [] } = JSON.parse(answer?.text ?? '{}') as Tasks
    for (const { id = '', payloadBase64 = '' } of items) notes.lease(id, plain(payloadBase64))
    for (const task of items) if (Math.random() < 0.6) await remove(task)
    if (items.length === 0) await pause(20)
  }

  const remove = async ({ id = '' }: Task): Promise<void> => {
    const task = notes.tasks.get(id)!
    task.isDeletionAsked = true
    const answer = await askPatiently('delete', `DELETE ${base}/${id}`)
    task.isDeleted ||= answer?.status === 204
  }

  const makeBucket = async (i: number): Promise<void> => {
    const name = `${names.queue}-bucket-${i}`
    const line = 'POST /storage/v1/b?project=p'
    const answer = await askPatiently('bucket', line, JSON.stringify({ name }))
    if (answer?.status === 200) notes.buckets.add(name)
  }

  const putObject = async (i: number): Promise<void> => {
    const name = `object-${i}`
    const line = `POST /upload/storage/v1/b/${names.queue}/o?uploadType=media&name=${name}`
    const answer = await askPatiently('object', line, objectOf(name))
    if (answer?.status === 200) notes.objects.add(name)
  }

  const push = async (i: number): Promise<void> => {
    const queue = `projects/p/locations/us-central1/queues/${names.pushQueue}`
    const name = `${queue}/tasks/task-${i}`
    const task = { name, httpRequest: { url: `${target}/${i}` } }
    const line = `POST /cloudtasks.googleapis.com/v2/${queue}/tasks`
    const answer = await askPatiently('push', line, JSON.stringify({ task }))
    if (answer?.status === 200) notes.pushed.add(`/${i}`)
    await pause(10)
  }

  const loop = async (step: (i: number) => Promise<void>): Promise<void> => {
    for (let i = 0; !stopping.signal.aborted; i += 1) await step(i)
  }
  const producers = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => loop((i) => produce(name, i)))
  const others = [work, work, work, work, makeBucket, putObject, push].map(loop)
  const ended = Promise.all([...producers, ...others])
  return Object.assign(clients, {
    async stop() {
      stopping.abort()
      await ended
    },
  })
}

const plain = (base64: string): string => Buffer.from(base64, 'base64').toString('base64url')

function sentenceIn(text: string): string {
  const { error } = JSON.parse(text) as { error: { message: string } }
  return error.message
}
