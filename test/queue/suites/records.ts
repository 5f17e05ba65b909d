// What is declared of a queue, purging, acknowledging and paging: suite of every store.
import { expect, test } from 'vitest'
import { Clock } from '../../../src/clock.ts'
import { newQueue, type TestStore } from '../../helpers/stores.ts'
import { lease, second, task } from '../requests.ts'

const hour = 3600 * second

export function recordSuite({ open }: TestStore): void {
  test('a record is written over the revision that its writer knows, and over no other', async () => {
    await using store = await open()
    const queue = newQueue()
    expect(await store.record(queue)).toEqual({ resource: '', gate: undefined, revision: 0 })
    const gate = { paused: false, rate: 0.5, burst: 1, concurrent: 10 }
    expect(await store.writeRecord(queue, { resource: '{"a":1}', gate }, 0)).toBe('done')
    expect(await store.writeRecord(queue, { resource: '{"a":2}', gate }, 0)).toBe('conflict')
    expect(await store.record(queue)).toEqual({ resource: '{"a":1}', gate, revision: 1 })
    expect(await store.writeRecord(queue, { resource: '{}', gate: undefined }, 1)).toBe('done')
    expect(await store.record(queue)).toEqual({ resource: '{}', gate: undefined, revision: 2 })
    expect(await store.queues()).toContainEqual({ project: queue.project, name: queue.name })
  })

  test('a purge deletes all tasks; names stay taken as long as it says', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    await store.insert(queue, task('a', { named: true }))
    await store.insert(queue, task('b', { named: false }))
    expect(await store.purge(queue, hour)).toBe(2)
    expect(await store.stats(queue)).toMatchObject({ totalTasks: 0 })
    expect(await store.get(queue, 'a')).toBeUndefined()
    expect(await store.isRemembered(queue, 'a')).toBe(true)
    expect(await store.insert(queue, task('a', { named: true }))).toBe('exists')
    clock.advance(3601)
    expect(await store.isRemembered(queue, 'a')).toBe(false)
    expect(await store.insert(queue, task('a', { named: true }))).toMatchObject({ id: 'a' })
  })

  test('only the holder of a lease that has not ended acknowledges a task', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    await store.insert(queue, task('a', { named: true }))
    const acknowledge = (token: number) => store.acknowledge(queue, 'a', { token, tombstone: hour })
    const [first] = await store.lease(queue, lease({ count: 1, duration: 60 * second }))
    expect(await acknowledge(first!.availableAt - 1)).toBe('expired')
    clock.advance(60)
    expect(await acknowledge(first!.availableAt)).toBe('expired')
    const [again] = await store.lease(queue, lease({ count: 1, duration: 60 * second }))
    expect(await acknowledge(first!.availableAt)).toBe('expired')
    expect(await acknowledge(again!.availableAt)).toBe('done')
    expect(await acknowledge(again!.availableAt)).toBe('missing')
    expect(await store.isRemembered(queue, 'a')).toBe(true)
  })

  test('pages of a list leave out no task and repeat none, though many are due at once', async () => {
    const clock = new Clock()
    await using store = await open(clock)
    const queue = newQueue()
    const due = clock.now() + hour
    const ids = Array.from({ length: 25 }, (_, i) => `t${i}`)
    for (const [i, id] of ids.entries())
      await store.insert(queue, task(id, { ...(i % 2 === 0 && { availableAt: due }) }))
    const seen: string[] = []
    for (let page = await store.list(queue, 4); page.length > 0;) {
      seen.push(...page.map(({ id }) => id))
      page = await store.list(queue, 4, page.at(-1))
    }
    expect(seen.toSorted()).toEqual(ids.toSorted())
  })
}
