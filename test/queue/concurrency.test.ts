// Many clients at once: no task is given twice, none is lost, and of many that want the same only one gets it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import type { Queue, StoredTask, TaskStore } from '../../src/queue/index.ts'
import { describeStores, newQueue, stores } from '../helpers/stores.ts'
import { idsOf, lease, task } from './requests.ts'

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `t${index}`)

const fill = (store: TaskStore, queue: Queue, count: number): Promise<unknown> =>
  Promise.all(ids(count).map((id) => store.insert(queue, task(id, { tag: `tag${id.at(-1)}` }))))

/** Leases until nothing is left. */
async function drain(store: TaskStore, queue: Queue, count: number): Promise<StoredTask[]> {
  const taken: StoredTask[] = []
  for (;;) {
    const leased = await store.lease(queue, lease({ count }))
    if (leased.length === 0) return taken
    taken.push(...leased)
  }
}

describeStores('many at once', ({ open }) => {
  test('50 leasers get 400 tasks, none twice and none lost', async () => {
    await using store = await open()
    const queue = newQueue()
    await fill(store, queue, 400)
    const leasers = Array.from({ length: 50 }, () => drain(store, queue, 3))
    const taken = (await Promise.all(leasers)).flat()
    expect(idsOf(taken).toSorted()).toEqual(ids(400).toSorted())
    expect(taken.every(({ retryCount }) => retryCount === 1)).toBe(true)
  })

  test('of many deletions of a task one succeeds', async () => {
    await using store = await open()
    const queue = newQueue()
    await store.insert(queue, task('a'))
    const deleted = await Promise.all(Array.from({ length: 20 }, () => store.remove(queue, 'a')))
    expect(deleted.filter(Boolean)).toHaveLength(1)
    expect(await store.stats(queue)).toMatchObject({ totalTasks: 0 })
  })

  test('of many insertions of an id one succeeds', async () => {
    await using store = await open()
    const queue = newQueue()
    const payloads = ids(20)
    const inserted = await Promise.all(
      payloads.map((payload) => store.insert(queue, task('a', { payload }))),
    )
    const stored = inserted.filter((each) => each !== 'exists')
    expect(stored).toHaveLength(1)
    expect(await store.list(queue, 100)).toEqual(stored)
  })

  test('of many who renew with the same leaseTimestamp one succeeds', async () => {
    await using store = await open()
    const queue = newQueue()
    await store.insert(queue, task('a'))
    const [leased] = await store.lease(queue, lease())
    const request = { duration: 1e9, leaseTimestamp: leased?.leaseTimestamp ?? 0 }
    const renewed = await Promise.all(
      Array.from({ length: 20 }, () => store.renew(queue, 'a', request)),
    )
    expect(renewed.filter((each) => each !== 'expired')).toHaveLength(1)
  })

  test('operations of one turn are done in the order in which they were asked for', async () => {
    await using store = await open()
    const queue = newQueue()
    const [inserted, leased, removed, total] = await Promise.all([
      store.insert(queue, task('a')),
      store.lease(queue, lease()),
      store.remove(queue, 'a'),
      store.stats(queue),
    ])
    expect(inserted).toMatchObject({ id: 'a' })
    expect(idsOf(leased)).toEqual(['a'])
    expect(removed).toBe(true)
    expect(total).toMatchObject({ totalTasks: 0, leasedLastMinute: 1 })
  })
})

describe.each(stores.filter(({ name }) => name !== 'memory'))(
  'many instances ($name)',
  ({ open, url }) => {
    test('instances of one store share its tasks', async () => {
      await using one = await open()
      await using other = await open()
      const queue = newQueue()
      await Promise.all([fill(one, queue, 200), fill(other, queue, 200)])
      const leasers = Array.from({ length: 20 }, (_, index) =>
        drain(index % 2 === 0 ? one : other, queue, 3),
      )
      const taken = (await Promise.all(leasers)).flat()
      expect(idsOf(taken).toSorted()).toEqual(ids(200).toSorted())
      expect(await one.stats(queue)).toEqual(await other.stats(queue))
    })

    test('two processes fill and drain one queue, no task twice and none lost', async () => {
      await using store = await open()
      const queue = newQueue()
      const processes = ['one', 'two'].map((name) => inProcess(url, queue.name, name))
      const taken = (await Promise.all(processes)).flat()
      const rest = idsOf(await drain(store, queue, 100))
      const expected = ids(300).flatMap((id) => [`one-${id}`, `two-${id}`])
      expect([...taken, ...rest].toSorted()).toEqual(expected.toSorted())
      expect(taken.length).toBeGreaterThan(0)
    })
  },
)

/** The ids that a process of its own has leased. */
async function inProcess(url: string, queue: string, name: string): Promise<string[]> {
  const program = new URL('leasing_process.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [program, url, queue, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  expect(code).toBe(0)
  return output.split('\n').filter(Boolean)
}
