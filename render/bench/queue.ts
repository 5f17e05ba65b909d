// Binary cards per second through the queue, for one worker and for two: `node render/bench/queue.ts [TASKS]`.
// From the moment when all workers take tasks; the emulator shares the processors with them.
import { availableParallelism } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { programs } from '../demo/programs.ts'
import { sampleTasks } from '../demo/sample_tasks.ts'

const TASKS = Number(process.argv[2] ?? 100)
const task = sampleTasks('en').find(({ resource_view: view }) => view === 'binary_cards')
const payloadBase64 = Buffer.from(JSON.stringify(task)).toString('base64url')

console.log(`${TASKS} binary cards; ${availableParallelism()} processors shared with the queue`)
const one = await rateOf(1)
const two = await rateOf(2)
console.log(`2 workers to 1: ${(two / one).toFixed(2)}`)

async function rateOf(workers: number): Promise<number> {
  await using running = programs(AbortSignal.timeout(600_000))
  const emulator = await running.emulator()
  const settings = {
    PROJECT_NAME: 'bench',
    QUEUE_NAME: 'bench',
    API_DISCOVERY_URL: `${emulator}/api/{api}/{apiVersion}`,
    WORKER_PROCESSES: String(workers),
    RENDER_SLEEP_TIME: '0.2',
  }
  const service = await running.render(settings)
  while (!(await fetch(`${service}/readyz`)).ok) await pause(50)
  // So that every worker has drawn before it counts.
  await draw(emulator, service, workers * 4)
  const start = performance.now()
  await draw(emulator, service, TASKS)
  const rate = (1000 * TASKS) / (performance.now() - start)
  console.log(`${workers} worker${workers > 1 ? 's' : ''}: ${rate.toFixed(1)} documents/s`)
  return rate
}

async function draw(emulator: string, service: string, count: number): Promise<void> {
  const before = await doneOf(service)
  const url = `${emulator}/taskqueue/v1beta2/projects/bench/taskqueues/bench/tasks`
  const body = JSON.stringify({ queueName: 'bench', tag: 'task', payloadBase64 })
  const headers = { 'content-type': 'application/json' }
  for (let n = 0; n < count; n += 1) await fetch(url, { method: 'POST', body, headers })
  while ((await doneOf(service)) - before < count) await pause(20)
}

async function doneOf(service: string): Promise<number> {
  const metrics = await (await fetch(`${service}/metrics`)).text()
  return Number(/^worker_tasks_done_total (\d+)$/m.exec(metrics)?.[1] ?? 0)
}
