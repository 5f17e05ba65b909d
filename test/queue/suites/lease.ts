// How every store leases.
import { expect, test } from 'vitest'
import { Clock } from '../../../src/clock.ts'
import type { Queue, TaskStore } from '../../../src/queue/index.ts'
import { newQueue, type TestStore } from '../../helpers/stores.ts'
import { idsOf, lease, second, task } from '../requests.ts'

const fill = async (store: TaskStore, queue: Queue, ids: readonly string[]): Promise<void> => {
  for (const id of ids) await store.insert(queue, task(id))
}

export function leaseSuite({ open }: TestStore): void {
  test('a leased task is not leased again until its lease expires', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    await fill(store, queue, ['a'])
    const [leased] = await store.lease(queue, lease())
    expect(leased).toMatchObject({ id: 'a', retryCount: 1 })
    expect(await store.get(queue, 'a')).toEqual(leased)
    expect(await store.lease(queue, lease())).toEqual([])
    clock.advance(61)
    expect(await store.lease(queue, lease())).toMatchObject([{ id: 'a', retryCount: 2 }])
  })

  test('the lease ends so long after now', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    await fill(store, queue, ['a'])
    const [leased] = await store.lease(queue, lease({ duration: 600 * second }))
    const held = (leased?.leaseTimestamp ?? 0) - clock.now()
    expect(Math.abs(held - 600 * second)).toBeLessThan(5 * second)
  })

  test('the first in are the first leased, no more than asked for', async () => {
    await using store = await open()
    const queue = newQueue()
    await fill(store, queue, ['d', 'b', 'c', 'a'])
    expect(idsOf(await store.lease(queue, lease({ count: 3 })))).toEqual(['d', 'b', 'c'])
    expect(idsOf(await store.lease(queue, lease({ count: 3 })))).toEqual(['a'])
  })

  test('an expired lease queues by its expiry, not by its age', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    await fill(store, queue, ['old'])
    await store.lease(queue, lease({ duration: 60 * second }))
    clock.advance(10)
    await fill(store, queue, ['young'])
    clock.advance(60)
    expect(idsOf(await store.lease(queue, lease()))).toEqual(['young', 'old'])
  })

  test('tasks leased together come back in the order of their insertion', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    await fill(store, queue, ['z', 'y', 'x'])
    await store.lease(queue, lease())
    clock.advance(61)
    expect(idsOf(await store.lease(queue, lease()))).toEqual(['z', 'y', 'x'])
  })

  test('a lease of no time gives each task once, and the next lease gives it again', async () => {
    await using store = await open()
    const queue = newQueue()
    await fill(store, queue, ['a', 'b'])
    expect(idsOf(await store.lease(queue, lease({ duration: 0 })))).toEqual(['a', 'b'])
    expect(await store.lease(queue, lease({ duration: 0 }))).toMatchObject([
      { id: 'a', retryCount: 2 },
      { id: 'b', retryCount: 2 },
    ])
  })

  test('payloads together stay within maxPayload, but one task is always given', async () => {
    await using store = await open()
    const queue = newQueue()
    for (const id of ['a', 'b', 'c']) {
      await store.insert(queue, task(id, { payload: 'x'.repeat(100) }))
    }
    expect(idsOf(await store.lease(queue, lease({ maxPayload: 200 })))).toEqual(['a', 'b'])
    expect(idsOf(await store.lease(queue, lease({ maxPayload: 1 })))).toEqual(['c'])
  })

  test('a thousand tasks are leased at once', async () => {
    await using store = await open()
    const queue = newQueue()
    const ids = Array.from({ length: 1001 }, (_, index) => `t${index}`)
    // All at once would be more than a busy machine takes within the time that a call has.
    for (let at = 0; at < ids.length; at += 100)
      await Promise.all(
        ids.slice(at, at + 100).map((id) => store.insert(queue, task(id, { named: false }))),
      )
    expect(idsOf(await store.lease(queue, lease({ count: 1000 })))).toEqual(ids.slice(0, 1000))
    expect(idsOf(await store.list(queue, 2))).toEqual(['t1000', 't0'])
  })

  test('leases asked for at the same time share no task', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    await fill(store, queue, ['a', 'b'])
    const leases = await Promise.all([
      store.lease(queue, lease({ count: 1 })),
      store.lease(queue, lease({ count: 1 })),
      store.lease(queue, lease({ count: 1 })),
    ])
    expect(idsOf(leases.flat()).toSorted()).toEqual(['a', 'b'])
  })
}
