// Everything dies or hangs, and still each task has its result, once.
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { durableStores, emulatorProcess, hasRedis } from '../../../worker/test/helpers/emulator.ts'
import {
  gridTask,
  messageIn,
  results,
  startRender,
  testQueue,
  until,
  type TestQueue,
} from '../helpers/render_service.ts'

const TASKS = 200

/** 200 tasks: worksheets, and now and then poison. */
const isPoison = (n: number): boolean => n % 20 === 7

const payloadOf = (n: number): unknown =>
  isPoison(n)
    ? [Buffer.from('no json'), { kind: 'task#unknown' }, { ...gridTask, copies: 0 }][n % 3]
    : { ...gridTask, copies: 50, resource_name: `Grid ${n}` }

const counted = async (queue: TestQueue, tag: string): Promise<number> =>
  (await queue.available(tag).catch(() => [])).length

describe.each(durableStores)('with tasks in $name', (store) => {
  test.skipIf(store.name === 'Redis' && !hasRedis())(
    '200 tasks have 200 results, while one of four workers is killed each second and the queue is away',
    { timeout: 240_000 },
    async () => {
      await using emulator = await emulatorProcess({ store })
      await emulator.start()
      const queue = testQueue(emulator.url)
      for (let n = 0; n < TASKS; n += 1) await queue.put(payloadOf(n), { id: `task-${n}` })
      await using service = await startRender(queue, {
        WORKER_PROCESSES: '4',
        LEASE_SECONDS: '3',
        TASK_RETRY_LIMIT: '50',
        CRASH_LIMIT: '0',
      })
      const over = new AbortController()
      const killing = killEachSecond(() => service.workers(), over.signal)
      try {
        await until(
          'a quarter is done',
          async () => (await counted(queue, 'result')) > TASKS / 4,
          100,
        )
        await emulator.kill()
        await pause(2000)
        await emulator.start()
        await until(
          'all are done',
          async () => {
            await pause(300)
            return (await counted(queue, 'result')) >= TASKS
          },
          120,
        )
        await until('no task is left', async () => (await queue.list('task')).length === 0)
      } finally {
        over.abort()
      }
      expect(await killing).toBeGreaterThan(2)
      const told = await results(queue, TASKS)
      expect(told).toHaveLength(TASKS)
      expect(new Set(told.map((each) => each.task_id)).size).toBe(TASKS)
      for (const each of told) expect(each.success).toBe(!isPoison(Number(each.task_id.slice(5))))
      const dead = (await queue.available('dead')).map((task) => String(messageIn(task)['task_id']))
      expect(dead.every((id) => isPoison(Number(id.slice(5))))).toBe(true)
    },
  )
})

/** Resolves to how many were killed. */
async function killEachSecond(
  workers: () => Promise<readonly number[]>,
  signal: AbortSignal,
): Promise<number> {
  let killed = 0
  for (;;) {
    await pause(1000, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return killed
    const pids = await workers()
    const victim = pids[Math.floor(Math.random() * pids.length)]
    // One at least is to live and begin.
    if (victim === undefined || pids.length < 2) continue
    process.kill(victim, 'SIGKILL')
    killed += 1
  }
}
