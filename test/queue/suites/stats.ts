// What every store counts.
import { expect, test } from 'vitest'
import { Clock } from '../../../src/clock.ts'
import { newQueue, type TestStore } from '../../helpers/stores.ts'
import { lease, second, task } from '../requests.ts'

export function statsSuite({ open }: TestStore): void {
  test('a queue never used is empty, and looking at it does not make it', async () => {
    await using store = await open()
    const queue = newQueue(3)
    expect(await store.get(queue, 'a')).toBeUndefined()
    expect(await store.list(queue, 100)).toEqual([])
    expect(await store.lease(queue, lease({ tags: { kind: 'oldest' } }))).toEqual([])
    expect(await store.renew(queue, 'a', { duration: 1 })).toBe('missing')
    expect(await store.remove(queue, 'a')).toBe(false)
    expect(await store.stats(queue)).toEqual({
      totalTasks: 0,
      oldestAvailableAt: undefined,
      leasedLastMinute: 0,
      leasedLastHour: 0,
    })
    const { project, name } = queue
    expect(await store.queues()).not.toContainEqual({ project, name })
  })

  test('queues are those that ever held a task, by project and name', async () => {
    await using store = await open()
    const queue = newQueue()
    const projects = ['b', 'a', 'domain.org:c/d}'].map((each) => `${queue.name}${each}`)
    for (const project of projects) {
      await store.insert({ ...queue, project }, task('a'))
      await store.remove({ ...queue, project }, 'a')
    }
    const ours = (await store.queues()).filter(({ project }) => project.startsWith(queue.name))
    const expected = projects.toSorted().map((project) => ({ project, name: queue.name }))
    expect(ours).toEqual(expected)
  })

  test('the total counts living tasks, leased or not', async () => {
    await using store = await open()
    const queue = newQueue()
    const total = async () => (await store.stats(queue)).totalTasks
    for (const id of ['a', 'b', 'c']) await store.insert(queue, task(id))
    await store.lease(queue, lease({ count: 2 }))
    expect(await total()).toBe(3)
    await store.remove(queue, 'a')
    expect(await total()).toBe(2)
  })

  test('the oldest task is the first in line, in the future if all are leased', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    const first = await store.insert(queue, task('a'))
    await store.insert(queue, task('b'))
    const oldest = async () => (await store.stats(queue)).oldestAvailableAt
    expect(await oldest()).toBe(first === 'exists' ? 0 : first.enqueuedAt)
    const [leased] = await store.lease(queue, lease())
    expect(await oldest()).toBe(leased?.leaseTimestamp)
  })

  test('leased tasks count for a minute and for an hour', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    for (const id of ['a', 'b', 'c']) await store.insert(queue, task(id))
    const counts = async () => {
      const { leasedLastMinute, leasedLastHour } = await store.stats(queue)
      return [leasedLastMinute, leasedLastHour]
    }
    await store.lease(queue, lease({ count: 2, duration: 7200 * second }))
    expect(await counts()).toEqual([2, 2])
    clock.advance(30)
    await store.lease(queue, lease({ duration: 7200 * second }))
    expect(await counts()).toEqual([3, 3])
    clock.advance(40)
    expect(await counts()).toEqual([1, 3])
    clock.advance(60)
    expect(await counts()).toEqual([0, 3])
    clock.advance(3600)
    expect(await counts()).toEqual([0, 0])
    for (const id of ['d', 'e']) await store.insert(queue, task(id))
    await store.lease(queue, lease({ count: 1 }))
    clock.advance(3540)
    await store.lease(queue, lease({ count: 1 }))
    expect(await counts()).toEqual([1, 2])
  })
}
