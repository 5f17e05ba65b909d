// How every store drops tasks that had all their leases.
import { expect, test } from 'vitest'
import { Clock } from '../../../src/clock.ts'
import { newQueue, type TestStore } from '../../helpers/stores.ts'
import { idsOf, lease, second, task } from '../requests.ts'

export function maxLeasesSuite({ open }: TestStore): void {
  test('a task is gone for everyone when its last lease ends', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue(2)
    await store.insert(queue, task('a'))
    await store.lease(queue, lease())
    clock.advance(61)
    expect(await store.lease(queue, lease())).toMatchObject([{ retryCount: 2 }])
    expect(await store.get(queue, 'a')).toMatchObject({ id: 'a' })
    expect(await store.stats(queue)).toMatchObject({ totalTasks: 1 })
    clock.advance(61)
    expect(await store.get(queue, 'a')).toBeUndefined()
    expect(await store.list(queue, 100)).toEqual([])
    expect(await store.lease(queue, lease())).toEqual([])
    expect(await store.renew(queue, 'a', { duration: 1 })).toBe('missing')
    expect(await store.remove(queue, 'a')).toBe(false)
    expect(await store.stats(queue)).toMatchObject({ totalTasks: 0 })
  })

  test.for(['get', 'list', 'stats', 'insert', 'lease', 'remove', 'renew'] as const)(
    '%s is enough to notice that the last lease has ended',
    async (operation) => {
      const clock = new Clock()
      await using store = await open(clock)
      const queue = newQueue(1)
      await store.insert(queue, task('a'))
      await store.insert(queue, task('b'))
      await store.lease(queue, lease({ count: 1 }))
      clock.advance(61)
      const outcome = {
        get: async () => expect(await store.get(queue, 'a')).toBeUndefined(),
        list: async () => expect(idsOf(await store.list(queue, 100))).toEqual(['b']),
        stats: async () => expect(await store.stats(queue)).toMatchObject({ totalTasks: 1 }),
        insert: async () =>
          expect(await store.insert(queue, task('a'))).toMatchObject({ retryCount: 0 }),
        lease: async () => expect(idsOf(await store.lease(queue, lease()))).toEqual(['b']),
        remove: async () => expect(await store.remove(queue, 'a')).toBe(false),
        renew: async () => expect(await store.renew(queue, 'a', { duration: 1 })).toBe('missing'),
      }
      await outcome[operation]()
    },
  )

  test('the last lease can be renewed, and giving the task back ends it', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue(1)
    await store.insert(queue, task('a'))
    await store.lease(queue, lease())
    await store.renew(queue, 'a', { duration: 600 * second })
    clock.advance(61)
    expect(await store.get(queue, 'a')).toMatchObject({ retryCount: 1 })
    expect(await store.renew(queue, 'a', { duration: 0 })).toMatchObject({ id: 'a' })
    expect(await store.get(queue, 'a')).toBeUndefined()
  })

  test('a task on its last lease can be deleted', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue(1)
    await store.insert(queue, task('a', { named: false }))
    await store.lease(queue, lease())
    expect(await store.remove(queue, 'a')).toBe(true)
    await store.insert(queue, task('a'))
    clock.advance(61)
    expect(await store.get(queue, 'a')).toMatchObject({ retryCount: 0 })
  })

  test('a queue that now allows more leases keeps tasks that were on their last', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue(1)
    const generous = { ...queue, maxLeases: 2 }
    await store.insert(queue, task('a'))
    await store.lease(queue, lease())
    clock.advance(61)
    expect(await store.lease(generous, lease())).toMatchObject([{ retryCount: 2 }])
    clock.advance(61)
    expect(await store.lease(generous, lease())).toEqual([])
  })

  test('a queue that now allows fewer leases gives none to tasks that had more', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    await store.insert(queue, task('a'))
    await store.lease(queue, lease({ duration: 0 }))
    await store.lease(queue, lease({ duration: 0 }))
    await store.insert(queue, task('b'))
    const strict = { ...queue, maxLeases: 2 }
    expect(idsOf(await store.lease(strict, lease({ count: 1 })))).toEqual(['b'])
    expect(await store.stats(strict)).toMatchObject({ totalTasks: 1 })
  })
}
