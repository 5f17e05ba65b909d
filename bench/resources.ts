// What resources cost in their store: a life of one (create, get, a page of a list, delete), and forks, snapshots and resets,
// among few and among many.
import { Clock } from '../src/clock.ts'
import { openResourceStore } from '../src/resources/store/open.ts'
import type { ResourceStore } from '../src/resources/store/store.ts'
import { transact } from '../src/resources/store/transact.ts'
import { storeKinds } from './stores.ts'
import type { Part, Target } from './targets.ts'

const api = 'library'
const memory = {
  name: 'memory',
  open: async () => ({ url: 'memory:', [Symbol.asyncDispose]: async () => {} }),
}

const resource = { title: 'x'.repeat(200), labels: { a: 'b' }, createTime: '2026-01-01T00:00:00Z' }

async function* many(count: number) {
  for (let i = 0; i < count; i += 1)
    yield { api, name: `projects/p/books/${i}`, value: { resource } }
}

const name = (i: number) => `projects/p/books/new${i}`

/** Microseconds of each, the median of many. */
async function median(times: number, step: (i: number) => Promise<unknown>): Promise<number> {
  const taken: number[] = []
  for (let i = 0; i < times; i += 1) {
    const begun = performance.now()
    await step(i)
    taken.push((performance.now() - begun) * 1000)
  }
  return Math.round(taken.toSorted((a, b) => a - b)[times >> 1]!)
}

async function measure(store: ResourceStore, count: number) {
  const scope = { store, fork: '', api }
  if (count > 0) await store.replace('', many(count))
  await store.seal('')
  const page = { kind: 'created', api, collection: 'projects/p/books', limit: 100 } as const
  return {
    create: await median(200, (i) =>
      transact(scope, async (view) => {
        await view.get(name(i))
        view.put(name(i), '', { resource })
        view.put(`operations/${i}`, '', { resource: { done: true } })
      }),
    ),
    get: await median(200, (i) => store.get('', [{ api, name: name(i) }])),
    'page of 100': await median(100, () =>
      store.list('', { ...page, after: Math.floor(count / 2) }),
    ),
    delete: await median(200, (i) =>
      transact(scope, async (view) => {
        if ((await view.get(name(i))) !== undefined) view.delete(name(i))
      }),
    ),
    fork: await median(50, (i) => store.fork(`f${i}`, '')),
    snapshot: await median(50, async (i) => {
      await store.snapshot('', `s${i % 5}`)
    }),
    restore: await median(50, () => store.restore('', 's1')),
    reset: await median(50, () => store.reset('')),
    '50 at once': await median(20, (round) =>
      Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          transact(scope, async (view) => {
            await view.get(name(i))
            view.put(`${name(i)}-${round}`, '', { resource })
          }),
        ),
      ),
    ),
  }
}

/** A fork or a reset is one step however much there is. */
const PROMISED = ['fork', 'reset'] as const

export const resources: Part = async ({ quick }) => {
  const rows: Record<string, Record<string, number>> = {}
  const targets: Target[] = []
  for (const kind of [memory, ...storeKinds()])
    for (const count of quick ? [10_000] : [0, 10_000, 100_000, 1_000_000]) {
      await using place = await kind.open()
      await using store = await openResourceStore(place.url, new Clock())
      const found = await measure(store, count)
      const where = `${kind.name}, among ${count.toLocaleString('en')}`
      rows[where] = found
      if (count === 10_000)
        for (const what of PROMISED)
          targets.push({
            what: `${what} of all resources, ${where}`,
            values: [found[what] / 1000],
            unit: 'ms',
            most: 1,
          })
    }
  console.log('Microseconds, the median of each.')
  console.table(rows)
  return targets
}
