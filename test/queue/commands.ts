// Random operations, each done on a store and on the model, with their answers compared.
import * as fc from 'fast-check'
import { expect } from 'vitest'
import type { Clock } from '../../src/clock.ts'
import type { NewTask, Queue, StoredTask, TagChoice, TaskStore } from '../../src/queue/index.ts'
import type { Model, ModelTask } from './model.ts'
import { lease, second } from './requests.ts'

export interface World {
  readonly store: TaskStore
  readonly queue: Queue
  readonly clock: Clock
  readonly model: Model
  /** The clock when the model's was 0. */
  readonly begun: number
}

/** `toString` names it in the report of a failure. */
export type Step = {
  readonly toString: () => string
  readonly run: (world: World) => Promise<void>
}

const step = (text: string, run: Step['run']): Step => ({ toString: () => text, run })

const id = fc.constantFrom('d', 'b', 'a', 'c', 'f', 'e')
const tag = fc.constantFrom('', 'red', 'blue', 'redder')
/** Times are whole hundreds of seconds, and a fixed time is between them, so that real time passing matters nowhere. */
const duration = fc.constantFrom(0, 100 * second, 300 * second)
const fixedTime = fc.constantFrom(0, 150 * second, 250 * second, 550 * second)
const tags: fc.Arbitrary<TagChoice> = fc.oneof(
  fc.constant({ kind: 'every' } as const),
  fc.constant({ kind: 'oldest' } as const),
  fc.record({ kind: fc.constant('only' as const), tag }),
)

const equal = (seen: unknown, wanted: unknown): void => {
  expect(seen).toEqual(wanted)
}

const same = (stored: StoredTask | undefined, task: ModelTask | undefined): void => {
  const seen = stored && {
    id: stored.id,
    payload: stored.payload,
    tag: stored.tag,
    retryCount: stored.retryCount,
    timed: stored.leaseTimestamp !== 0,
  }
  const { id: taskId, payload, tag: taskTag, retryCount, timed } = task ?? {}
  expect(seen).toEqual(task && { id: taskId, payload, tag: taskTag, retryCount, timed })
}

const sameTasks = (stored: readonly StoredTask[], tasks: readonly ModelTask[]): void => {
  expect(stored.map((each) => each.id)).toEqual(tasks.map((each) => each.id))
  for (const [index, each] of stored.entries()) same(each, tasks[index])
}

const sameOutcome = (stored: StoredTask | string, task: ModelTask | string): void => {
  if (typeof stored === 'string' || typeof task === 'string') expect(stored).toBe(task)
  else same(stored, task)
}

const insert = fc
  .record({
    id,
    named: fc.boolean(),
    tag,
    payload: fc.constantFrom('', 'aaaa', 'bbbbbbbb'),
    availableAt: fixedTime,
  })
  .map((task: NewTask & { availableAt: number }) =>
    step(`insert ${JSON.stringify(task)}`, async ({ store, queue, model, begun }) => {
      model.tick()
      const availableAt = task.availableAt === 0 ? 0 : begun + task.availableAt
      sameOutcome(await store.insert(queue, { ...task, availableAt }), model.insert(task))
    }),
  )

const leaseSome = fc
  .record({
    count: fc.integer({ min: 1, max: 4 }),
    duration,
    tags,
    maxPayload: fc.constantFrom(1, 8, 1e9),
  })
  .map((request) =>
    step(`lease ${JSON.stringify(request)}`, async ({ store, queue, model }) => {
      model.tick()
      sameTasks(await store.lease(queue, lease(request)), model.lease(request))
    }),
  )

const renew = fc
  .tuple(id, duration, fc.constantFrom('any', 'current', 'stale'))
  .map(([taskId, length, holder]) =>
    step(`renew ${taskId} ${length} ${holder}`, async ({ store, queue, model }) => {
      model.tick()
      const current = (await store.get(queue, taskId))?.leaseTimestamp ?? 0
      // Two operations: what the first one brought forth is there before what the second one gives back.
      model.tick()
      const leaseTimestamp = holder === 'stale' ? current + 1 : current
      const request = { duration: length, ...(holder === 'any' ? {} : { leaseTimestamp }) }
      const renewed = await store.renew(queue, taskId, request)
      sameOutcome(renewed, model.renew(taskId, length, holder !== 'stale'))
    }),
  )

const remove = id.map((taskId) =>
  step(`remove ${taskId}`, async ({ store, queue, model }) => {
    model.tick()
    equal(await store.remove(queue, taskId), model.remove(taskId))
  }),
)

const look = fc.tuple(id, fc.integer({ min: 1, max: 4 })).map(([taskId, limit]) =>
  step(`get ${taskId}, list ${limit}, stats`, async ({ store, queue, model }) => {
    model.tick()
    same(await store.get(queue, taskId), model.find(taskId))
    sameTasks(await store.list(queue, limit), model.inLine().slice(0, limit))
    const first = (await store.list(queue, 1))[0]
    equal(await store.stats(queue), {
      totalTasks: model.total,
      oldestAvailableAt: first && (first.leaseTimestamp || first.enqueuedAt),
      leasedLastMinute: model.leasedWithin(60),
      leasedLastHour: model.leasedWithin(3550),
    })
  }),
)

const advance = fc.constantFrom(100, 200, 400, 604_800).map((seconds) =>
  step(`advance ${seconds}`, async ({ clock, model }) => {
    clock.advance(seconds)
    model.now += seconds * second
  }),
)

export const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: insert },
    { weight: 5, arbitrary: leaseSome },
    { weight: 2, arbitrary: renew },
    { weight: 2, arbitrary: remove },
    { weight: 2, arbitrary: look },
    { weight: 3, arbitrary: advance },
  ),
  { maxLength: 60, size: 'max' },
)
