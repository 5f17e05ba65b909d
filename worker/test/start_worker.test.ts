// startWorker: a service on the clock of its test, where nothing waits in real time.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import {
  defineWorker,
  PermanentError,
  RateLimited,
  RetryAfter,
  startWorker,
  testClock,
  type Context,
} from '../src/index.ts'
import { startEmulator } from './helpers/emulator.ts'
import { pullServers } from './helpers/pull_server.ts'
import { processorFile } from './helpers/worker_process.ts'

const NEW_YEAR = '2026-01-01T00:00:00.000Z'
const short = { RETRY_BASE_SECONDS: '10', TASK_RETRY_LIMIT: '3' }

const failing = (times: number) =>
  defineWorker<unknown, string>({
    process(_, { attempt }) {
      if (attempt <= times) throw new Error(`attempt ${attempt} fails`)
      return 'done at last'
    },
  })

describe('with tasks in memory', () => {
  test('runs what is due in order, and says what ran', async () => {
    const processors = defineWorker<{ n: number }, { twice: number }>({
      input: { type: 'object', required: ['n'] },
      process({ n }) {
        if (n < 0) throw new PermanentError('negative')
        return { twice: n * 2 }
      },
    })
    const clock = testClock(NEW_YEAR)
    await using worker = await startWorker({ clock, source: 'memory', processors })
    await worker.put({ n: 1 }, { id: 'a' })
    await worker.put({ n: -1 }, { id: 'b' })
    await worker.put({}, { id: 'c' })
    expect(await worker.runUntilIdle()).toMatchObject([
      {
        at: NEW_YEAR,
        task: 'a',
        attempt: 1,
        message: { n: 1 },
        outcome: 'done',
        result: { twice: 2 },
      },
      { task: 'b', outcome: 'dead', error: 'negative' },
      { task: 'c', outcome: 'dead', error: expect.stringContaining('does not fit its schema') },
    ])
    expect(await worker.runUntilIdle()).toEqual([])
    expect(clock.now()).toBe(Date.parse(NEW_YEAR) * 1000)
    expect(await worker.pull()).toEqual({ task_id: 'a', twice: 2 })
    expect(await worker.dead()).toMatchObject([{ id: 'b' }, { id: 'c' }])
  })

  test('a retry waits for its moment, and runs at it', async () => {
    const clock = testClock(NEW_YEAR)
    const options = { clock, source: 'memory', env: short, processors: failing(2) } as const
    await using worker = await startWorker(options)
    await worker.put({})
    const [first, ...none] = await worker.runUntilIdle()
    expect(first).toMatchObject({ outcome: 'retried', error: 'attempt 1 fails' })
    expect(none).toEqual([])
    expect(await worker.runUntilIdle()).toEqual([])
    const [second, third] = await worker.runFor(60)
    expect(second).toMatchObject({ at: first?.retryAt, attempt: 2, outcome: 'retried' })
    expect(third).toMatchObject({ at: second?.retryAt, attempt: 3, outcome: 'done' })
    expect(clock.now()).toBe((Date.parse(NEW_YEAR) + 60_000) * 1000)
  })

  test('an hour passes in no time; the last failure is a dead letter', async () => {
    const clock = testClock(NEW_YEAR)
    const processors = defineWorker({
      process() {
        throw new RetryAfter(1_200_000, 'not now')
      },
    })
    await using worker = await startWorker({ clock, source: 'memory', env: short, processors })
    await worker.put({}, { id: 'a' })
    const ran = await worker.runFor(3600)
    expect(ran.map(({ at, outcome }) => `${at} ${outcome}`)).toEqual([
      '2026-01-01T00:00:00.000Z retried',
      '2026-01-01T00:20:00.000Z retried',
      '2026-01-01T00:40:00.000Z dead',
    ])
    expect(await worker.dead()).toMatchObject([
      { id: 'a', diedAt: Date.parse('2026-01-01T00:40Z') },
    ])
  })

  test('a rate limit holds back what comes after, and is no attempt', async () => {
    const clock = testClock(NEW_YEAR)
    let calls = 0
    const processors = defineWorker({
      process() {
        if ((calls += 1) === 1) throw new RateLimited(30_000)
      },
    })
    await using worker = await startWorker({ clock, source: 'memory', processors })
    await worker.put({}, { id: 'a' })
    await worker.put({}, { id: 'b' })
    expect(await worker.runUntilIdle()).toEqual([])
    expect(calls).toBe(1)
    const ran = await worker.runFor(30)
    expect(ran).toMatchObject([
      { task: 'a', attempt: 1, at: '2026-01-01T00:00:30.000Z' },
      { task: 'b', attempt: 1 },
    ])
  })

  test('RATE_MAX counts by the clock of the test', async () => {
    const clock = testClock(NEW_YEAR)
    const env = { RATE_MAX: '1', RATE_PER: '60' }
    const processors = [{ process: () => undefined }]
    await using worker = await startWorker({ clock, source: 'memory', env, processors })
    for (const id of ['a', 'b', 'c']) await worker.put({}, { id })
    expect(await worker.runUntilIdle()).toMatchObject([{ task: 'a' }])
    expect((await worker.runFor(200)).map(({ at }) => at)).toEqual([
      '2026-01-01T00:01:00.000Z',
      '2026-01-01T00:02:00.000Z',
    ])
  })

  test('a processor at work runs out of its time when the clock is moved, not before', async () => {
    const clock = testClock(NEW_YEAR)
    const begun = Promise.withResolvers<void>()
    const processors = defineWorker({
      process: (_: unknown, { signal }: Context) => {
        begun.resolve()
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error))
        })
      },
    })
    const env = { TASK_SECONDS: '50' }
    await using worker = await startWorker({ clock, source: 'memory', env, processors })
    await worker.put({})
    const running = worker.runUntilIdle()
    await begun.promise
    expect(await worker.runFor(49)).toEqual([])
    await worker.runFor(1)
    expect(await running).toMatchObject([
      { outcome: 'retried', error: 'the task took more than 50 s' },
    ])
  })

  test('one that heeds no signal is stopped by force after its grace', async () => {
    const clock = testClock(NEW_YEAR)
    const begun = Promise.withResolvers<void>()
    const processors = defineWorker({
      process() {
        begun.resolve()
        return new Promise(() => undefined)
      },
    })
    await using worker = await startWorker({ clock, source: 'memory', processors })
    await worker.put({})
    const running = worker.runUntilIdle()
    await begun.promise
    // Not by one that moves it step by step, but at once, as an emulator's clock may be.
    clock.advance(50)
    await worker.runFor(5)
    expect(await running).toMatchObject([{ error: /^stopped by force: / }])
  })
})

test('runs by the clock come at their moments, over a change to summer time too', async () => {
  const clock = testClock('2026-03-28T00:00:00Z')
  const env = { EXECUTION_TYPE: 'CRON', CRON_EXPRESSIONS: '30 2 * * *', CRON_TZ: 'Europe/Berlin' }
  const processors = [{ process: () => undefined }]
  await using worker = await startWorker({ clock, env, processors })
  const ran = await worker.runFor(3 * 86_400)
  expect(ran.map(({ at }) => at)).toEqual([
    '2026-03-28T01:30:00.000Z',
    // 02:30 does not exist that day; the run comes right after the hour that is left out.
    '2026-03-29T01:00:00.000Z',
    '2026-03-30T00:30:00.000Z',
  ])
  await expect(worker.put({})).rejects.toThrow('EXECUTION_TYPE=CRON has no queue')
})

test('what a run of one worker puts in, another of the same clock processes at that moment', async () => {
  const clock = testClock(NEW_YEAR)
  const shout = defineWorker<{ n: number }, number>({ process: ({ n }) => n })
  await using queue = await startWorker({ clock, source: 'memory', processors: shout })
  let n = 0
  const processors = [{ process: () => queue.put({ n: (n += 1) }).then(() => undefined) }]
  const env = { EXECUTION_TYPE: 'CRON', CRON_TIME_AMOUNT: '10', CRON_TIME_UNIT: 'MINUTES' }
  await using _clock = await startWorker({ clock, env, processors })
  expect(await queue.runFor(1800)).toMatchObject([
    { at: '2026-01-01T00:10:00.000Z', result: 1 },
    { at: '2026-01-01T00:20:00.000Z', result: 2 },
    { at: '2026-01-01T00:30:00.000Z', result: 3 },
  ])
})

describe.each(pullServers)('on the clock of an emulator, with $name', (server) => {
  test('retries are due when the queue says, and time moves for both', async () => {
    await using emulator = await server.start()
    const { env } = server.queue(emulator.url)
    const { clock } = emulator
    const started = clock.now()
    await using worker = await startWorker({
      clock,
      env: { ...env, ...short },
      processors: failing(1),
    })
    const id = await worker.put({})
    expect(await worker.runUntilIdle()).toMatchObject([{ task: id, outcome: 'retried' }])
    expect(await worker.runFor(3600)).toMatchObject([{ task: id, attempt: 2, outcome: 'done' }])
    expect(await worker.pull()).toMatchObject({ task_id: id })
    expect(clock.now() - started).toBeGreaterThan(3600 * 1e6)
  })

  test('a lease is renewed while its processor works; over a leap in time it is lost, and the task comes again', async () => {
    await using emulator = await server.start()
    const { env } = server.queue(emulator.url)
    const { clock } = emulator
    const begun = Promise.withResolvers<void>()
    const end = Promise.withResolvers<void>()
    const outcomes: number[] = []
    const processors = defineWorker({
      async process(_: unknown, { attempt }: Context) {
        outcomes.push(attempt)
        begun.resolve()
        await end.promise
        return { attempt }
      },
    })
    const limits = { LEASE_SECONDS: '60', TASK_SECONDS: '100000' }
    await using worker = await startWorker({ clock, env: { ...env, ...limits }, processors })
    const id = await worker.put({})
    const running = worker.runUntilIdle()
    await begun.promise
    expect(await worker.runFor(300)).toEqual([])
    clock.advance(3600)
    await worker.runFor(0)
    end.resolve()
    await running
    expect(await worker.runUntilIdle()).toEqual([])
    expect(outcomes).toEqual([1, 2])
    expect(await worker.pull()).toEqual({ task_id: id, attempt: 2 })
  })

  test('a queue that is away is said, not waited for', async () => {
    const emulator = await server.start()
    const { env } = server.queue(emulator.url)
    const processors = failing(0)
    const worker = await startWorker({ clock: emulator.clock, env, processors })
    await emulator.stop()
    await expect(worker.runUntilIdle()).rejects.toThrow('cannot reach the queue at')
    await worker[Symbol.asyncDispose]()
  })
})

test('tasks that the emulator dispatches run on the same clock, alongside', async () => {
  const requests: string[] = []
  const target = createServer((request, response) => {
    requests.push(request.url ?? '')
    response.end()
  }).listen(0, '127.0.0.1')
  await once(target, 'listening')
  const { port } = target.address() as AddressInfo
  await using emulator = await startEmulator()
  const parent = 'projects/p/locations/l/queues/push'
  const base = `${emulator.url}/v2/projects/p/locations/l/queues`
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${base}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    expect(await answer.text()).toContain(parent)
  }
  await post('', { name: parent })
  const { clock } = emulator
  const env = { EXECUTION_TYPE: 'CRON', CRON_TIME_AMOUNT: '1', CRON_TIME_UNIT: 'HOURS' }
  const processors = [
    {
      async process() {
        const url = `http://127.0.0.1:${port}/at/${requests.length}`
        await post('/push/tasks', { task: { httpRequest: { url } } })
      },
    },
  ]
  await using worker = await startWorker({ clock, env, processors, alongside: [emulator.tasks] })
  expect(await worker.runFor(7200)).toHaveLength(2)
  expect(requests).toEqual(['/at/0', '/at/1'])
  target.close()
})

test('a file runs on this thread, and by the settings of its environment', async () => {
  const file = processorFile('many_kinds.ts')
  await using worker = await startWorker({ source: 'memory', processors: file })
  await worker.put({ do: 'throw' })
  expect(await worker.runUntilIdle()).toMatchObject([{ outcome: 'retried', error: 'as told' }])
})

test('what cannot be is said at the start', async () => {
  const processors = [{ process: () => undefined }]
  await expect(
    startWorker({ processors, env: { MESSAGING_TYPE: 'RabbitMqConnection' } }),
  ).rejects.toThrow('use testClient')
  const milliseconds = { now: () => Date.now(), advance: () => undefined }
  await expect(startWorker({ processors, source: 'memory', clock: milliseconds })).rejects.toThrow(
    'must be microseconds',
  )
  await using worker = await startWorker({ processors, source: 'memory' })
  await expect(worker.runFor(-1)).rejects.toThrow('runFor takes seconds from 0')
  expect(() => testClock('tomorrow')).toThrow('"tomorrow" is no time')
})

test('a worker that is disposed of stops what it has, and takes nothing more', async () => {
  const clock = testClock(NEW_YEAR)
  const begun = Promise.withResolvers<void>()
  const reasons: string[] = []
  const processors = defineWorker({
    process: (_: unknown, { signal }: Context) => {
      begun.resolve()
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          reasons.push((signal.reason as Error).message)
          resolve(undefined)
        })
      })
    },
  })
  const worker = await startWorker({ clock, source: 'memory', processors })
  await worker.put({})
  const running = worker.runUntilIdle()
  await begun.promise
  await worker[Symbol.asyncDispose]()
  await running
  expect(reasons).toEqual(['the worker stops'])
})
