// Any steps in any order: every store answers as the naive model does.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ResourceStore } from '../../../src/resources/store/store.ts'
import { describeStores, open } from '../../helpers/resource_stores.ts'
import { Model } from './model.ts'
import { below, created, named, put, seen, valueOf } from './steps.ts'

const names = ['a/1', 'a/2', 'a/1/b/1', 'a/1-/b/1', 'c/1/b/1']
const forks = ['', 'f']

/** What the store answered, and what it should have; nothing of a step that only does something. */
type Step = (model: Model, store: ResourceStore) => Promise<readonly [unknown, unknown] | undefined>

const name = fc.constantFrom(...names)
const fork = fc.constantFrom(...forks)
const snapshot = fc.constantFrom('s', 't')

/** In a fork that is not there nothing is done. */
const stepIn =
  (one: string, step: Step): Step =>
  async (model, store) =>
    model.forks.has(one) ? step(model, store) : undefined

const write = fc
  .record({
    name,
    fork,
    value: fc.option(fc.string({ maxLength: 3 }), { nil: undefined, freq: 3 }),
  })
  .map((one) =>
    stepIn(one.fork, async (model, store) => {
      await put(store, { [one.name]: one.value }, one.fork)
      model.put(one.fork, one.name, one.value)
      return undefined
    }),
  )

const makeFork = fc.record({ fork, from: fork }).map((one) =>
  stepIn(one.from, async (model, store) => {
    const isNew = !model.forks.has(one.fork)
    const { resources, seed } = model.fork(one.from)
    if (isNew) model.forks.set(one.fork, { resources: new Map(resources), seed: new Map(seed) })
    return [await store.fork(one.fork, one.from), isNew ? 'made' : 'exists']
  }),
)

const removeFork = fork.map((one): Step => async (model, store) => {
  const isThere = model.forks.delete(one)
  if (one === '') model.forks.set('', { resources: new Map(), seed: new Map() })
  return [await store.removeFork(one), isThere]
})

const seal = fork.map((one) =>
  stepIn(one, async (model, store) => {
    await store.seal(one)
    model.fork(one).seed = new Map(model.fork(one).resources)
    return undefined
  }),
)

const reset = fork.map((one) =>
  stepIn(one, async (model, store) => {
    await store.reset(one)
    model.fork(one).resources = new Map(model.fork(one).seed)
    return undefined
  }),
)

const keep = fc.record({ fork, snapshot }).map((one) =>
  stepIn(one.fork, async (model, store) => {
    await store.snapshot(one.fork, one.snapshot)
    model.snapshots.set(one.snapshot, new Map(model.fork(one.fork).resources))
    return undefined
  }),
)

const restore = fc.record({ fork, snapshot }).map((one) =>
  stepIn(one.fork, async (model, store) => {
    const kept = model.snapshots.get(one.snapshot)
    if (kept !== undefined) model.fork(one.fork).resources = new Map(kept)
    return [await store.restore(one.fork, one.snapshot), kept !== undefined]
  }),
)

const removeSnapshot = snapshot.map((one): Step => async (model, store) => [
  await store.removeSnapshot(one),
  model.snapshots.delete(one),
])

const steps = fc.array(
  fc.oneof(
    { weight: 25, arbitrary: write },
    { weight: 2, arbitrary: makeFork },
    { weight: 2, arbitrary: keep },
    ...[removeFork, seal, reset, restore, removeSnapshot].map((arbitrary) => ({
      weight: 1,
      arbitrary,
    })),
  ),
  { minLength: 20, maxLength: 80, size: 'max' },
)

const membersOf = (collection: string) => (one: string) => {
  const [wanted, own] = [collection.split('/'), one.split('/')]
  const isFit = wanted.every((segment, i) => segment === '-' || segment === own[i])
  return own.length === wanted.length + 1 && isFit
}

async function expectAlike(model: Model, store: ResourceStore): Promise<void> {
  expect(new Set(await store.forks())).toEqual(new Set(model.forks.keys()))
  expect(new Set(await store.snapshots())).toEqual(new Set(model.snapshots.keys()))
  for (const one of model.forks.keys()) {
    for (const collection of ['a', 'a/1/b', 'c/1/b'])
      expect(await created(store, collection, one)).toEqual(
        model.namesIn(one, membersOf(collection)),
      )
    for (const collection of ['a', 'a/-/b', '-/1/b', '-/-/b'])
      expect((await named(store, collection, 2, one)).toSorted()).toEqual(
        model.namesIn(one, membersOf(collection)).toSorted(),
      )
    for (const parent of ['a', 'a/1', '']) {
      const isBelow = (own: string) => parent === '' || own.startsWith(`${parent}/`)
      expect((await below(store, parent, 2, one)).toSorted()).toEqual(
        model.namesIn(one, isBelow).toSorted(),
      )
    }
    for (const own of names)
      expect(await valueOf(store, own, one)).toBe(model.fork(one).resources.get(own)?.value)
  }
}

describeStores('the model', ({ newUrl }) => {
  // A hundred databases are made, each write of which waits for the disk.
  test(
    'agrees with the store after any steps, and once waste is gone',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (all) => {
          await using store = await open(newUrl())
          const model = new Model()
          for (const step of all) {
            const [answer, expected] = (await step(model, store)) ?? []
            expect(answer).toBe(expected)
          }
          await expectAlike(model, store)
          await store.swept()
          await expectAlike(model, store)
        }),
        { numRuns: 100 },
      )
    },
  )
})

describeStores('many at once', ({ newUrl }) => {
  test('writers, each of what it has read: every addition counts once', async () => {
    await using store = await open(newUrl())
    await put(store, { 'n/1': 0 })
    const add = async (): Promise<void> => {
      const over = await seen(store, 'n/1')
      const value = { v: Number(over.stored!.value['v']) + 1 }
      const change = { writes: [{ over, value }], seen: [], lists: [] }
      if ((await store.commit('', change)) === 'conflict') return add()
    }
    await Promise.all(Array.from({ length: 30 }, add))
    expect(await valueOf(store, 'n/1')).toBe(30)
  })

  test('pages under writers who make and delete show each that stays once', async () => {
    await using store = await open(newUrl())
    const staying = Array.from({ length: 60 }, (_, i) => `p/s${String(i).padStart(2, '0')}`)
    const fleeting = staying.map((one) => one.replace('p/s', 'p/f'))
    await put(store, Object.fromEntries(staying.map((one) => [one, 'x'])))
    const ending = new AbortController()
    let written = 0
    const writing = (async () => {
      for (; !ending.signal.aborted; written += 1) {
        const one = fleeting[(written * 7) % fleeting.length]!
        await put(store, { [one]: (await valueOf(store, one)) === undefined ? 'x' : undefined })
      }
    })()
    for (const limit of [1, 7, 25]) {
      for (const listed of [await named(store, 'p', limit), await created(store, 'p', '', limit)]) {
        expect(new Set(listed).size).toBe(listed.length)
        expect(listed.filter((one) => one.startsWith('p/s'))).toEqual(staying)
      }
    }
    ending.abort()
    await writing
    expect(written).toBeGreaterThan(60)
  })
})
