// What a dispatch costs: tasks sent to a local target, by one server and by two, against a bare loop of undici requests.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { cpuSecondsOf } from './cpu.ts'
import { startEmulator, type Running } from './programs.ts'
import { storeKinds, type StoreKind } from './stores.ts'
import { print, spread } from './table.ts'
import type { Part, Target } from './targets.ts'

const program = join(import.meta.dirname, 'dispatch_target.ts')
/** Several, since one is limited to 500 tasks a second. */
const QUEUES = 8
const LOCATION = 'projects/p/locations/us-central1'

export const dispatch: Part = async ({ quick }) => {
  const tasks = quick ? 4000 : 8000
  const rounds = quick ? 2 : 4
  const target = fork(program, ['target'])
  const [port] = (await once(target, 'message')) as [number]
  const url = `http://127.0.0.1:${port}/`
  const received = { count: 0 }
  target.on('message', () => (received.count += 1))
  const rows: string[][] = []
  const targets: Target[] = []
  try {
    for (const kind of storeKinds())
      for (const servers of [1, 2]) {
        const ratios: number[] = []
        const rates: number[] = []
        for (let round = 0; round < rounds; round += 1) {
          const bare = await bareLoop(url, tasks)
          const own = await dispatched({ kind, servers, url, tasks, received })
          ratios.push(own.cpu / bare)
          rates.push(tasks / own.seconds)
        }
        const who = `${servers} server${servers > 1 ? 's' : ''}`
        rows.push([`${kind.name}, ${who}`, spread(rates, 0), spread(ratios, 2)])
        targets.push({
          what: `CPU of a dispatch, ${kind.name}, ${who}, against a bare loop`,
          values: ratios,
          unit: '×',
          most: 2,
        })
      }
  } finally {
    target.kill()
  }
  print('Dispatch', ['store', 'tasks a second', 'CPU against a bare loop'], rows)
  return targets
}

/** CPU seconds. */
async function bareLoop(url: string, tasks: number): Promise<number> {
  const bare = fork(program, ['loop', url, String(tasks)])
  const [cpu] = (await once(bare, 'message')) as [number]
  await once(bare, 'exit')
  return cpu
}

interface Run {
  readonly kind: StoreKind
  readonly servers: number
  readonly url: string
  readonly tasks: number
  /** How many tasks have come to the target. */
  readonly received: { count: number }
}

/** Fills paused queues, lets them run, and waits until the target has seen all. */
async function dispatched({ kind, servers, url, tasks, received }: Run) {
  await using stack = new AsyncDisposableStack()
  const place = stack.use(await kind.open())
  const started: Running[] = []
  for (let i = 0; i < servers; i += 1)
    started.push(stack.use(await startEmulator(place.url, place.folder)))
  const queues = Array.from({ length: QUEUES }, (_, i) => `${LOCATION}/queues/bench-${i}`)
  const call = (path: string, body: object) => asked(`${started[0]!.origin}/v2beta2/${path}`, body)
  const rateLimits = { maxTasksDispatchedPerSecond: 500, maxBurstSize: 500 }
  const task = { httpRequest: { url, body: 'aGVsbG8=' } }
  for (const name of queues) {
    await call(`${LOCATION}/queues`, { name, rateLimits })
    await call(`${name}:pause`, {})
    for (let i = 0; i < tasks / QUEUES; i += 100)
      await call(`${name}/tasks:batchCreate`, {
        requests: Array.from({ length: 100 }, () => ({ task })),
      })
  }
  received.count = 0
  // Of the servers alone: the bare loop has no store.
  const pids = started.map(({ pid }) => pid)
  const before = cpuSecondsOf(pids)
  const begun = performance.now()
  for (const name of queues) await call(`${name}:resume`, {})
  while (received.count < tasks) await pause(2)
  const seconds = (performance.now() - begun) / 1000
  await pause(200) // what is noted of the last ones
  return { seconds, cpu: cpuSecondsOf(pids) - before }
}

async function asked(url: string, body: object): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(await answer.text())
}
