// Everything dies all the time, and still every task is done, with one result each.
import { describe, expect, test } from 'vitest'
import { setTimeout as pause } from 'node:timers/promises'
import { durableStores, emulatorProcess, hasRedis } from './helpers/emulator.ts'
import { messageIn, testQueue } from './helpers/queue.ts'
import { until } from './helpers/until.ts'
import { processorFile, workerProcess, type WorkerProcess } from './helpers/worker_process.ts'

const TASKS = 300
const WORKERS = 4

describe.each(durableStores)('with tasks in $name', (store) => {
  test.skipIf(store.name === 'Redis' && !hasRedis())(
    '300 tasks survive four workers of which one is killed every second, and a restart of the emulator',
    { timeout: 400_000 },
    async () => {
      await using emulator = await emulatorProcess(store)
      await emulator.start()
      const queue = testQueue(emulator.url)
      for (let n = 0; n < TASKS; n += 1)
        await queue.put({ do: 'sleep', ms: 50 + Math.random() * 350 }, { id: `task-${n}` })

      const env = {
        ...queue.env,
        LEASE_SECONDS: '2',
        WORKER_CONCURRENCY: '3',
        TASK_RETRY_LIMIT: '50',
        RENDER_SLEEP_TIME: '0.5',
      }
      const start = () => workerProcess(['run', processorFile('many_kinds.ts')], { env })
      await using workers = processes(WORKERS, start)
      const running = new AbortController()
      const killing = killEverySecond(workers, start, running.signal)

      await until('a third is done', async () => (await results()).length > TASKS / 3, 180)
      await emulator.kill()
      await emulator.start()
      await until('all are done', async () => (await results()).length === TASKS, 180)
      await until('no task is left', async () => (await queue.list('task')).length === 0)
      running.abort()
      const killed = await killing

      const ids = (await results()).map((task) => messageIn(task)['task_id'])
      expect(new Set(ids).size).toBe(TASKS)
      expect(ids).toHaveLength(TASKS)
      expect(await queue.available('task')).toEqual([])
      expect(await queue.available('dead')).toEqual([])
      expect(killed).toBeGreaterThan(3)

      // Reading hundreds of tasks is work for the emulator, which has enough to do.
      async function results() {
        await pause(200)
        return queue.available('result').catch(() => [])
      }
    },
  )
})

interface Processes extends AsyncDisposable {
  readonly all: WorkerProcess[]
}

function processes(count: number, start: () => WorkerProcess): Processes {
  const all = Array.from({ length: count }, start)
  return {
    all,
    [Symbol.asyncDispose]: async () =>
      void (await Promise.all(all.map((each) => each[Symbol.asyncDispose]()))),
  }
}

/** Resolves to how many were killed, when `signal` is aborted. */
async function killEverySecond(
  { all }: Processes,
  start: () => WorkerProcess,
  signal: AbortSignal,
): Promise<number> {
  let killed = 0
  for (;;) {
    await pause(1000, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return killed
    // On a slow machine a worker may need more than its share of seconds to begin; it is to live for one task at least.
    const able = all.filter((worker) => worker.output().includes('"msg":"done"'))
    const victim = able[Math.floor(Math.random() * able.length)]
    if (victim === undefined) continue
    const index = all.indexOf(victim)
    all[index] = start()
    await victim[Symbol.asyncDispose]()
    killed += 1
  }
}
