// How every store keeps the order of tasks of one tag, and apart what is of different spaces.
import { expect, test } from 'vitest'
import { Clock } from '../../../src/clock.ts'
import { newQueue, type TestStore } from '../../helpers/stores.ts'
import { idsOf, lease, second, task } from '../requests.ts'

const ordered = () => newQueue(0, true)

export function orderSuite({ name, open }: TestStore): void {
  test('of each tag one task is given, the next when it is deleted; tasks without a tag are not held back', async () => {
    await using store = await open()
    const queue = ordered()
    for (const [id, tag] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['1', ''],
      ['b1', 'b'],
      ['2', ''],
      ['a3', 'a'],
    ] as const)
      await store.insert(queue, task(id, { tag }))
    expect(idsOf(await store.lease(queue, lease()))).toEqual(['a1', '1', 'b1', '2'])
    expect(await store.lease(queue, lease())).toEqual([])
    await store.remove(queue, 'a1')
    expect(idsOf(await store.lease(queue, lease()))).toEqual(['a2'])
    await store.remove(queue, 'b1')
    expect(await store.lease(queue, lease())).toEqual([])
    await store.remove(queue, 'a2')
    await store.insert(queue, task('b2', { tag: 'b' }))
    expect(idsOf(await store.lease(queue, lease()))).toEqual(['a3', 'b2'])
  })

  test('a task given back, or whose lease ends, comes again before those behind it', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = ordered()
    for (const id of ['1', '2']) await store.insert(queue, task(id, { tag: 'a' }))
    await store.lease(queue, lease())
    expect(await store.renew(queue, '2', { duration: second })).toBe('expired')
    await store.renew(queue, '1', { duration: 0 })
    expect(idsOf(await store.lease(queue, lease()))).toEqual(['1'])
    clock.advance(61)
    expect(await store.lease(queue, lease())).toMatchObject([{ id: '1', retryCount: 3 }])
  })

  test('a deleted task that was behind others holds nobody back', async () => {
    await using store = await open()
    const queue = ordered()
    for (const id of ['1', '2', '3']) await store.insert(queue, task(id, { tag: 'a' }))
    await store.remove(queue, '2')
    expect(idsOf(await store.lease(queue, lease()))).toEqual(['1'])
    await store.remove(queue, '1')
    expect(idsOf(await store.lease(queue, lease()))).toEqual(['3'])
  })

  test('a lease can be renewed by its number', async () => {
    await using store = await open()
    const queue = newQueue()
    await store.insert(queue, task('1'))
    await store.lease(queue, lease({ duration: 0 }))
    await store.lease(queue, lease())
    expect(await store.renew(queue, '1', { duration: second, retryCount: 1 })).toBe('expired')
    expect(await store.renew(queue, '1', { duration: 90 * second, retryCount: 2 })).toMatchObject({
      retryCount: 2,
    })
  })

  test.skipIf(name === 'memory')('queues of one space are not seen in another', async () => {
    await using store = await open()
    await using other = await open(new Clock(), 'other')
    const queue = newQueue()
    await store.insert(queue, task('1'))
    expect(await other.lease(queue, lease())).toEqual([])
    expect(await other.queues()).not.toContainEqual({ project: queue.project, name: queue.name })
    await other.insert(queue, task('2'))
    expect(idsOf(await other.lease(queue, lease()))).toEqual(['2'])
    expect(await other.queues()).toContainEqual({ project: queue.project, name: queue.name })
    await other.clear()
    expect(await other.queues()).toEqual([])
    expect(idsOf(await store.lease(queue, lease()))).toEqual(['1'])
  })
}
