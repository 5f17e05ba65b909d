// Workers and the broker die and the broker is short of memory, at moments that a seed chooses: every count is exact.
import { env as environment } from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { childrenOf } from './helpers/children.ts'
import { openBroker, type Broker } from './helpers/rabbitmq.ts'
import { openClient } from './helpers/rabbitmq_client.ts'
import { brokerEnv } from './helpers/rabbitmq_shared.ts'
import { until } from './helpers/until.ts'
import { processorFile, workerProcess, type WorkerProcess } from './helpers/worker_process.ts'

const broker: Broker | undefined = await openBroker()
afterAll(() => broker?.[Symbol.asyncDispose]())

const SEED = Number(environment['CHAOS_SEED'] ?? 20_261_127)
const SLEEPS = 360
/** Tasks whose first attempt fails. */
const RETRIES = 60
/** Milliseconds; longer than any time after which a message might be sent again. */
const ALARM = 13_000

/** A result, as far as it is counted. */
interface Told {
  readonly id: string
  readonly attempt: number
}

test.skipIf(broker === undefined)(
  'kill -9 of workers, an alarm and kill -9 of the broker: each task is done, and no attempt has two results',
  async () => {
    console.info(`CHAOS_SEED=${SEED}`)
    const random = randomOf(SEED)
    const queue = 'chaos'
    const results: Told[] = []
    const collect = async (): Promise<void> => {
      await using client = await openClient(broker!.url)
      for (;;) {
        const message = await client.ask((channel) =>
          channel.get(`${queue}.result`, { noAck: true }),
        )
        if (message === false) return
        const { attempt } = JSON.parse(message.content.toString()) as Told
        results.push({ id: String(message.properties.correlationId), attempt })
      }
    }
    const put = async (ids: readonly string[], messageOf: () => object): Promise<void> => {
      await using client = await openClient(broker!.url)
      for (const messageId of ids) await client.put(queue, messageOf(), { messageId })
    }
    const allDone = (ids: readonly string[]) =>
      until(
        'all are done',
        async () => {
          await collect()
          const done = new Set(results.map(({ id }) => id))
          return ids.every((id) => done.has(id))
        },
        60,
      )
    const sleep = (): object => ({ do: 'sleep', ms: 50 + Math.floor(random() * 350) })
    const slept = idsOf('sleep', SLEEPS)
    const retried = idsOf('retry', RETRIES)
    await using worker = workerProcess(['run', processorFile('many_kinds.ts')], {
      env: brokerEnv(broker!.url, {
        QUEUE_NAME: queue,
        WORKER_PROCESSES: '3',
        WORKER_CONCURRENCY: '4',
        TASK_RETRY_LIMIT: '50',
        CRASH_LIMIT: '0',
        RETRY_BASE_SECONDS: '0.2',
      }),
    })
    await worker.says(`consuming ${queue}`)

    await put(slept.slice(0, 120), sleep)
    let killed = await killFor(8000, worker, random)
    // Attempts that fail wait for a copy of their message, and results for the broker; all of it stays one.
    await put(slept.slice(120, 280), sleep)
    await put(retried, () => ({ do: 'throw once' }))
    await broker!.alarm(true)
    await pause(ALARM)
    await broker!.alarm(false)
    await allDone(retried)
    await put(slept.slice(280, 320), sleep)
    killed += await killFor(3000, worker, random)
    await allDone([...slept.slice(0, 320), ...retried])
    // A classic queue that is killed forgets the last acknowledgements, and that a message came back: what it hands out
    // then may be done already.
    const last = slept.slice(320)
    await put(last, sleep)
    await pause(500 + random() * 500)
    await broker!.kill()
    await broker!.start()
    killed += await killFor(2000, worker, random)
    await allDone(slept)
    await using client = await openClient(broker!.url)
    await until('what came again is done', async () => (await client.ready(queue)) === 0)
    worker.signal('SIGTERM')
    expect(await worker.ended).toBe(0)
    await collect()
    expect(new Set(results.map(({ id }) => id))).toEqual(new Set([...slept, ...retried]))
    // Where nothing died there is one result of each; a worker that died between a result and its acknowledgement has
    // the task done again, which is another attempt.
    const exact = results.filter(({ id }) => !last.includes(id))
    const attempts = exact.map(({ id, attempt }) => `${id} ${attempt}`)
    expect(attempts.toSorted()).toEqual([...new Set(attempts)].toSorted())
    const ofRetries = results.filter(({ id }) => retried.includes(id))
    expect(ofRetries.map(({ attempt }) => attempt)).toEqual(retried.map(() => 2))
    expect(await client.ready(queue)).toBe(0)
    expect(await client.ready(`${queue}.dead`)).toBe(0)
    expect(killed).toBeGreaterThan(8)
    expect(/takes no messages, it is low on memory/.test(worker.output())).toBe(true)
    console.info(
      `${exact.length} results of ${SLEEPS + RETRIES - last.length} tasks and ${results.length - exact.length} of ${last.length} around the broker's death; ${killed} kills`,
    )
  },
)

const idsOf = (kind: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `${kind}-${n}`)

/** Kills a child every half second or so; resolves to how many. */
async function killFor(ms: number, worker: WorkerProcess, random: () => number): Promise<number> {
  const end = performance.now() + ms
  for (let killed = 0; ;) {
    await pause(300 + random() * 500)
    if (performance.now() > end) return killed
    // One that has not begun yet would say nothing of tasks.
    const able = (await childrenOf(worker.pid)).filter((pid) => hasDone(worker.output(), pid))
    const victim = able[Math.floor(random() * able.length)]
    if (victim === undefined) continue
    process.kill(victim, 'SIGKILL')
    killed += 1
  }
}

const hasDone = (output: string, pid: number): boolean =>
  new RegExp(`"pid":${pid},.*"msg":"done"`).test(output)

/** Numbers from 0 to 1 that the seed determines (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
