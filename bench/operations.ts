// The requests that are measured, and how much processor time one of them takes.
import { cpuSecondsOf } from './cpu.ts'
import { repeat, type Exchange, type Send } from './load.ts'
import { payload, queueName, tagOf } from './stores.ts'

export interface Operation {
  readonly name: string
  /** How many times it is done before it is measured: code that is not compiled yet costs more. */
  readonly warmUp: number
  /** How many times it is done when it is measured. */
  readonly count: number
  /** Requests each time. */
  readonly requests: number
  /** Tasks that are no longer available after each time. */
  readonly takes: number
  readonly run: (send: Send, i: number) => Promise<unknown>
}

/** Requests of a kind after which V8 compiles nothing more for them: a server's cost goes on falling until then, by half and more. */
export const WARM = 25_000

const tasks = `/taskqueue/v1beta2/projects/p/taskqueues/${queueName}/tasks`

const insertion = (i: number): Exchange => ({
  method: 'POST',
  path: tasks,
  body: JSON.stringify({ queueName, payloadBase64: payload, tag: tagOf(i % 10) }),
  status: 200,
})

const lease = (numTasks: number, leaseSecs: number, more = ''): Exchange => ({
  method: 'POST',
  path: `${tasks}/lease?numTasks=${numTasks}&leaseSecs=${leaseSecs}${more}`,
  status: 200,
})

const refused: Exchange = {
  method: 'POST',
  path: `${tasks}/lease?numTasks=x&leaseSecs=60`,
  status: 400,
}

async function leaseAndDelete(send: Send): Promise<void> {
  const [task] = idsOf(await send(lease(1, 3600)))
  await send({ method: 'DELETE', path: `${tasks}/${task}`, status: 204 })
}

async function leaseHundred(send: Send): Promise<void> {
  const found = idsOf(await send(lease(100, 3600))).length
  if (found !== 100) throw new Error(`${found} tasks were leased instead of 100: too few were left`)
}

function idsOf(text: string): string[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answer of a lease
  const { items } = JSON.parse(text) as { items: { id: string }[] }
  return items.map(({ id }) => id)
}

/** `scale` 1: some seconds for all of them. */
export const operations = (scale: number): Operation[] => [
  {
    name: 'insert',
    warmUp: WARM,
    count: 8000 * scale,
    requests: 1,
    takes: 0,
    run: (send, i) => send(insertion(i)),
  },
  {
    name: 'lease 1 + delete',
    warmUp: WARM / 2,
    count: 3000 * scale,
    requests: 2,
    takes: 1,
    run: leaseAndDelete,
  },
  {
    name: 'lease 100',
    warmUp: WARM / 100,
    count: 450 * scale,
    requests: 1,
    takes: 100,
    run: leaseHundred,
  },
  {
    name: 'refused (400)',
    warmUp: WARM,
    count: 15_000 * scale,
    requests: 1,
    takes: 0,
    run: (send) => send(refused),
  },
]

/** Tasks that all operations together take, when they are warmed and measured. */
export const tasksTaken = (all: readonly Operation[]): number =>
  all.reduce((sum, { warmUp, count, takes }) => sum + (warmUp + count) * takes, 0)

/** Leases that leave as many tasks available as there were: each holds its task for no time. */
export const restoringLease = (scale: number): Operation => ({
  name: 'lease 1',
  warmUp: WARM,
  count: 6000 * scale,
  requests: 1,
  takes: 0,
  run: (send) => send(lease(1, 0)),
})

export const restoringLeaseByTag = (scale: number): Operation => ({
  ...restoringLease(scale),
  name: 'lease 1 of the oldest tag',
  run: (send) => send(lease(1, 0, '&groupByTag=true')),
})

export async function warm(send: Send, { warmUp, run }: Operation): Promise<void> {
  await repeat(warmUp, async (i) => void (await run(send, i)))
}

/** Microseconds of processor time that `pids` used for each request. */
export async function measure(
  send: Send,
  { count, requests, run }: Operation,
  pids: readonly number[],
): Promise<number> {
  const before = cpuSecondsOf(pids)
  await repeat(count, async (i) => void (await run(send, i)))
  return ((cpuSecondsOf(pids) - before) * 1_000_000) / (count * requests)
}
