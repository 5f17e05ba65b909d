// How every store deletes, and remembers names.
import { expect, test } from 'vitest'
import { Clock } from '../../../src/clock.ts'
import { newQueue, type TestStore } from '../../helpers/stores.ts'
import { lease, task } from '../requests.ts'

export function deletionSuite({ open }: TestStore): void {
  test('a deleted task is gone, leased or not, and is deleted once', async () => {
    await using store = await open()
    const queue = newQueue()
    await store.insert(queue, task('a'))
    await store.insert(queue, task('b'))
    await store.lease(queue, lease({ count: 1 }))
    expect(await store.remove(queue, 'a')).toBe(true)
    expect(await store.remove(queue, 'a')).toBe(false)
    expect(await store.remove(queue, 'b')).toBe(true)
    expect(await store.get(queue, 'a')).toBeUndefined()
    expect(await store.list(queue, 100)).toEqual([])
    expect(await store.lease(queue, lease())).toEqual([])
    expect(await store.renew(queue, 'a', { duration: 1 })).toBe('missing')
  })

  test('the name of a deleted task stays taken for seven days', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    await store.insert(queue, task('a'))
    await store.remove(queue, 'a')
    expect(await store.insert(queue, task('a'))).toBe('exists')
    clock.advance(7 * 24 * 3600 - 10)
    expect(await store.insert(queue, task('a'))).toBe('exists')
    clock.advance(20)
    expect(await store.insert(queue, task('a'))).toMatchObject({ id: 'a', retryCount: 0 })
  })

  test('an id that the client did not choose is free at once', async () => {
    await using store = await open()
    const queue = newQueue()
    await store.insert(queue, task('a', { named: false }))
    await store.remove(queue, 'a')
    expect(await store.insert(queue, task('a'))).toMatchObject({ id: 'a' })
  })

  test('names that were forgotten and taken again are remembered again', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) {
      await store.insert(queue, task(id))
      await store.remove(queue, id)
    }
    clock.advance(8 * 24 * 3600)
    await store.insert(queue, task('f'))
    await store.remove(queue, 'f')
    expect(await store.insert(queue, task('f'))).toBe('exists')
    expect(await store.insert(queue, task('a'))).toMatchObject({ id: 'a' })
  })
}
