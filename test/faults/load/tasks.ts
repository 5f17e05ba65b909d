// Producers and workers of one queue of Task Queue, noting what they saw of its tasks.
import { hash } from 'node:crypto'
import type { Task, TaskQueue, Tasks } from '../../../api_data/types/taskqueue_v1beta2.ts'
import type { Chance } from '../../../src/resources/mock/chance.ts'
import type { Clients } from './clients.ts'
import { restIfUnanswered } from './pace.ts'

const QUEUE = '/taskqueue/v1beta2/projects/p/taskqueues/faults'
/** Seconds. Leases are short, so that those of lost answers end within a run. */
const LEASE = 3
/** The largest payload that a task may have. */
const MIB = 2 ** 20

const digest = (payload: string): string => hash('sha256', payload).slice(0, 16)

/** Inserts one task; where no answer comes, once more, as producers do. `largeEvery`: each so-manieth payload is 1 MiB. */
export async function produce(
  clients: Clients,
  client: string,
  task: string,
  chance: Chance,
  largeEvery = Infinity,
): Promise<void> {
  const size = chance.below(1000) < 1000 / largeEvery ? MIB : 20 + chance.below(500)
  const payloadBase64 = Buffer.alloc(size, `${task} `).toString('base64url')
  const payload = digest(Buffer.from(payloadBase64, 'base64url').toString('base64'))
  for (let tries = 0; tries < 2; tries += 1) {
    const ask = await clients.ask(`POST ${QUEUE}/tasks`, { id: task, payloadBase64 })
    await restIfUnanswered(ask)
    if (ask === undefined) continue
    const status = ask.answer?.status
    const outcome = status === undefined ? 'unknown' : status === 200 ? 'done' : 'exists'
    clients.tasks.push({ ...ask, client, kind: 'insert', task, payload, outcome })
    if (outcome !== 'unknown') return
  }
}

/** Leases up to `most` tasks; deletes most of them, and renews, gives back, reads or forgets others. */
export async function work(
  clients: Clients,
  client: string,
  chance: Chance,
  most: number,
): Promise<number> {
  const line = `POST ${QUEUE}/tasks/lease?numTasks=${most}&leaseSecs=${LEASE}`
  const ask = await clients.ask(line)
  await restIfUnanswered(ask)
  if (ask === undefined) return 0
  const operation = { ...ask, client, kind: 'lease', seconds: LEASE } as const
  if (ask.answer === undefined) {
    clients.tasks.push({ ...operation, outcome: 'unknown', leased: [] })
    return 0
  }
  const { items = [] } = JSON.parse(ask.answer.text) as Tasks
  const leased = items.map(({ id, payloadBase64, retry_count }) => ({
    task: id!,
    payload: digest(standard(payloadBase64!)),
    retries: retry_count!,
  }))
  clients.tasks.push({ ...operation, outcome: 'done', leased })
  for (const task of items) await handle(clients, client, chance, task)
  return items.length
}

async function handle(clients: Clients, client: string, chance: Chance, task: Task): Promise<void> {
  const luck = chance.below(20)
  if (luck === 0) return // a worker that died: its lease ends
  if (luck === 1) return renew(clients, client, task, 0)
  if (luck < 5) await renew(clients, client, task, LEASE)
  if (luck < 7) await get(clients, client, task.id!)
  await remove(clients, client, task.id!)
}

async function renew(
  clients: Clients,
  client: string,
  { id = '', leaseTimestamp, retry_count: retries = 0 }: Task,
  seconds: number,
): Promise<void> {
  const line = `POST ${QUEUE}/tasks/${id}?newLeaseSeconds=${seconds}`
  const ask = await clients.ask(line, { id, leaseTimestamp })
  if (ask === undefined) return
  const outcome = ({ 200: 'done', 404: 'missing', 400: 'lost' } as const)[ask.answer?.status ?? 0]
  clients.tasks.push({
    ...ask,
    client,
    kind: 'renew',
    task: id,
    retries,
    seconds,
    outcome: outcome ?? 'unknown',
  })
}

async function get(clients: Clients, client: string, task: string): Promise<void> {
  const ask = await clients.ask(`GET ${QUEUE}/tasks/${task}`)
  if (ask?.answer === undefined) return
  const operation = { ...ask, client, kind: 'get', task } as const
  if (ask.answer.status === 404) clients.tasks.push({ ...operation, outcome: 'missing' })
  if (ask.answer.status !== 200) return
  const { payloadBase64 = '' } = JSON.parse(ask.answer.text) as Task
  clients.tasks.push({ ...operation, outcome: 'found', payload: digest(standard(payloadBase64)) })
}

async function remove(clients: Clients, client: string, task: string): Promise<void> {
  const ask = await clients.ask(`DELETE ${QUEUE}/tasks/${task}`)
  if (ask === undefined) return
  const status = ask.answer?.status
  const outcome = status === undefined ? 'unknown' : status === 204 ? 'done' : 'missing'
  clients.tasks.push({ ...ask, client, kind: 'delete', task, outcome })
}

/** Workers take and delete all that is left; throws if that does not come to an end. */
export async function drain(clients: Clients, chance: Chance, seconds: number): Promise<void> {
  const deadline = performance.now() + seconds * 1000
  while ((await left(clients)) !== 0) {
    if (performance.now() > deadline) return // the checker names what is missing
    const names = Array.from({ length: 20 }, (_, i) => `drain-${i}`)
    await Promise.all(names.map((name) => work(clients, name, chance, 50)))
  }
}

/** How many tasks there are; undefined if that is not answered. */
async function left(clients: Clients): Promise<number | undefined> {
  const ask = await clients.ask(`GET ${QUEUE}?getStats=true`)
  await restIfUnanswered(ask)
  if (ask?.answer === undefined) return undefined
  return (JSON.parse(ask.answer.text) as TaskQueue).stats?.totalTasks
}

const standard = (base64: string): string => Buffer.from(base64, 'base64').toString('base64')
