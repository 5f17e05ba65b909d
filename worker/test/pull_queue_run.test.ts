// `worker run` and `worker dead` as processes, with a real server of pull queues: nothing is lost, nothing done twice.
import { describe, expect, test } from 'vitest'
import { pullServers } from './helpers/pull_server.ts'
import { messageIn } from './helpers/queue.ts'
import { until } from './helpers/until.ts'
import { processorFile, workerProcess } from './helpers/worker_process.ts'

const file = processorFile('many_kinds.ts')

describe.each(pullServers)('with a queue of $name', (server) => {
  describe('a worker', () => {
    test('answers a task with a result that has its id, and the task is gone', async () => {
      await using emulator = await server.start()
      const queue = server.queue(emulator.url)
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

    test('waits for a server that is not there yet, or not any more', async () => {
      await using emulator = await server.process()
      const queue = server.queue(emulator.url)
      await using worker = workerProcess(['run', file], { env: queue.env })
      await worker.says('cannot reach the queue')
      await emulator.start()
      await queue.put({ n: 1 }, { id: 'a' })
      await until('a is done', async () => (await queue.list('result')).length === 1)
      await queue.put({ do: 'sleep', ms: 2000 }, { id: 'b' })
      await until('b is begun', async () =>
        (await queue.list('task')).some(({ retry_count }) => retry_count === 1),
      )
      await emulator.kill()
      await worker.says(/cannot reach the queue[^]*cannot reach the queue/)
      await emulator.start()
      await until('b is done', async () => (await queue.list('result')).length === 2)
      await queue.put({ n: 3 }, { id: 'c' })
      await until('c is done', async () => (await queue.list('result')).length === 3)
      const ids = (await queue.list('result')).map((task) => messageIn(task)['task_id'])
      expect(new Set(ids)).toEqual(new Set(['a', 'b', 'c']))
      // A task is deleted after its result is there.
      await until('no task is left', async () => (await queue.list('task')).length === 0)
    })

    test('killed in the middle of a task leaves it to another', async () => {
      await using emulator = await server.start()
      const queue = server.queue(emulator.url)
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

    test('told to stop finishes what is begun and gives back what is not', async () => {
      await using emulator = await server.start()
      const queue = server.queue(emulator.url)
      for (let n = 0; n < 8; n += 1) await queue.put({ do: 'sleep', ms: 3000 })
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
      const back = await until('five are back', async () => {
        const tasks = await queue.available('task')
        return tasks.length === 5 && tasks
      })
      expect(back).toHaveLength(5)
      // They are not kept until the others have finished.
      expect(await queue.list('result')).toHaveLength(0)
      expect(await worker.ended).toBe(0)
      expect(await queue.list('result')).toHaveLength(3)
      expect(await queue.list('task')).toHaveLength(5)
    })

    test('told to stop aborts and gives back what takes longer than the grace', async () => {
      await using emulator = await server.start()
      const queue = server.queue(emulator.url)
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

    test('lets poison and hopeless tasks die at once, others at the limit; they come back or go', async () => {
      await using emulator = await server.start()
      const queue = server.queue(emulator.url)
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

    test('shows foreign tasks with the tag of dead letters as such: they can be deleted, not retried', async () => {
      await using emulator = await server.start()
      const queue = server.queue(emulator.url)
      await queue.put(Buffer.from('no json'), { id: 'text', tag: 'dead' })
      await queue.put({ kind: 'other' }, { id: 'other', tag: 'dead' })
      const { output, code } = await run(['dead', 'list'], queue.env)
      const letters = output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Letter)
      expect(code).toBe(0)
      expect(
        letters.map(({ task, reason, payload }) => `${task}: ${reason}: ${payload}`).toSorted(),
      ).toEqual([
        'other: foreign: no worker has buried this task: {"kind":"other"}',
        'text: foreign: no worker has buried this task: no json',
      ])
      const retried = await run(['dead', 'retry', '--all'], queue.env)
      expect([retried.code, retried.output]).toEqual([
        1,
        expect.stringContaining('text: it is foreign, no worker has buried it'),
      ])
      expect((await run(['dead', 'delete', '--all'], queue.env)).code).toBe(0)
      expect(await queue.list('dead')).toEqual([])
    })

    test('buries the largest original that there is in two pieces, and it comes back in one', async () => {
      await using emulator = await server.start()
      const queue = server.queue(emulator.url)
      const original = Buffer.alloc(server.largestPayload, 'x')
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

    test('keeps a task that was rate limited, and its only attempt is not used up', async () => {
      await using emulator = await server.start()
      const queue = server.queue(emulator.url)
      await queue.put({ do: 'too many', ms: 1500 }, { id: 'limited' })
      const limits = { TASK_RETRY_LIMIT: '1', LEASE_SECONDS: '1', WORKER_CONCURRENCY: '1' }
      await using worker = workerProcess(['run', file], { env: { ...queue.env, ...limits } })
      await worker.says('rate limited')
      await queue.put({ n: 1 }, { id: 'after' })
      const results = await until('both are done', async () => {
        const found = await queue.list('result')
        return found.length === 2 && found
      })
      const messages = results.map((result) => messageIn(result))
      expect(messages).toContainEqual({ task_id: 'limited', attempt: 1 })
      await worker.says(/"limited".*"done"[^]*"after".*"done"/)
      expect(await queue.list('dead')).toEqual([])
      worker.signal('SIGTERM')
      expect(await worker.ended).toBe(0)
    })

    test('fails tasks for later, and later does them', async () => {
      await using emulator = await server.start()
      const queue = server.queue(emulator.url)
      await queue.put({ do: 'throw once' }, { id: 'failing' })
      await queue.put({ do: 'later', ms: 1500 }, { id: 'later' })
      const env = { ...queue.env, WORKER_CONCURRENCY: '2', RETRY_BASE_SECONDS: '0' }
      await using worker = workerProcess(['run', file], { env })
      const results = await until('both are done', async () => {
        const found = await queue.list('result')
        return found.length === 2 && found
      })
      const messages = results.map((result) => messageIn(result))
      expect(messages).toContainEqual({ task_id: 'failing', attempt: 2 })
      expect(messages).toContainEqual({ task_id: 'later', attempt: 2 })
      await until('no task is left', async () => (await queue.list('task')).length === 0)
      worker.signal('SIGTERM')
      expect(await worker.ended).toBe(0)
    })
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
