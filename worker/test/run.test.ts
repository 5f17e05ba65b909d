// `worker run` as a process: real signals, a real emulator, processors that misbehave.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freePort } from '../../test/helpers/redis_server.ts'
import { emulatorProcess, startEmulator } from './helpers/emulator.ts'
import { isAlive } from './helpers/children.ts'
import { messageIn, testQueue } from './helpers/queue.ts'
import { until } from './helpers/until.ts'
import { processorFile, workerProcess } from './helpers/worker_process.ts'

const file = processorFile('many_kinds.ts')

describe('a worker and its queue', () => {
  test('a task gives a result with its id in it, and is gone', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    const id = await queue.put({ n: 1 })
    await using worker = workerProcess(['run', file], { env: queue.env })
    const [result] = await until('there is a result', async () => {
      const results = await queue.list('result')
      return results.length > 0 && results
    })
    expect(result?.id).toBe(`result-${id}`)
    expect(messageIn(result!)).toEqual({ task_id: id, taskId: id, attempt: 1, n: 1 })
    await until('the task is gone', async () => (await queue.list('task')).length === 0)
    worker.signal('SIGTERM')
    expect(await worker.ended).toBe(0)
  })

  test('a worker waits for an emulator that is not there yet, or not any more', async () => {
    await using emulator = await emulatorProcess()
    const queue = testQueue(emulator.url)
    await using worker = workerProcess(['run', file], { env: queue.env })
    await worker.says('cannot reach the queue')
    await emulator.start()
    await queue.put({ n: 1 }, { id: 'a' })
    await until('a is done', async () => (await queue.list('result')).length === 1)
    await queue.put({ do: 'sleep', ms: 300 }, { id: 'b' })
    await until('b is begun', async () =>
      (await queue.list('task')).some(({ retry_count }) => retry_count === 1),
    )
    await emulator.kill()
    await worker.says(/cannot reach the queue[^]*cannot reach the queue/)
    await emulator.start()
    await until('b is done', async () => (await queue.list('result')).length === 2)
    await queue.put({ n: 3 }, { id: 'c' })
    await until('c is done', async () => (await queue.list('result')).length === 3)
    expect((await queue.list('task')).length).toBe(0)
  })

  test('a worker killed in the middle of a task leaves it to another', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    await queue.put({ do: 'sleep until aborted', ms: 3000 }, { id: 'a' })
    const env = { ...queue.env, LEASE_SECONDS: '1' }
    await using killed = workerProcess(['run', file], { env })
    await until('the task is leased', async () =>
      (await queue.list('task')).some(({ retry_count }) => retry_count === 1),
    )
    killed.signal('SIGKILL')
    await using _other = workerProcess(['run', file], { env })
    const [result] = await until('there is a result', async () => {
      const results = await queue.list('result')
      return results.length > 0 && results
    })
    expect(messageIn(result!)).toMatchObject({ task_id: 'a', slept: 3000 })
  })
})

describe('a worker that is told to stop', () => {
  test('finishes what is begun and gives back what is not', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    for (let n = 0; n < 8; n += 1) await queue.put({ do: 'sleep', ms: 1500 })
    const env = {
      ...queue.env,
      WORKER_CONCURRENCY: '3',
      LEASE_AHEAD: '5',
      TASK_COUNT: '8',
      ISOLATION: 'none',
    }
    await using worker = workerProcess(['run', file], { env })
    await until('all are leased', async () => {
      const tasks = await queue.list('task')
      return tasks.length === 8 && tasks.every(({ retry_count }) => retry_count === 1)
    })
    worker.signal('SIGTERM')
    await worker.says('the worker stops')
    const told = Date.now()
    const back = await until('five are back', async () => {
      const tasks = await queue.available('task')
      return tasks.length === 5 && tasks
    })
    expect(back).toHaveLength(5)
    expect(Date.now() - told).toBeLessThan(1000)
    expect(await worker.ended).toBe(0)
    expect(await queue.list('result')).toHaveLength(3)
    expect(await queue.list('task')).toHaveLength(5)
  })

  test('aborts and gives back what takes longer than the grace', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    await queue.put({ do: 'sleep until aborted' })
    await queue.put({ do: 'hang' })
    const env = { ...queue.env, WORKER_CONCURRENCY: '2', SHUTDOWN_GRACE_SECONDS: '0.2' }
    await using worker = workerProcess(['run', file], { env })
    await until('both are begun', async () =>
      (await queue.list('task')).every(({ retry_count }) => retry_count === 1),
    )
    worker.signal('SIGINT')
    expect(await worker.ended).toBe(0)
    expect(await queue.available('task')).toHaveLength(2)
  })

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
    await queue.put({ do: 'sleep', ms: 500 })
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

describe('dead letters', () => {
  test('poison and hopeless tasks die at once, others at the limit; they come back or go', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    await queue.put(Buffer.from('{no json'), { id: 'poison' })
    await queue.put({ do: 'give up' }, { id: 'hopeless' })
    await queue.put({ do: 'throw' }, { id: 'failing' })
    await queue.put({ do: 'too much', n: 700_000 }, { id: 'large' })
    const env = { ...queue.env, RETRY_BASE_SECONDS: '0', TASK_RETRY_LIMIT: '3' }
    await using worker = workerProcess(['run', file], { env })
    await until('all are dead', async () => (await queue.list('dead')).length === 4)
    worker.signal('SIGTERM')
    await worker.ended

    const { output } = await run(['dead', 'list'], env)
    const letters = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Letter)
    expect(letters.map(({ task, attempts }) => `${task} ${attempts}`).toSorted()).toEqual([
      'failing 3',
      'hopeless 1',
      'large 1',
      'poison 1',
    ])
    expect(letters.find(({ task }) => task === 'poison')).toMatchObject({ payload: '{no json' })
    expect(letters.find(({ task }) => task === 'failing')?.stack).toContain('many_kinds.ts')
    expect(letters.find(({ task }) => task === 'large')?.reason).toContain('MAX_QUEUE_TASK_SIZE')

    expect((await run(['dead', 'retry', 'dead-hopeless'], env)).code).toBe(0)
    expect(await queue.list('task')).toMatchObject([{ id: 'retry-hopeless' }])
    expect((await run(['dead', 'delete', '--all'], env)).code).toBe(0)
    expect(await queue.list('dead')).toEqual([])
    expect((await run(['dead', 'retry', 'dead-hopeless'], env)).code).toBe(1)
  })

  test('an original of a whole megabyte dies in two pieces and comes back in one', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    const original = Buffer.alloc(2 ** 20, 'x')
    await queue.put(original, { id: 'huge' })
    await using worker = workerProcess(['run', file], { env: queue.env })
    await until('it is dead', async () => (await queue.list('dead')).length === 1)
    worker.signal('SIGTERM')
    await worker.ended
    await run(['dead', 'retry', '--all'], queue.env)
    const [task] = await queue.list('task')
    expect(Buffer.from(task!.payloadBase64, 'base64url').equals(original)).toBe(true)
    expect(await queue.list('dead-original')).toEqual([])
  })
})

interface Letter {
  readonly task: string
  readonly attempts: number
  readonly reason: string
  readonly payload: string
  readonly stack?: string
}

async function run(args: readonly string[], env: Readonly<Record<string, string>>) {
  await using worker = workerProcess(args, { env })
  const code = await worker.ended
  return { code, output: worker.output() }
}
