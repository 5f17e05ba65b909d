// How every store groups tasks by tag.
import { expect, test } from 'vitest'
import { Clock } from '../../../src/clock.ts'
import { newQueue, type TestStore } from '../../helpers/stores.ts'
import { idsOf, lease, second, task } from '../requests.ts'

export function tagSuite({ open }: TestStore): void {
  test('a lease of one tag takes its tasks alone, in order', async () => {
    await using store = await open()
    const queue = newQueue()
    for (const [id, tag] of [
      ['1', 'red'],
      ['2', 'blue'],
      ['3', 'red'],
      ['4', 'redder'],
      ['5', 'Red'],
      ['6', ''],
    ] as const) {
      await store.insert(queue, task(id, { tag }))
    }
    const of = async (tag: string) =>
      idsOf(await store.lease(queue, lease({ tags: { kind: 'only', tag } })))
    expect(await of('red')).toEqual(['1', '3'])
    expect(await of('red')).toEqual([])
    expect(await of('')).toEqual(['6'])
    expect(await of('green')).toEqual([])
    expect(idsOf(await store.lease(queue, lease()))).toEqual(['2', '4', '5'])
  })

  test('a lease of the oldest tag looks at the oldest available task', async () => {
    await using store = await open()
    const queue = newQueue()
    for (const [id, tag] of [
      ['1', 'red'],
      ['2', ''],
      ['3', 'blue'],
      ['4', 'red'],
      ['5', ''],
    ] as const) {
      await store.insert(queue, task(id, { tag }))
    }
    const oldest = async () => idsOf(await store.lease(queue, lease({ tags: { kind: 'oldest' } })))
    expect(await oldest()).toEqual(['1', '4'])
    expect(await oldest()).toEqual(['2', '5'])
    expect(await oldest()).toEqual(['3'])
    expect(await oldest()).toEqual([])
  })

  test('within a tag, too, an expired lease queues by its expiry', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    const tags = { kind: 'only', tag: 'red' } as const
    await store.insert(queue, task('a', { tag: 'red' }))
    await store.lease(queue, lease({ tags, duration: 60 * second }))
    await store.renew(queue, 'a', { duration: 30 * second })
    clock.advance(10)
    await store.insert(queue, task('b', { tag: 'red' }))
    clock.advance(21)
    expect(idsOf(await store.lease(queue, lease({ tags })))).toEqual(['b', 'a'])
  })
}
