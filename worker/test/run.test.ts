// `worker run` as a process: real signals, a real emulator, processors that misbehave.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freePort } from '../../test/helpers/free_port.ts'
import { startEmulator } from './helpers/emulator.ts'
import { isAlive } from './helpers/children.ts'
import { messageIn, testQueue } from './helpers/queue.ts'
import { until } from './helpers/until.ts'
import { processorFile, workerProcess } from './helpers/worker_process.ts'

const file = processorFile('many_kinds.ts')

describe('a worker that is told to stop', () => {
  test.each(['none', 'thread', 'process'])(
    'runs its shutdown hooks, and ends though its module left a timer (isolation %s)',
    async (isolation) => {
      await using emulator = await startEmulator()
      const queue = testQueue(emulator.url)
      await queue.put({})
      const env = { ...queue.env, ISOLATION: isolation, SHUTDOWN_GRACE_SECONDS: '15' }
      const open = processorFile('leaves_things_open.ts')
      await using worker = workerProcess(['run', open], { env })
      await until('it is done', async () => (await queue.list('result')).length === 1)
      const told = Date.now()
      worker.signal('SIGTERM')
      expect(await worker.ended).toBe(0)
      expect(worker.output()).toContain('all is closed')
      expect(Date.now() - told).toBeLessThan(10_000)
    },
  )

  test('exits at once when told twice', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    await queue.put({ do: 'sleep', ms: 60_000 })
    const env = { ...queue.env, SHUTDOWN_GRACE_SECONDS: '60' }
    await using worker = workerProcess(['run', file], { env })
    await until('it is begun', async () => (await queue.list('task'))[0]?.retry_count === 1)
    worker.signal('SIGINT')
    await worker.says('the worker stops')
    // npm's echo of a Ctrl-C is not a second wish.
    worker.signal('SIGINT')
    const told = Date.now()
    await until('the echo is over', () => Date.now() - told > 600)
    expect(worker.output()).not.toContain('exits now')
    worker.signal('SIGINT')
    expect(await worker.ended).toBe(130)
  })

  test.each(['SIGTSTP', 'POST /quiet'])('takes no more tasks after %s, and lives', async (way) => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    await queue.put({ do: 'sleep', ms: 2000 })
    const port = await freePort()
    const env = { ...queue.env, PORT: `${port}` }
    await using worker = workerProcess(['run', file], { env })
    await until('it is begun', async () => (await queue.list('task'))[0]?.retry_count === 1)
    if (way === 'SIGTSTP') worker.signal(way)
    else await fetch(`http://127.0.0.1:${port}/quiet`, { method: 'POST' })
    await worker.says(way)
    await queue.put({ n: 2 })
    await until('the first is done', async () => (await queue.list('result')).length === 1)
    expect(await queue.available('task')).toHaveLength(1)
    worker.signal('SIGTERM')
    expect(await worker.ended).toBe(0)
  })

  test('ends by itself when EXIT_WHEN_FINISHED appears in its file while it is idle', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    const folder = await mkdtemp(join(tmpdir(), 'worker-'))
    try {
      const path = join(folder, 'consume.env')
      await using worker = workerProcess(['run', file], {
        folder,
        env: { ...queue.env, CONSUME_CONFIG_FILE_PATH: path },
      })
      await queue.put({ n: 1 })
      await until('it is done', async () => (await queue.list('result')).length === 1)
      await writeFile(path, 'EXIT_WHEN_FINISHED="1"\n')
      expect(await worker.ended).toBe(0)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

test.each([
  ['waits', { do: 'tell pid', ms: 60_000 }],
  ['never listens', { do: 'tell pid and hang' }],
])('a child process whose task %s ends with a worker that was killed', async (_, message) => {
  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  await queue.put(message)
  const env = { ...queue.env, ISOLATION: 'process' }
  await using worker = workerProcess(['run', file], { env })
  await worker.says(/pid of the lane is \d+/)
  const pid = Number(/pid of the lane is (\d+)/.exec(worker.output())?.[1])
  expect(isAlive(pid)).toBe(true)
  worker.signal('SIGKILL')
  await until('the child has ended', () => !isAlive(pid))
})

test('MAX_TASKS_PER_CHILD gives each task a child of its own', async () => {
  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  await queue.put({ do: 'tell pid' })
  await queue.put({ do: 'tell pid' })
  const env = { ...queue.env, ISOLATION: 'process', MAX_TASKS_PER_CHILD: '1' }
  await using worker = workerProcess(['run', file], { env })
  await until('both are done', async () => (await queue.list('result')).length === 2)
  const pids = Array.from(worker.output().matchAll(/pid of the lane is (\d+)/g), ([, pid]) => pid)
  expect(new Set(pids).size).toBe(2)
})

describe.each(['thread', 'process'])('in a %s, a processor that', (isolation) => {
  const misbehaving = async (message: object, env: Readonly<Record<string, string>> = {}) => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    await queue.put(message, { id: 'bad' })
    await queue.put({ n: 2 }, { id: 'good' })
    await using worker = workerProcess(['run', file], {
      env: {
        ...queue.env,
        ISOLATION: isolation,
        WORKER_CONCURRENCY: '2',
        RETRY_BASE_SECONDS: '0',
        TASK_SECONDS: '0.5',
        // The attempt after it may find a slow machine.
        TASK_TIME_MULT: '20',
        TASK_GRACE_SECONDS: '0.2',
        ...env,
      },
    })
    const results = await until('both are done', async () => {
      const found = await queue.list('result')
      return found.length === 2 && found
    }).catch((error: Error) => {
      throw new Error(`${error.message}\n${worker.output()}`)
    })
    worker.signal('SIGTERM')
    expect(await worker.ended).toBe(0)
    return results.map((task) => messageIn(task)).find(({ task_id }) => task_id === 'bad')
  }

  test('throws is tried again', async () => {
    expect(await misbehaving({ do: 'throw once' })).toMatchObject({ attempt: 2 })
  })

  test('hangs is stopped at the hard limit and tried again', async () => {
    expect(await misbehaving({ do: 'hang' })).toMatchObject({ attempt: 2 })
  })

  test('exits costs only its own attempt', async () => {
    expect(await misbehaving({ do: 'exit' })).toMatchObject({ attempt: 2 })
  })

  test('eats memory costs only its own attempt', async () => {
    const env = { MAX_RSS_MB: '64', TASK_SECONDS: '20' }
    expect(await misbehaving({ do: 'eat memory' }, env)).toMatchObject({ attempt: 2 })
  })
})
