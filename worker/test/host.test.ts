// The host's loop, on a source in memory: what becomes of tasks, leases, limits, batches and hooks.
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { taskChannel, type TaskEvent } from '../src/host/events.ts'
import {
  defineWorker,
  PermanentError,
  RateLimited,
  RetryAfter,
  SourceUnavailable,
} from '../src/index.ts'
import type { Lanes } from '../src/executors/lanes.ts'
import { done, failed } from '../src/executors/outcome.ts'
import { openRate } from '../src/host/rate.ts'
import { backoff, retryDelay, timeLimit } from '../src/host/retry.ts'
import { openMemory } from '../src/sources/memory.ts'
import { hosting, settingsWith } from './helpers/hosting.ts'
import { until } from './helpers/until.ts'

describe('a failing task', () => {
  test('is tried as often as TASK_RETRY_LIMIT says, then dead', async () => {
    const source = openMemory()
    source.put('1')
    const changes = { taskRetryLimit: 3, retryBaseSeconds: 0.01 }
    await using host = hosting(
      fails(() => new Error('no')),
      source,
      changes,
    )
    await until('it is dead', () => source.dead.length === 1)
    expect(source.dead[0]).toMatchObject({ notice: { attempts: 3, reason: 'failed 3 times: no' } })
    expect(host.status().counters).toMatchObject({ failed: 3, retried: 2, dead: 1, done: 0 })
  })

  test('is dead at once after a PermanentError', async () => {
    const source = openMemory()
    source.put('1')
    await using _host = hosting(
      fails(() => new PermanentError('never')),
      source,
    )
    await until('it is dead', () => source.dead.length === 1)
    expect(source.dead[0]?.notice).toMatchObject({ attempts: 1, reason: 'never' })
  })

  test('comes back when RetryAfter says', async () => {
    const source = openMemory()
    source.put('1')
    const release = vi.spyOn(source, 'release')
    await using _host = hosting(
      fails(() => new RetryAfter(12_345)),
      source,
    )
    await until('it is given back', () => release.mock.calls.length === 1)
    expect(release.mock.calls[0]?.[1]).toBe(12_345)
  })

  test('that was handed out too often is not tried again, but may still have a result', async () => {
    const source = openMemory()
    source.put('1', { id: 'a' })
    await source.receive({ count: 1, leaseMs: 1, signal: new AbortController().signal })
    const process = vi.fn<() => void>()
    const worker = defineWorker({ process, resultOfDead: () => ({ success: false }) })
    await using _host = hosting(worker, source, { taskRetryLimit: 1 })
    await until('it is dead', () => source.dead.length === 1)
    expect(process).not.toHaveBeenCalled()
    expect(source.dead[0]?.notice.reason).toContain('handed out 1 times')
    expect(source.results).toMatchObject([{ id: 'result-a', value: { success: false } }])
  })
})

describe('a rate limit', () => {
  test('counts as no attempt, however often it comes, and as no failure', async () => {
    const source = openMemory()
    source.put('1', { id: 'a' })
    const told: string[] = []
    await using host = hosting(limited([5, 5, 5, 5], told), source, { taskRetryLimit: 1 })
    await until('it is done', () => source.left() === 0)
    expect(told).toEqual(['a 1', 'a 1', 'a 1', 'a 1', 'a 1'])
    expect(source.dead).toEqual([])
    const counted = { received: 1, done: 1, failed: 0, retried: 0, rateLimited: 4 }
    await until('it is counted', () => host.status().counters.done === 1)
    expect(host.status().counters).toMatchObject(counted)
  })

  test('keeps the task for as long as it says, and asks the source for no other meanwhile', async () => {
    const source = openMemory()
    source.put('1', { id: 'a' })
    const events: { readonly what: string; readonly at: number }[] = []
    const receive = source.receive.bind(source)
    source.receive = async (request) => {
      events.push({ what: 'receive', at: Date.now() })
      return receive(request)
    }
    let limitedAt = Infinity
    const acting = defineWorker({
      process: (_, { taskId }) => {
        events.push({ what: taskId, at: Date.now() })
        if (limitedAt !== Infinity) return
        limitedAt = Date.now()
        source.put('2', { id: 'b' })
        throw new RateLimited(1500)
      },
    })
    // The lease ends before the wait does.
    await using host = hosting(acting, source, { concurrency: 3, leaseSeconds: 1, sleepTime: 0.01 })
    await until('both are done', () => source.left() === 0)
    const during = events.filter(({ at }) => at > limitedAt && at < limitedAt + 1490)
    expect(during).toEqual([])
    expect(events.filter(({ what }) => what !== 'receive').map(({ what }) => what)).toEqual([
      'a',
      'a',
      'b',
    ])
    expect(host.status().counters.renewals).toBeGreaterThanOrEqual(2)
  })

  test('lets tasks in flight end, and begins none of those that wait', async () => {
    const source = openMemory()
    for (const id of ['limited', 'in flight', 'waiting']) source.put('1', { id })
    const told: string[] = []
    const ending = Promise.withResolvers<void>()
    const acting = defineWorker({
      process: async (_, { taskId }) => {
        told.push(taskId)
        if (taskId === 'in flight') await ending.promise
        if (taskId === 'limited') throw new RateLimited(3_600_000)
      },
    })
    await using host = hosting(acting, source, { concurrency: 2, leaseAhead: 1 })
    await until('it is limited', () => host.status().counters.rateLimited === 1)
    ending.resolve()
    await until('the other is done', () => host.status().counters.done === 1)
    expect(told).toEqual(['limited', 'in flight'])
    expect(host.status()).toMatchObject({ inFlight: 2, tasks: [] })
  })

  test('does not delay a stop: what waits for it is given back at once', async () => {
    const source = openMemory()
    source.put('1')
    await using host = hosting(limited([3_600_000], []), source)
    await until('it is limited', () => host.status().counters.rateLimited === 1)
    await host.stop()
    const request = { count: 1, leaseMs: 1, signal: new AbortController().signal }
    expect(await source.receive(request)).toMatchObject([{ attempt: 2 }])
    expect(host.status().counters).toMatchObject({ failed: 0, dead: 0 })
  })

  test('holds the end of a source until its tasks are done', async () => {
    const source = openMemory()
    source.put('1')
    const receive = source.receive.bind(source)
    source.receive = async (request) => {
      const tasks = await receive(request)
      return tasks.length === 0 ? 'ended' : tasks
    }
    await using host = hosting(limited([50], []), source, { concurrency: 2 })
    await host.stopped
    expect(source.left()).toBe(0)
  })

  test('in a batch holds back the messages it met, and no others', async () => {
    const source = openMemory()
    for (const id of ['a', 'b', 'c']) source.put('1', { id })
    const batches: string[] = []
    const acting = defineWorker({
      async processBatch(messages, contexts) {
        batches.push(contexts.map(({ taskId }) => taskId).join(''))
        const limit = batches.length === 1
        return messages.map((_, n) => (limit && n === 1 ? new RateLimited(20) : undefined))
      },
    })
    await using _host = hosting(acting, source, { batchSize: 3 })
    await until('all are done', () => source.left() === 0)
    expect(batches).toEqual(['abc', 'b'])
  })

  test('whose task is lost meanwhile leaves it to whoever has it', async () => {
    const source = openMemory()
    source.put('1')
    source.extend = async () => 'lost'
    const told: string[] = []
    await using host = hosting(limited([700], told), source, { leaseSeconds: 1 })
    await until('it is lost', () => host.status().counters.lostLeases === 1)
    expect(told).toEqual(['1 1'])
  })

  test('is met too late by a task whose time is over: that is a failed attempt', async () => {
    const source = openMemory()
    source.put('1')
    const release = vi.spyOn(source, 'release')
    const acting = defineWorker({
      process: async (_, { signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        throw new RateLimited(12_345)
      },
    })
    await using host = hosting(acting, source, { taskSeconds: 0.05 })
    await until('it is given back', () => release.mock.calls.length === 1)
    expect(release.mock.calls[0]?.[1]).toBe(12_345)
    expect(host.status().counters).toMatchObject({ failed: 1, rateLimited: 1 })
  })

  test.each([NaN, -1, Infinity])('of %d ms is refused where it is made', (waitMs) => {
    expect(() => new RateLimited(waitMs)).toThrow('RateLimited takes milliseconds from 0')
  })
})

describe('a lease', () => {
  test('is renewed for as long as the task takes', async () => {
    const source = openMemory()
    source.put('1')
    const process = vi.fn<() => Promise<void>>(() => pause(3200))
    await using host = hosting(defineWorker({ process }), source, {
      leaseSeconds: 1,
      concurrency: 2,
    })
    await until('it is done', () => source.left() === 0)
    expect(process).toHaveBeenCalledTimes(1)
    expect(host.status().counters.renewals).toBeGreaterThanOrEqual(5)
  })

  test('that is lost aborts its task and forbids its result', async () => {
    const source = openMemory()
    source.put('1')
    source.extend = async () => 'lost'
    const aborted = vi.fn<(name: string) => void>()
    const worker = defineWorker({
      process: async (_, { signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        aborted((signal.reason as Error).name)
        return 'too late'
      },
    })
    await using host = hosting(worker, source, { leaseSeconds: 1 })
    await until('it is lost', () => host.status().counters.lostLeases === 1)
    expect(aborted).toHaveBeenCalledWith('LeaseLost')
    expect(source.results).toEqual([])
    expect(source.left()).toBe(1)
  })

  test('that ran out while the source was away is not trusted', async () => {
    const source = openMemory()
    source.put('1')
    source.extend = async () => {
      throw new SourceUnavailable('away')
    }
    await using host = hosting(defineWorker({ process: () => pause(1500) }), source, {
      leaseSeconds: 1,
    })
    await until('it is lost', () => host.status().counters.lostLeases === 1)
    expect(source.left()).toBe(1)
  })

  test('is taken for no more tasks than there are free places', async () => {
    const source = openMemory()
    for (let n = 0; n < 10; n += 1) source.put(String(n))
    const receive = vi.spyOn(source, 'receive')
    const worker = defineWorker({ process: () => pause(30) })
    await using host = hosting(worker, source, { concurrency: 2 })
    await until('all are done', () => host.status().counters.done === 10)
    for (const [{ count }] of receive.mock.calls) expect(count).toBeLessThanOrEqual(2)
  })
})

describe('a limit of time', () => {
  test('grows with each attempt, as in the original', () => {
    const settings = settingsWith({})
    const seconds = [1, 2, 3, 4, 5].map((attempt) => timeLimit(attempt, settings) / 1000)
    expect(seconds.map(Math.floor)).toEqual([50, 116, 183, 249, 316])
  })

  test('begins with the task, not with the thread or child that is opened for it', async () => {
    const source = openMemory()
    source.put('1')
    const lanes: Lanes = {
      start: async () => undefined,
      async call(_, signals, onBegun) {
        await pause(200)
        onBegun?.()
        const late = signals.some(({ aborted }) => aborted)
        return [late ? failed(new Error('late')) : done({}, undefined, 'in time')]
      },
      close: async () => undefined,
    }
    await using host = hosting(worker('never asked'), source, { taskSeconds: 0.1 }, { lanes })
    await until('it is done', () => source.left() === 0)
    expect(host.status().counters).toMatchObject({ done: 1, failed: 0 })
  })

  test('aborts first, and counts as a failure when the task does not end', async () => {
    const source = openMemory()
    source.put('1')
    const reasons: string[] = []
    const worker = defineWorker({
      process: (_, { signal, attempt }) => {
        if (attempt === 2) return 'done'
        signal.addEventListener('abort', () => reasons.push((signal.reason as Error).message))
        return new Promise(() => undefined)
      },
    })
    const changes = { taskSeconds: 0.1, taskGraceSeconds: 0.1, retryBaseSeconds: 0.01 }
    await using host = hosting(worker, source, changes)
    await until('it is done', () => host.status().counters.done === 1)
    expect(reasons).toEqual(['the task took more than 0.1 s'])
    expect(host.status().counters).toMatchObject({ failed: 1, retried: 1 })
  })
})

test('waits after failures grow, with jitter, up to a bound', () => {
  const settings = { retryBaseSeconds: 1, retryMaxSeconds: 60 }
  const longest = (attempt: number) =>
    Math.max(...Array.from({ length: 500 }, () => retryDelay(attempt, settings)))
  expect(longest(1)).toBeLessThanOrEqual(1000)
  expect(longest(4)).toBeGreaterThan(4000)
  expect(longest(4)).toBeLessThanOrEqual(8000)
  expect(longest(1000)).toBeLessThanOrEqual(60_000)
  const waits = backoff(100, 1000)
  const delays = Array.from({ length: 10 }, () => waits.next())
  expect(delays[0]).toBeLessThanOrEqual(100)
  expect(Math.max(...delays)).toBeLessThanOrEqual(1000)
  expect(delays.at(-1)).toBeGreaterThanOrEqual(500)
})

test('RATE_MAX tasks start per RATE_PER', () => {
  let now = 0
  const rate = openRate(2, 1000, () => now)
  rate.started(2)
  expect([rate.permitted(), rate.waitMs()]).toEqual([0, 1000])
  now = 999
  expect(rate.permitted()).toBe(0)
  now = 1000
  expect(rate.permitted()).toBe(2)
})

test('what starts together may be followed together, on a slow machine, too', () => {
  let [now, step] = [0, 10]
  const rate = openRate(2, 1000, () => (now += step))
  rate.started(2)
  step = 0
  now = 1010
  expect(rate.permitted()).toBe(2)
})

test('RATE_MAX holds for what is taken from a source', async () => {
  const source = openMemory()
  for (let n = 0; n < 6; n += 1) source.put(`${n}`)
  const receive = source.receive.bind(source)
  const taken: { readonly tasks: number; readonly asked: number; readonly answered: number }[] = []
  source.receive = async (request) => {
    const asked = Date.now()
    const tasks = await receive(request)
    if (tasks !== 'ended') taken.push({ tasks: tasks.length, asked, answered: Date.now() })
    return tasks
  }
  const changes = { concurrency: 10, rateMax: 2, ratePer: 0.3 }
  await using _host = hosting(worker(1), source, changes)
  await until('all are done', () => source.left() === 0)
  const [first, second, third] = taken.filter(({ tasks }) => tasks > 0)
  expect([first?.tasks, second?.tasks, third?.tasks]).toEqual([2, 2, 2])
  expect(second!.asked - first!.answered).toBeGreaterThanOrEqual(300)
  expect(third!.asked - second!.answered).toBeGreaterThanOrEqual(300)
})

test('a full answer is followed by the next question at once', async () => {
  const source = openMemory()
  for (let n = 0; n < 500; n += 1) source.put(`${n}`)
  // A wait after each would be 100 ms at least, and 50 s for all.
  await using host = hosting(worker(undefined), source, {
    taskCount: 1,
    sleepTime: 10,
  })
  await until('all are done', () => source.left() === 0)
  expect(host.status().counters.received).toBe(500)
})

test('a batch is processed together, and each message has its own end', async () => {
  const source = openMemory()
  for (const n of [1, 2, 3]) source.put(String(n))
  source.put('no json')
  const sizes: number[] = []
  const worker = defineWorker<number, number>({
    async processBatch(messages) {
      sizes.push(messages.length)
      return messages.map((n) => (n === 2 ? new PermanentError('not two') : n * 10))
    },
  })
  await using _host = hosting(worker, source, { batchSize: 10 })
  await until('all have ended', () => source.left() === 0)
  expect(sizes).toEqual([3])
  expect(source.results.map(({ value }) => value)).toEqual([10, 30])
  expect(source.dead.map(({ notice }) => notice.reason)).toEqual([
    'not two',
    expect.stringContaining('no application/json'),
  ])
})

test('a batch has messages of one tag', async () => {
  const source = openMemory()
  for (const [n, tag] of ['a', 'b', 'a', 'b', 'a', 'a'].entries()) source.put(`${n}`, { tag })
  const batches: string[] = []
  const worker = defineWorker<number>({
    async processBatch(messages, contexts) {
      batches.push(`${contexts.map(({ tag }) => tag).join('')} ${messages.join('')}`)
      return messages.map(() => undefined)
    },
  })
  await using _host = hosting(worker, source, { batchSize: 3, leaseAhead: 3 })
  await until('all have ended', () => source.left() === 0)
  expect(batches).toEqual(['aaa 024', 'bb 13', 'a 5'])
})

describe('hooks', () => {
  test('run in order around the tasks; a shutdown hook that throws keeps none from running', async () => {
    const source = openMemory()
    source.put('1')
    const told: string[] = []
    const worker = defineWorker({
      onStartup: [() => void told.push('startup 1'), () => void told.push('startup 2')],
      process: () => void told.push('task'),
      onShutdown: [
        () => {
          throw new Error('no')
        },
        () => void told.push('shutdown'),
      ],
    })
    const host = hosting(worker, source)
    await until('it is done', () => source.left() === 0)
    await host.stop()
    expect(told).toEqual(['startup 1', 'startup 2', 'task', 'shutdown'])
  })

  test('that fail at startup end the host before it takes a task', async () => {
    const source = openMemory()
    source.put('1')
    const process = vi.fn<() => void>()
    const worker = defineWorker({
      process,
      onStartup: connect,
    })
    await using host = hosting(worker, source)
    await expect(host.stopped).rejects.toThrow('startup failed in connect: no database')
    expect(process).not.toHaveBeenCalled()
    expect(source.left()).toBe(1)
  })

  test('that failed at startup are forgotten when their time is over', async () => {
    const unhandled = vi.fn<() => void>()
    process.on('unhandledRejection', unhandled)
    onTestFinished(() => void process.off('unhandledRejection', unhandled))
    const worker = defineWorker({ process: () => 1, onStartup: connect })
    await using host = hosting(worker, openMemory(), { startupSeconds: 0.05 })
    await expect(host.stopped).rejects.toThrow('no database')
    await pause(200)
    expect(unhandled).not.toHaveBeenCalled()
  })

  test('that take too long at startup fail', async () => {
    const worker = defineWorker({ process: () => 1, onStartup: () => new Promise(() => undefined) })
    await using host = hosting(worker, openMemory(), { startupSeconds: 0.05 })
    await expect(host.stopped).rejects.toThrow('not done after 50 ms')
  })
})

test('a source that fails is asked again, and what it has then is done', async () => {
  const source = openMemory()
  source.put('1')
  const receive = source.receive.bind(source)
  let calls = 0
  source.receive = async (request) => {
    calls += 1
    if (calls === 1) throw new SourceUnavailable('away')
    if (calls === 2) throw new TypeError('a fault')
    return receive(request)
  }
  const publish = source.publish.bind(source)
  let refused = 0
  source.publish = async (result) => {
    refused += 1
    if (refused < 3) throw new SourceUnavailable('away')
    return publish(result)
  }
  await using _host = hosting(defineWorker({ process: () => 'x' }), source)
  await until('it is done', () => source.left() === 0)
  expect(source.results).toHaveLength(1)
})

test('a source that ends lets its last tasks finish and ends the host', async () => {
  const source = openMemory()
  source.put('1')
  const receive = source.receive.bind(source)
  source.receive = async (request) => {
    const tasks = await receive(request)
    return tasks.length === 0 ? 'ended' : tasks
  }
  await using host = hosting(defineWorker({ process: () => pause(50) }), source, { concurrency: 2 })
  await host.stopped
  expect(source.left()).toBe(0)
})

test('what happens to tasks is told to subscribers of the diagnostics channel', async () => {
  const source = openMemory()
  source.put('1')
  const told: string[] = []
  const listen = (event: unknown) => void told.push((event as TaskEvent).event)
  taskChannel.subscribe(listen)
  await using _host = hosting(worker(1), source)
  await until('it is done', () => source.left() === 0)
  await until('all is told', () => told.length === 4)
  taskChannel.unsubscribe(listen)
  expect(told).toEqual(['received', 'started', 'published', 'done'])
})

test('subscribers are told of failures, deaths, lost leases and what is given back', async () => {
  const source = openMemory()
  const told: string[] = []
  const listen = (event: unknown): void => {
    const { event: name, task } = event as TaskEvent
    told.push(`${task.id} ${name}`)
  }
  taskChannel.subscribe(listen)
  source.extend = async ({ id }) => (id === 'lost' ? 'lost' : 'held')
  const acting = defineWorker({
    process: (_, { taskId, signal, attempt }) => {
      if (taskId === 'failing' && attempt === 1) throw new Error('no')
      if (taskId === 'dying') throw new PermanentError('never')
      if (taskId === 'failing') return undefined
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error))
      })
    },
  })
  for (const id of ['failing', 'dying', 'lost', 'stopped']) source.put('1', { id })
  const changes = { concurrency: 4, leaseAhead: 1, leaseSeconds: 1, retryBaseSeconds: 0 }
  await using host = hosting(acting, source, changes)
  const ends = ['failing retried', 'failing done', 'dying dead', 'lost lost']
  await until('all have ended but one', () => ends.every((each) => told.includes(each)))
  for (const id of ['also 1', 'also 2', 'also 3', 'not begun']) source.put('1', { id })
  await until('one waits', () => host.status().inFlight === 5)
  await host.stop(0)
  taskChannel.unsubscribe(listen)
  expect(told).toContain('stopped released')
  expect(told).toContain('not begun released')
})

const worker = (result: unknown) => defineWorker({ process: () => result })

/** Says "too many" to each of the first calls. */
const limited = (waits: readonly number[], told: string[]) => {
  const left = [...waits]
  return defineWorker({
    process: (_, { taskId, attempt }) => {
      told.push(`${taskId} ${attempt}`)
      const waitMs = left.shift()
      if (waitMs !== undefined) throw new RateLimited(waitMs)
    },
  })
}

const fails = (error: () => Error) =>
  defineWorker({
    process: () => {
      throw error()
    },
  })

function connect(): never {
  throw new Error('no database')
}
