// Lanes: each call has one to itself, a dead one is replaced, a worn one too, an overdue call is ended by force.
import { describe, expect, test } from 'vitest'
import { LaneDied, StartupFailed, type Call, type Lane } from '../src/executors/lane.ts'
import { openLanes, type LanesOptions } from '../src/executors/lanes.ts'
import { openChild, openThread } from '../src/executors/remote.ts'
import type { Outcome } from '../src/executors/outcome.ts'
import { processorFile } from './helpers/worker_process.ts'

const request = (message: object) => ({
  attemptLimit: 5,
  task: {
    id: 'a',
    queue: 'q',
    attempt: 1,
    headers: {},
    payload: Buffer.from(JSON.stringify(message)),
  },
})
const attemptAt = (message: object): Call => ({ kind: 'attempt', requests: [request(message)] })
const done: readonly Outcome[] = [{ kind: 'done', result: undefined, traceparent: undefined }]
const never = new AbortController().signal

/** Lanes of the test's own; `opened` and `closed` count them. */
function fakeLanes(answer: () => Promise<readonly Outcome[]>, options: Partial<LanesOptions> = {}) {
  const counts = { opened: 0, closed: 0, killed: 0, megabytes: 0 }
  const open = async (): Promise<Lane> => {
    counts.opened += 1
    let alive = true
    return {
      get alive() {
        return alive
      },
      get megabytes() {
        return counts.megabytes
      },
      call: answer,
      kill: async () => {
        alive = false
        counts.killed += 1
      },
      close: async () => {
        alive = false
        counts.closed += 1
      },
    }
  }
  const lanes = openLanes({
    open,
    concurrency: 2,
    shared: false,
    graceAfter: () => 10,
    maxCalls: 0,
    maxMegabytes: 0,
    ...options,
  })
  return { lanes, counts }
}

const doNothing = async () => undefined

describe('lanes', () => {
  test('are opened when they are needed, and used again', async () => {
    const { lanes, counts } = fakeLanes(async () => done)
    await lanes.start()
    for (let n = 0; n < 5; n += 1) await lanes.call(attemptAt({}), [never])
    expect(counts.opened).toBe(1)
    await Promise.all([lanes.call(attemptAt({}), [never]), lanes.call(attemptAt({}), [never])])
    expect(counts.opened).toBe(2)
    await lanes.close(10)
    expect(counts.closed).toBe(2)
  })

  test('say that a call begins when they are open, and not before', async () => {
    const opening = Promise.withResolvers<Lane>()
    const { lanes } = fakeLanes(async () => done, { open: () => opening.promise })
    const told: string[] = []
    const answer = lanes.call(attemptAt({}), [never], () => told.push('begun'))
    await new Promise((resolve) => setImmediate(resolve))
    expect(told).toEqual([])
    const call = async () => (told.push('called'), done)
    opening.resolve({ alive: true, megabytes: 0, call, kill: doNothing, close: doNothing })
    await answer
    expect(told).toEqual(['begun', 'called'])
  })

  test('are replaced after MAX_TASKS_PER_CHILD calls, or when they have grown', async () => {
    const byCalls = fakeLanes(async () => done, { maxCalls: 2 })
    for (let n = 0; n < 5; n += 1) await byCalls.lanes.call(attemptAt({}), [never])
    expect(byCalls.counts).toMatchObject({ opened: 3, closed: 2 })
    const bySize = fakeLanes(async () => done, { maxMegabytes: 100 })
    await bySize.lanes.call(attemptAt({}), [never])
    bySize.counts.megabytes = 101
    await bySize.lanes.call(attemptAt({}), [never])
    expect(bySize.counts).toMatchObject({ opened: 2, closed: 1 })
  })

  test('are killed when a call goes on too long after all its signals are aborted', async () => {
    const { lanes, counts } = fakeLanes(() => new Promise(() => undefined))
    const signal = AbortSignal.abort(new Error('time is up'))
    const two: Call = { kind: 'attempt', requests: [request({}), request({})] }
    const outcomes = await lanes.call(two, [signal, signal])
    expect(outcomes).toMatchObject([
      { kind: 'failed', permanent: false, error: { message: 'stopped by force: time is up' } },
      { kind: 'failed' },
    ])
    expect(counts.killed).toBe(1)
  })

  test('that cannot be opened again are failed attempts, until they can', async () => {
    let opened = 0
    const { lanes } = fakeLanes(async () => done, {
      open: async () => {
        opened += 1
        throw new StartupFailed('no database')
      },
    })
    await expect(lanes.start()).rejects.toThrow('no database')
    expect(await lanes.call(attemptAt({}), [never])).toMatchObject([{ kind: 'failed' }])
    expect(opened).toBe(2)
  })
})

describe.each([
  ['a thread', openThread],
  ['a child process', openChild],
])('%s', (_, open) => {
  const lane = () =>
    open({
      file: processorFile('many_kinds.ts'),
      type: '',
      log: { level: 'silent', format: 'json' },
      env: {},
      startupMs: 10_000,
      maxMegabytes: 0,
    })

  test('answers, and tells how much memory it has', async () => {
    const there = await lane()
    expect(await there.call(attemptAt({ n: 7 }), [never])).toMatchObject([
      { kind: 'done', result: { value: { n: 7 }, mimetype: 'application/json' } },
    ])
    expect(there.megabytes).toBeGreaterThan(1)
    await there.close(5000)
    expect(there.alive).toBe(false)
  })

  test('passes on what a RateLimited says', async () => {
    const there = await lane()
    expect(await there.call(attemptAt({ do: 'too many', ms: 1500 }), [never])).toMatchObject([
      { kind: 'failed', error: { name: 'RateLimited' }, rateLimitedMs: 1500 },
    ])
    await there.close(5000)
  })

  test('passes the reason of an abort on', async () => {
    const there = await lane()
    const aborting = new AbortController()
    const answer = there.call(attemptAt({ do: 'sleep until aborted' }), [aborting.signal])
    aborting.abort(new Error('enough'))
    expect(await answer).toMatchObject([{ kind: 'failed', error: { name: 'AbortError' } }])
    await there.close(5000)
  })

  test('that is killed in a call says so to whoever waits', async () => {
    const there = await lane()
    const answer = there.call(attemptAt({ do: 'hang' }), [never])
    await there.kill()
    await expect(answer).rejects.toThrow(LaneDied)
    await expect(there.call(attemptAt({}), [never])).rejects.toThrow('has ended')
  })
})
