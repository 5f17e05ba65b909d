// What a task costs in the host, against a bare loop of the same requests: CPU of this process, and tasks a second.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Worker } from '../src/index.ts'
import { derivedId } from '../src/sources/pull_queue/derived_id.ts'
import type { PullApi } from '../src/sources/pull_queue/pull_api.ts'
import { openTaskQueueApi } from '../src/sources/pull_queue/task_queue.ts'
import { measured, printCosts, type Cost } from './cost.ts'
import { startEmulator } from './emulator.ts'
import { CONCURRENCY, hosted } from './hosted.ts'
import noop from './noop.ts'

const TASKS = Number(process.argv[2] ?? 1000)
const WARM = 100
const payload = Buffer.from('{"n":1}')

const emulator = await startEmulator()
const address = { apiDiscoveryUrl: `${emulator.url}/api/{api}/{apiVersion}`, projectName: 'bench' }
const api = openTaskQueueApi(address)
try {
  await bare(await filled(), WARM)
  const loop = await bare(await filled(), TASKS)
  const here = await host(noop)
  const thread = await host(join(import.meta.dirname, 'noop.ts'))
  printCosts({ 'bare loop': loop, 'host, isolation none': here, 'host, isolation thread': thread })
} finally {
  api.close()
  await emulator.stop()
}

async function filled(): Promise<string> {
  const queue = `bench-${randomUUID()}`
  for (let n = 0; n < TASKS + WARM; n += 1)
    await api.insert(queue, { id: `t${n}`, tag: 'task', payload })
  return queue
}

/** Lease, insert the result, delete: the least a client has to do, as many at a time as the host does. */
function bare(queue: string, count: number): Promise<Cost> {
  return measured(count, async () => {
    const tickets = Array.from({ length: count }).values()
    await Promise.all(Array.from({ length: CONCURRENCY }, () => oneAfterAnother(tickets, queue)))
  })
}

async function oneAfterAnother(tickets: Iterable<unknown>, queue: string): Promise<void> {
  for (const _ of tickets) await one(api, queue)
}

async function one(queueApi: PullApi, queue: string): Promise<void> {
  const [task] = await queueApi.lease(queue, { count: 1, seconds: 60, tag: 'task' })
  if (task === undefined) throw new Error('no task is left')
  await queueApi.insert(queue, { id: derivedId('result', task.id), tag: 'result', payload })
  await queueApi.remove(queue, task.id)
}

async function host(argument: Worker | string): Promise<Cost> {
  const env = {
    QUEUE_NAME: await filled(),
    PROJECT_NAME: address.projectName,
    API_DISCOVERY_URL: address.apiDiscoveryUrl,
  }
  return hosted(env, argument, { count: TASKS + WARM, warm: WARM })
}
