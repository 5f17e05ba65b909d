// Taking tasks through the gate of a queue, and settling them: suite of every store.
import { expect, test } from 'vitest'
import { Clock } from '../../../src/clock.ts'
import type { Gate, Queue, TaskStore } from '../../../src/queue/index.ts'
import { newQueue, type TestStore } from '../../helpers/stores.ts'
import { second, task } from '../requests.ts'

const minute = 60 * second
const open: Gate = { paused: false, rate: 500, burst: 100, concurrent: 1000 }

async function declare(store: TaskStore, gate: Partial<Gate> = {}): Promise<Queue> {
  const queue = newQueue()
  await store.writeRecord(queue, { resource: '{}', gate: { ...open, ...gate } }, 0)
  return queue
}

async function fill(store: TaskStore, queue: Queue, tasks: number): Promise<void> {
  for (let i = 0; i < tasks; i += 1) await store.insert(queue, task(`t${i}`))
}

const take = async (store: TaskStore, queue: Queue, count = 10) =>
  (await store.take(queue, { count, hold: minute })).tasks.map(({ id }) => id)

export function dispatchSuite({ open: openStore }: TestStore): void {
  test('a task that is held is not taken; when the hold ends, another takes it', async () => {
    const clock = new Clock()
    await using store = await openStore(clock)
    const queue = await declare(store)
    await fill(store, queue, 1)
    const { tasks } = await store.take(queue, { count: 10, hold: minute })
    expect(tasks).toMatchObject([{ id: 't0', retryCount: 1, note: '' }])
    expect(await take(store, queue)).toEqual([])
    clock.advance(60)
    expect(await take(store, queue)).toEqual(['t0'])
    const settled = { token: tasks[0]!.availableAt, duration: minute, held: false }
    expect(await store.settle(queue, 't0', settled)).toBe('stale')
  })

  test('what a dispatcher settles is due when it says, with the note it leaves', async () => {
    const clock = new Clock()
    await using store = await openStore(clock)
    const queue = await declare(store)
    await fill(store, queue, 1)
    const [taken] = (await store.take(queue, { count: 1, hold: minute })).tasks
    clock.advance(90) // its hold has ended, but no other has taken it
    const request = {
      token: taken!.availableAt,
      duration: 10 * second,
      held: false,
      note: '{"n":1}',
    }
    expect(await store.settle(queue, 't0', request)).toMatchObject({ note: '{"n":1}' })
    expect(await take(store, queue)).toEqual([])
    clock.advance(10)
    const again = await store.take(queue, { count: 1, hold: minute })
    expect(again.tasks).toMatchObject([{ retryCount: 2, note: '{"n":1}' }])
    expect(await store.settle(queue, 'none', request)).toBe('missing')
    expect(await store.get(queue, 't0')).toMatchObject({ note: '{"n":1}' })
  })

  test('a bucket gives its burst at once, then its rate, also a fraction of one a second', async () => {
    const clock = new Clock()
    await using store = await openStore(clock)
    const queue = await declare(store, { rate: 0.5, burst: 3 })
    await fill(store, queue, 6)
    const first = await store.take(queue, { count: 10, hold: minute })
    expect(first.tasks).toHaveLength(3)
    expect(first.next! - clock.now()).toBeGreaterThan(1.5 * second)
    clock.advance(1.5)
    expect(await take(store, queue)).toEqual([])
    clock.advance(0.6)
    expect(await take(store, queue)).toEqual(['t3'])
    clock.advance(4.1)
    expect(await take(store, queue)).toEqual(['t4', 't5'])
  })

  test('no more tasks are held at a time than the gate says; a settled one makes room', async () => {
    await using store = await openStore()
    const queue = await declare(store, { concurrent: 2 })
    await fill(store, queue, 3)
    const { tasks } = await store.take(queue, { count: 10, hold: minute })
    expect(tasks.map(({ id }) => id)).toEqual(['t0', 't1'])
    expect(await take(store, queue)).toEqual([])
    const request = { token: tasks[0]!.availableAt, duration: minute, held: true }
    await store.settle(queue, 't0', request)
    expect(await take(store, queue)).toEqual([])
    await store.remove(queue, 't1')
    expect(await take(store, queue)).toEqual(['t2'])
  })

  test('a paused queue gives nothing, nor does one that was not declared; one task can still be taken', async () => {
    await using store = await openStore()
    const queue = await declare(store, { paused: true })
    await fill(store, queue, 2)
    expect(await store.take(queue, { count: 10, hold: minute })).toEqual({
      tasks: [],
      resource: '{}',
      next: undefined,
    })
    expect(await store.takeOne(queue, 't1', minute)).toMatchObject({ id: 't1', retryCount: 1 })
    expect(await store.takeOne(queue, 'none', minute)).toBeUndefined()
    const undeclared = newQueue()
    await fill(store, undeclared, 1)
    expect(await take(store, undeclared)).toEqual([])
  })

  test('it says when to ask again: at the next task, or never if there is none', async () => {
    const clock = new Clock()
    await using store = await openStore(clock)
    const queue = await declare(store)
    expect((await store.take(queue, { count: 1, hold: minute })).next).toBeUndefined()
    const availableAt = clock.now() + minute
    await store.insert(queue, task('later', { availableAt }))
    expect((await store.take(queue, { count: 1, hold: minute })).next).toBe(availableAt)
  })

  test('two stores of one place never take the same task', async () => {
    await using one = await openStore()
    await using two = await openStore()
    if (one.description.startsWith('memory')) return
    const queue = await declare(one)
    await fill(one, queue, 40)
    const taken = await Promise.all(
      Array.from({ length: 20 }, (_, i) => take(i % 2 === 0 ? one : two, queue, 3)),
    )
    expect(new Set(taken.flat()).size).toBe(taken.flat().length)
    expect(taken.flat()).toHaveLength(40)
  })
}
