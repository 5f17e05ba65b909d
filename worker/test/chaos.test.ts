// Everything dies all the time, and still every task is done, with one result each.
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { childrenOf } from './helpers/children.ts'
import { durableStores, emulatorProcess, hasRedis } from './helpers/emulator.ts'
import { messageIn, testQueue } from './helpers/queue.ts'
import { until } from './helpers/until.ts'
import { processorFile, workerProcess, type WorkerProcess } from './helpers/worker_process.ts'

const TASKS = 300

describe.each(durableStores)('with tasks in $name', (store) => {
  test.skipIf(store.name === 'Redis' && !hasRedis())(
    '300 tasks survive four processes of which one is killed every second, and a restart of the emulator',
    { timeout: 300_000 },
    async () => {
      await using emulator = await emulatorProcess({ store })
      await emulator.start()
      const queue = testQueue(emulator.url)
      for (let n = 0; n < TASKS; n += 1)
        await queue.put({ do: 'sleep', ms: 50 + Math.random() * 350 }, { id: `task-${n}` })
      // Reading hundreds of tasks is work for the emulator, which has enough to do.
      const results = async () => {
        await pause(200)
        return queue.available('result').catch(() => [])
      }

      const env = {
        ...queue.env,
        WORKER_PROCESSES: '4',
        WORKER_CONCURRENCY: '3',
        LEASE_SECONDS: '2',
        TASK_RETRY_LIMIT: '50',
        RENDER_SLEEP_TIME: '0.5',
      }
      await using worker = workerProcess(['run', processorFile('many_kinds.ts')], { env })
      const running = new AbortController()
      const killing = killEverySecond(worker, running.signal)

      await until('a third is done', async () => (await results()).length > TASKS / 3, 120)
      await emulator.kill()
      await emulator.start()
      await until('all are done', async () => (await results()).length === TASKS, 120)
      await until('no task is left', async () => (await queue.list('task')).length === 0)
      running.abort()
      const killed = await killing

      const ids = (await results()).map((task) => messageIn(task)['task_id'])
      expect(new Set(ids).size).toBe(TASKS)
      expect(ids).toHaveLength(TASKS)
      expect(await queue.available('task')).toEqual([])
      expect(await queue.available('dead')).toEqual([])
      expect(killed).toBeGreaterThan(3)
      expect(worker.output().match(/ended \(SIGKILL\); another starts/g)).toHaveLength(killed)
      worker.signal('SIGTERM')
      expect(await worker.ended).toBe(0)
    },
  )
})

/** A child at random; resolves to how many when `signal` is aborted. */
async function killEverySecond(worker: WorkerProcess, signal: AbortSignal): Promise<number> {
  for (let killed = 0; ;) {
    await pause(1000, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return killed
    // On a slow machine a child may need more than its share of seconds to begin; it is to live for one task at least.
    const able = (await childrenOf(worker.pid)).filter((pid) => hasDone(worker.output(), pid))
    const victim = able[Math.floor(Math.random() * able.length)]
    if (victim === undefined) continue
    process.kill(victim, 'SIGKILL')
    killed += 1
  }
}

const hasDone = (output: string, pid: number): boolean =>
  new RegExp(`"pid":${pid},.*"msg":"done"`).test(output)
