// How every store takes tasks in and shows them.
import { expect, test } from 'vitest'
import { Clock } from '../../../src/clock.ts'
import { newQueue, type TestStore } from '../../helpers/stores.ts'
import { idsOf, lease, second, task } from '../requests.ts'

export function insertSuite({ open }: TestStore): void {
  test('an inserted task is answered, got and listed as it was given', async () => {
    await using store = await open()
    const queue = newQueue()
    const given = task('a', { payload: '-_+/8=', tag: 'schöner\ntag 🏷 1 2', named: false })
    const stored = await store.insert(queue, given)
    expect(stored).toMatchObject({
      id: 'a',
      payload: given.payload,
      tag: given.tag,
      retryCount: 0,
      leaseTimestamp: 0,
    })
    expect(await store.get(queue, 'a')).toEqual(stored)
    expect(await store.list(queue, 100)).toEqual([stored])
  })

  test('several tasks are stored in their order, or none of them', async () => {
    await using store = await open()
    const queue = newQueue()
    const stored = await store.insertAll(
      queue,
      ['c', 'a', 'b'].map((id) => task(id)),
    )
    expect(stored).toEqual(await store.list(queue, 10))
    expect(idsOf(await store.list(queue, 10))).toEqual(['c', 'a', 'b'])
    expect(await store.insertAll(queue, [task('d'), task('a')])).toBe('exists')
    expect(await store.insertAll(queue, [task('e'), task('e')])).toBe('exists')
    await store.remove(queue, 'b')
    expect(await store.insertAll(queue, [task('d'), task('b')])).toBe('exists')
    expect(await store.insertAll(queue, [])).toEqual([])
    expect(idsOf(await store.lease(queue, lease()))).toEqual(['c', 'a'])
  })

  test('an empty payload, and one of a megabyte, come back whole', async () => {
    await using store = await open()
    const queue = newQueue()
    const large = 'x'.repeat(1_398_104)
    await store.insert(queue, task('empty', { payload: '' }))
    await store.insert(queue, task('large', { payload: large }))
    const tasks = await store.lease(queue, lease())
    expect(tasks.map(({ payload }) => payload.length)).toEqual([0, large.length])
  })

  test('the enqueue time is the time of the clock in microseconds, and no two are the same', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    const ids = Array.from({ length: 50 }, (_, index) => `t${index}`)
    const before = clock.now()
    const stored = await Promise.all(ids.map((id) => store.insert(queue, task(id))))
    const times = stored.map((each) => (each === 'exists' ? 0 : each.enqueuedAt))
    expect(new Set(times).size).toBe(50)
    expect(times.toSorted((a, b) => a - b)).toEqual(times)
    expect(Math.abs((times[0] ?? 0) - before)).toBeLessThan(5 * second)
  })

  test('a queue’s clock does not go back when the machine’s does', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    await store.insert(queue, task('first'))
    clock.advance(-3600)
    await store.insert(queue, task('second'))
    expect(idsOf(await store.list(queue, 100))).toEqual(['first', 'second'])
    expect(idsOf(await store.lease(queue, lease()))).toEqual(['first', 'second'])
  })

  test('an id that lives is not taken again, named or not', async () => {
    await using store = await open()
    const queue = newQueue()
    await store.insert(queue, task('a', { payload: 'old=' }))
    expect(await store.insert(queue, task('a', { payload: 'new=' }))).toBe('exists')
    expect(await store.insert(queue, task('a', { named: false }))).toBe('exists')
    expect(await store.get(queue, 'a')).toMatchObject({ payload: 'old=' })
  })

  test('queues and projects have their own ids', async () => {
    await using store = await open()
    const queue = newQueue()
    const sameName = { ...queue, project: 'other}project' }
    await store.insert(queue, task('a'))
    expect(await store.insert(sameName, task('a'))).toMatchObject({ id: 'a' })
    expect(await store.remove(sameName, 'a')).toBe(true)
    expect(await store.get(queue, 'a')).toMatchObject({ id: 'a' })
  })

  test('a task with a future time is listed but not leased before it', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    const availableAt = clock.now() + 60 * second
    expect(await store.insert(queue, task('later', { availableAt }))).toMatchObject({
      leaseTimestamp: availableAt,
    })
    expect(await store.insert(queue, task('past', { availableAt: 1 }))).toMatchObject({
      leaseTimestamp: 0,
    })
    expect(idsOf(await store.list(queue, 100))).toEqual(['past', 'later'])
    expect(idsOf(await store.lease(queue, lease({ duration: 3600 * second })))).toEqual(['past'])
    clock.advance(61)
    expect(idsOf(await store.lease(queue, lease()))).toEqual(['later'])
  })

  test('tasks of the same time are in the order of their insertion, whatever their ids', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    const availableAt = clock.now() + 60 * second
    for (const id of ['c', 'a', 'b']) await store.insert(queue, task(id, { availableAt }))
    expect(idsOf(await store.list(queue, 2))).toEqual(['c', 'a'])
    clock.advance(61)
    expect(idsOf(await store.lease(queue, lease()))).toEqual(['c', 'a', 'b'])
  })

  test('a task that is not there is undefined', async () => {
    await using store = await open()
    const queue = newQueue()
    await store.insert(queue, task('a'))
    expect(await store.get(queue, 'b')).toBeUndefined()
  })
}
