// `worker run` with several processes: real children, real signals, real deaths.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freePort } from '../../test/helpers/free_port.ts'
import { startEmulator } from './helpers/emulator.ts'
import { children, childrenOf, isAlive } from './helpers/children.ts'
import { messageIn, testQueue, type TestQueue } from './helpers/queue.ts'
import { until } from './helpers/until.ts'
import { processorFile, runWorker, workerProcess } from './helpers/worker_process.ts'

const file = processorFile('supervised.ts')

async function startWorker(queue: TestQueue, more: Readonly<Record<string, string>> = {}) {
  const port = await freePort()
  const env = { ...queue.env, WORKER_PROCESSES: '2', PORT: String(port), ...more }
  const worker = workerProcess(['run', file], { env })
  const get = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init)
    return { status: response.status, body: await response.text() }
  }
  const status = (path: string) =>
    get(path).then(
      (answer) => answer.status,
      () => 0,
    )
  const metric = async (name: string): Promise<number> => {
    const { body } = await get('/metrics')
    return Number(new RegExp(`^${name} (.*)$`, 'm').exec(body)?.[1])
  }
  return {
    worker,
    get,
    status,
    metric,
    ready: () =>
      until('it is ready', async () => (await status('/readyz')) === 200).catch((error: Error) => {
        throw new Error(`${error.message}\n${worker.output()}`)
      }),
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  }
}

const results = (queue: TestQueue, count: number) =>
  until(`${count} results`, async () => {
    const all = await queue.list('result')
    return all.length >= count && all.map(messageIn)
  })

describe('a parent and its children', () => {
  test('share the work, sum what they did, and end together with 0', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    await using running = await startWorker(queue)
    await running.ready()
    const pids = await children(running.worker.pid, 2)
    for (let n = 0; n < 12; n += 1) await queue.put({ do: 'sleep', ms: 150 })
    const done = await results(queue, 12)
    expect(new Set(done.map(({ pid }) => pid))).toEqual(new Set(pids))
    await until(
      'all are counted',
      async () => (await running.metric('worker_tasks_done_total')) === 12,
    )
    expect(await running.metric('worker_task_duration_seconds_count')).toBe(12)
    expect(await running.metric('worker_task_duration_seconds_sum')).toBeGreaterThan(1.8)
    expect(await running.metric('worker_restarts_total')).toBe(0)
    running.worker.signal('SIGTERM')
    expect(await running.worker.ended).toBe(0)
    expect(pids.filter(isAlive)).toEqual([])
  })

  test('a child killed in a task is replaced; its task is done by another; counters go on', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    await using running = await startWorker(queue, { LEASE_SECONDS: '2' })
    await running.ready()
    await queue.put({})
    await results(queue, 1)
    await until(
      'it is counted',
      async () => (await running.metric('worker_tasks_done_total')) === 1,
    )
    const before = await children(running.worker.pid, 2)
    await queue.put({ do: 'sleep', ms: 1000 })
    await until('it is leased', async () => (await running.metric('worker_tasks_in_flight')) === 1)
    for (const pid of before) process.kill(pid, 'SIGKILL')
    await until('it is not ready', async () => (await running.status('/readyz')) === 503)
    expect(await running.status('/_ah/health')).toBe(500)
    expect(await running.status('/livez')).toBe(200)
    await running.ready()
    expect(await running.status('/_ah/health')).toBe(200)
    expect(await running.metric('worker_restarts_total')).toBe(2)
    const done = await results(queue, 2)
    expect(new Set(done.map(({ attempt }) => attempt))).toEqual(new Set([1, 2]))
    await until(
      'both are counted',
      async () => (await running.metric('worker_tasks_done_total')) === 2,
    )
  })

  test('a child whose event loop stands still is killed and replaced', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    await using running = await startWorker(queue, { LEASE_SECONDS: '1', HUNG_SECONDS: '2' })
    await running.ready()
    await queue.put({ do: 'block' })
    await running.worker.says(/process \d hung and was killed; another starts/)
    const [result] = await results(queue, 1)
    expect(result).toMatchObject({ attempt: 2 })
    await running.ready()
  })

  test('a parent that was stopped for longer than that kills nobody', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    await using running = await startWorker(queue, { HUNG_SECONDS: '1' })
    await running.ready()
    const pids = await children(running.worker.pid, 2)
    running.worker.signal('SIGSTOP')
    const since = Date.now()
    await until('2.5 seconds are over', () => Date.now() - since > 2500)
    running.worker.signal('SIGCONT')
    await until('it answers again', async () => (await running.status('/readyz')) === 200)
    await queue.put({})
    await results(queue, 1)
    expect(await childrenOf(running.worker.pid)).toEqual(pids)
    expect(await running.metric('worker_restarts_total')).toBe(0)
  })

  test('children of a parent that was killed finish what they have, run their hooks and end', async () => {
    await using emulator = await startEmulator()
    const folder = await mkdtemp(join(tmpdir(), 'supervised-'))
    const shutdowns = join(folder, 'shutdowns')
    const queue = testQueue(emulator.url)
    await using running = await startWorker(queue, { SUPERVISED_SHUTDOWN: shutdowns })
    await running.ready()
    const pids = await children(running.worker.pid, 2)
    await queue.put({ do: 'sleep', ms: 1000 })
    await until('it is leased', async () => (await running.metric('worker_tasks_in_flight')) === 1)
    running.worker.signal('SIGKILL')
    const [result] = await results(queue, 1)
    expect(result).toMatchObject({ attempt: 1 })
    await until('no child is left', () => !pids.some(isAlive))
    const ran = (await readFile(shutdowns, 'utf8')).trim().split('\n').map(Number)
    expect(new Set(ran)).toEqual(new Set(pids))
    await rm(folder, { recursive: true })
  })

  test('a child that never listens ends after its parent, too, when its grace is over', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    await using running = await startWorker(queue, { SHUTDOWN_GRACE_SECONDS: '0' })
    await running.ready()
    const pids = await children(running.worker.pid, 2)
    await queue.put({ do: 'block' })
    await until('it is begun', async () => (await queue.list('task'))[0]?.retry_count === 1)
    expect(pids.every(isAlive)).toBe(true)
    running.worker.signal('SIGKILL')
    await until('no child is left', () => !pids.some(isAlive))
  })

  test('children that have no more to do are not replaced, and the parent ends with 0', async () => {
    await using emulator = await startEmulator()
    const folder = await mkdtemp(join(tmpdir(), 'finished-'))
    const consumed = join(folder, 'consume.env')
    const queue = testQueue(emulator.url)
    await using running = await startWorker(queue, { CONSUME_CONFIG_FILE_PATH: consumed })
    await running.ready()
    await queue.put({})
    await results(queue, 1)
    await writeFile(consumed, 'EXIT_WHEN_FINISHED=1')
    expect(await running.worker.ended).toBe(0)
    expect(running.worker.output()).not.toContain('another starts')
    await rm(folder, { recursive: true })
  })

  test('nothing that a killed child started lives on, not even what never listens', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    await using running = await startWorker(queue, { SUPERVISED_ISOLATE: 'process' })
    await running.ready()
    const pids = await children(running.worker.pid, 2)
    await queue.put({ do: 'block' })
    await until('it is leased', async () => (await running.metric('worker_tasks_in_flight')) === 1)
    const lanes = (await Promise.all(pids.map(childrenOf))).flat()
    expect(lanes.length).toBeGreaterThan(0)
    for (const pid of pids) process.kill(pid, 'SIGKILL')
    await until('no lane is left', () => !lanes.some(isAlive))
  })
})

describe('signals to the parent', () => {
  test('SIGINT lets begun tasks end; a second signal ends all at once', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    await using running = await startWorker(queue, { SHUTDOWN_GRACE_SECONDS: '30' })
    await running.ready()
    const pids = await children(running.worker.pid, 2)
    await queue.put({ do: 'sleep', ms: 60_000 })
    await until('it is leased', async () => (await running.metric('worker_tasks_in_flight')) === 1)
    running.worker.signal('SIGINT')
    await running.worker.says('SIGINT: all processes stop')
    expect(await running.get('/readyz')).toEqual({ status: 503, body: 'draining\n' })
    running.worker.signal('SIGTERM')
    expect(await running.worker.ended).toBe(143)
    expect(pids.filter(isAlive)).toEqual([])
  })

  test('SIGTERM gives back, within the grace, what takes longer', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    await using running = await startWorker(queue, { SHUTDOWN_GRACE_SECONDS: '0.5' })
    await running.ready()
    await queue.put({ do: 'sleep', ms: 60_000 })
    await until('it is leased', async () => (await running.metric('worker_tasks_in_flight')) === 1)
    running.worker.signal('SIGTERM')
    expect(await running.worker.ended).toBe(0)
    await until('it can be leased', async () => (await queue.available('task')).length === 1, 1)
  })

  test.each(['SIGTSTP', 'POST /quiet'])(
    '%s: no more tasks, and the processes live on',
    async (way) => {
      await using emulator = await startEmulator()
      const queue = testQueue(emulator.url)
      await using running = await startWorker(queue)
      await running.ready()
      const pids = await children(running.worker.pid, 2)
      if (way === 'SIGTSTP') running.worker.signal(way)
      else await running.get('/quiet', { method: 'POST' })
      await until('it drains', async () => (await running.get('/readyz')).body === 'draining\n')
      await queue.put({})
      const since = Date.now()
      await until('a second is over', () => Date.now() - since > 1000)
      expect((await queue.list('result')).length).toBe(0)
      expect(pids.every(isAlive)).toBe(true)
      running.worker.signal('SIGTERM')
      expect(await running.worker.ended).toBe(0)
    },
  )
})

describe('a worker that cannot start', () => {
  const env = {
    PROJECT_NAME: 'p',
    QUEUE_NAME: 'q',
    API_DISCOVERY_URL: 'http://127.0.0.1:1/api/{api}/{apiVersion}',
    WORKER_PROCESSES: '3',
  }

  test('says bad settings once, and exits with 78', async () => {
    const { code, output } = await runWorker(['run', file], {
      env: { ...env, TASK_COUNT: 'many', LEASE_SECONDS: '-1' },
    })
    expect(code).toBe(78)
    expect(output.match(/TASK_COUNT is/g)).toHaveLength(1)
    expect(output.match(/LEASE_SECONDS is/g)).toHaveLength(1)
  })

  test('says a failed startup once, and exits with 1', async () => {
    const { code, output } = await runWorker(['run', file], {
      env: { ...env, SUPERVISED_STARTUP: 'throw' },
    })
    expect(code).toBe(1)
    expect(output.match(/there is no database/g)).toHaveLength(1)
  })

  test('says in one sentence that its port is taken, and exits with 1', async () => {
    await using emulator = await startEmulator()
    const PORT = new URL(emulator.url).port
    for (const WORKER_PROCESSES of ['1', '2']) {
      const { code, output } = await runWorker(['run', file], {
        env: { ...env, WORKER_PROCESSES, PORT, LOG_LEVEL: 'error' },
      })
      expect(code).toBe(1)
      expect(output).toBe(
        `worker: PORT is ${PORT}, but 127.0.0.1:${PORT} is in use already; choose another, or 0 for none\n`,
      )
    }
  })

  test('that begins to die at every start gives up after CRASH_LIMIT deaths', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    await using running = await startWorker(queue, {
      CRASH_LIMIT: '2',
      TASK_RETRY_LIMIT: '50',
      LEASE_SECONDS: '1',
    })
    await running.ready()
    for (let n = 0; n < 6; n += 1) await queue.put({ do: 'exit', ms: 50 })
    expect(await running.worker.ended).toBe(1)
    expect(running.worker.output()).toMatch(/died 2 times in 60 s without any work done; giving up/)
  })
})
