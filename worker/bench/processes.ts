// Tasks a second that do nothing, through a Task Queue and through RabbitMQ, for one process and for two.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import amqplib from 'amqplib'
import { openTaskQueueApi } from '../src/sources/pull_queue/task_queue.ts'
import { openBroker } from '../test/helpers/rabbitmq.ts'
import { freePort } from '../../test/helpers/free_port.ts'
import { startEmulator } from './emulator.ts'

const TASKS = Number(process.argv[2] ?? 5000)
/** A broker is so much faster that as many tasks would be done before the second process has started. */
const MESSAGES = TASKS * 6
const CONCURRENCY = '10'
const payload = Buffer.from('{"n":1}')

type Settings = Readonly<Record<string, string>>

/** Puts tasks into a new queue; resolves to the settings of a worker for it. */
type Fill = (count: number) => Promise<Settings>

console.log(
  `${CONCURRENCY} tasks at a time in a process; ${availableParallelism()} processors shared with the queue\n`,
)
const emulator = await startEmulator()
try {
  await compare('Task Queue', TASKS, fillTaskQueue(emulator.url))
} finally {
  await emulator.stop()
}
const broker = await openBroker()
if (broker !== undefined) {
  await using _broker = broker
  await compare('RabbitMQ', MESSAGES, fillRabbitMq(broker.url))
}

async function compare(name: string, count: number, fill: Fill): Promise<void> {
  for (const isolation of ['none', 'thread']) {
    const one = await rateOf(await fill(count), { count, isolation, processes: 1 })
    const two = await rateOf(await fill(count), { count, isolation, processes: 2 })
    const ratio = (two / one).toFixed(2)
    console.log(
      `${`${name}, isolation ${isolation}`.padEnd(30)}1 process ${Math.round(one)} tasks/s   2 processes ${Math.round(two)} tasks/s (${ratio})`,
    )
  }
}

interface Arrangement {
  readonly count: number
  readonly isolation: string
  readonly processes: number
}

/** From the moment when all processes take tasks: how long they need to start is another question. */
async function rateOf(
  settings: Settings,
  { count, isolation, processes }: Arrangement,
): Promise<number> {
  const port = await freePort()
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../bin/worker.js'), 'run', join(import.meta.dirname, 'noop.ts')],
    {
      cwd: tmpdir(),
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...settings,
        PORT: `${port}`,
        WORKER_PROCESSES: `${processes}`,
        WORKER_CONCURRENCY: CONCURRENCY,
        ISOLATION: isolation,
        LOG_LEVEL: 'error',
      },
    },
  )
  while ((await metricOf(port, 'ready')) !== 1) await pause(5)
  const first = await metricOf(port, 'tasks_done_total')
  const began = performance.now()
  while ((await metricOf(port, 'tasks_done_total')) < count) await pause(5)
  const rate = ((count - first) / (performance.now() - began)) * 1000
  const ended = once(child, 'exit')
  child.kill()
  await ended
  return rate
}

async function metricOf(port: number, name: string): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => undefined)
  const text = (await answer?.text()) ?? ''
  return Number(new RegExp(`^worker_${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0)
}

function fillTaskQueue(url: string): Fill {
  return async (count) => {
    const apiDiscoveryUrl = `${url}/api/{api}/{apiVersion}`
    const api = openTaskQueueApi({ apiDiscoveryUrl, projectName: 'bench' })
    const queue = `bench-${randomUUID()}`
    for (let n = 0; n < count; n += 1)
      await api.insert(queue, { id: `t${n}`, tag: 'task', payload })
    api.close()
    return { PROJECT_NAME: 'bench', QUEUE_NAME: queue, API_DISCOVERY_URL: apiDiscoveryUrl }
  }
}

function fillRabbitMq(url: string): Fill {
  return async (count) => {
    const connection = await amqplib.connect(url)
    const channel = await connection.createConfirmChannel()
    const queue = `bench-${randomUUID()}`
    await channel.assertQueue(queue, { durable: true })
    for (let n = 0; n < count; n += 1)
      channel.sendToQueue(queue, payload, { persistent: true, contentType: 'application/json' })
    await channel.waitForConfirms()
    await connection.close()
    return { MESSAGING_TYPE: 'RabbitMqConnection', QUEUE_NAME: queue, RABBITMQ_URL: url }
  }
}
