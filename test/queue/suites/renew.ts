// How every store changes a lease.
import { expect, test } from 'vitest'
import { Clock } from '../../../src/clock.ts'
import { newQueue, type TestStore } from '../../helpers/stores.ts'
import { idsOf, lease, second, task } from '../requests.ts'

export function renewSuite({ open }: TestStore): void {
  test('a renewed lease lasts from now on, and counts as no other lease', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    await store.insert(queue, task('a', { tag: 'red' }))
    const [leased] = await store.lease(queue, lease())
    clock.advance(50)
    const renewed = await store.renew(queue, 'a', { duration: 60 * second })
    expect(renewed).toMatchObject({ id: 'a', payload: 'aGk=', tag: 'red', retryCount: 1 })
    expect(await store.get(queue, 'a')).toEqual(renewed)
    expect(renewed).not.toMatchObject({ leaseTimestamp: leased?.leaseTimestamp })
    clock.advance(50)
    expect(await store.lease(queue, lease())).toEqual([])
    clock.advance(11)
    expect(idsOf(await store.lease(queue, lease()))).toEqual(['a'])
  })

  test('renewing for no time gives the task back', async () => {
    await using store = await open()
    const queue = newQueue()
    await store.insert(queue, task('a'))
    await store.lease(queue, lease())
    expect(await store.renew(queue, 'a', { duration: 0 })).toMatchObject({ id: 'a' })
    expect(await store.renew(queue, 'a', { duration: 0 })).toBe('expired')
    expect(await store.lease(queue, lease())).toMatchObject([{ id: 'a', retryCount: 2 }])
  })

  test('a task that is not there, was never leased, or whose lease is over is not renewed', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    await store.insert(queue, task('a'))
    expect(await store.renew(queue, 'b', { duration: second })).toBe('missing')
    expect(await store.renew(queue, 'a', { duration: second })).toBe('expired')
    await store.lease(queue, lease())
    clock.advance(61)
    expect(await store.renew(queue, 'a', { duration: second })).toBe('expired')
  })

  test('only who names the last leaseTimestamp renews, if one is named', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    await store.insert(queue, task('a'))
    const [first] = await store.lease(queue, lease())
    clock.advance(61)
    const [next] = await store.lease(queue, lease())
    const renew = (leaseTimestamp = 0) =>
      store.renew(queue, 'a', { duration: second, leaseTimestamp })
    expect(await renew(first?.leaseTimestamp)).toBe('expired')
    expect(await renew(next?.leaseTimestamp)).toMatchObject({ id: 'a', retryCount: 2 })
    expect(await renew(next?.leaseTimestamp)).toBe('expired')
  })

  test('a task that waits for its first time counts as held', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    const availableAt = clock.now() + 600 * second
    await store.insert(queue, task('a', { availableAt }))
    const request = { duration: 0, leaseTimestamp: availableAt }
    expect(await store.renew(queue, 'a', request)).toMatchObject({ retryCount: 0 })
    expect(await store.lease(queue, lease())).toMatchObject([{ id: 'a', retryCount: 1 }])
  })
}
