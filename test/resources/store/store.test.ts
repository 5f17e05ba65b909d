// What every resource store must do.
import { expect, test } from 'vitest'
import type { ResourceStore } from '../../../src/resources/store/store.ts'
import { describeStoresAndCluster, open } from '../../helpers/resource_stores.ts'
import { api, below, created, named, pages, put, seen, valueOf } from './steps.ts'

const change = { writes: [], seen: [], lists: [] }

describeStoresAndCluster('a resource store', ({ newUrl }) => {
  const opened = () => open(newUrl())

  test('keeps values by name, and tells names apart that begin alike', async () => {
    await using store = await opened()
    await put(store, { 'p/a': 'one', 'p/a/b/c': 'two', 'p/a%2Fb': 'three', 'p/ä': 'four' })
    expect(await valueOf(store, 'p/a')).toBe('one')
    expect(await valueOf(store, 'p/a/b/c')).toBe('two')
    expect(await valueOf(store, 'p/a%2Fb')).toBe('three')
    expect(await valueOf(store, 'p/ä')).toBe('four')
    expect((await seen(store, 'p/b')).stored).toBeUndefined()
    const [other] = await store.get('', [{ api: 'other', name: 'p/a' }])
    expect(other?.stored).toBeUndefined()
  })

  test('a change is done whole, or not at all if what was seen is no longer so', async () => {
    await using store = await opened()
    await put(store, { 'p/a': 'old' })
    const [a, b] = await store.get('', [
      { api, name: 'p/a' },
      { api, name: 'p/b' },
    ])
    await put(store, { 'p/a': 'new' })
    const writes = [{ over: b!, value: { v: 'made' } }]
    expect(await store.commit('', { ...change, writes, seen: [a!] })).toBe('conflict')
    expect(await store.commit('', { ...change, writes: [{ over: a!, value: { v: 'x' } }] })).toBe(
      'conflict',
    )
    expect(await valueOf(store, 'p/b')).toBeUndefined()
    expect(await store.commit('', { ...change, writes })).toBe('done')
    expect(await store.commit('', { ...change, writes })).toBe('conflict') // it is there by now
    expect(await valueOf(store, 'p/b')).toBe('made')
  })

  test('whoever has read that a name is free, and one that is deleted, is refused once it is taken', async () => {
    await using store = await opened()
    await put(store, { 'p/a': 'one' })
    await put(store, { 'p/a': undefined })
    const free = await seen(store, 'p/a')
    const deletion = { over: free, value: undefined }
    expect(await store.commit('', { ...change, writes: [deletion] })).toBe('done')
    await put(store, { 'p/a': 'two' })
    expect(await store.commit('', { ...change, writes: [{ over: free, value: { v: 'x' } }] })).toBe(
      'conflict',
    )
  })

  test('a reader of a list is refused once a resource comes, goes or changes in it', async () => {
    await using store = await opened()
    await put(store, { 'p/a': 'x', 'p/b': 'x', 'q/a': 'x' })
    const free = await seen(store, 'r/a')
    for (const kind of ['created', 'named'] as const) {
      const listing = async () => (await pages(store, { kind, collection: 'p' }, 100))[0]!
      const commit = ({ marks, resources }: Awaited<ReturnType<typeof listing>>) =>
        store.commit('', {
          writes: [{ over: free, value: undefined }],
          lists: marks,
          seen: resources,
        })
      let list = await listing()
      await put(store, { 'q/b': kind })
      expect(await commit(list)).toBe('done')
      await put(store, { 'p/c': kind })
      expect(await commit(list)).toBe('conflict')
      list = await listing()
      await put(store, { 'p/c': undefined })
      expect(await commit(list)).toBe('conflict')
      list = await listing()
      await put(store, { 'p/b': kind })
      expect(await commit(list)).toBe('conflict')
    }
  })

  test('a page vouches for what it has read and no further', async () => {
    await using store = await opened()
    await put(store, { 'p/a': 'x', 'p/b': 'x', 'p/d': 'x' })
    const free = await seen(store, 'r/a')
    const range = { kind: 'named', api, collection: 'p', after: undefined, limit: 2 } as const
    const { marks } = await store.list('', range)
    const commit = () =>
      store.commit('', { writes: [{ over: free, value: undefined }], lists: marks, seen: [] })
    await put(store, { 'p/e': 'behind it' })
    expect(await commit()).toBe('done')
    await put(store, { 'p/aa': 'within it' })
    expect(await commit()).toBe('conflict')
  })

  test('collections are listed in order of creation, which changes do not move', async () => {
    await using store = await opened()
    for (const name of ['p/c', 'p/a', 'p/b', 'p/a/q/z', 'pp/a']) await put(store, { [name]: 'x' })
    await put(store, { 'p/c': 'changed', 'p/d': 'x' })
    expect(await created(store, 'p')).toEqual(['p/c', 'p/a', 'p/b', 'p/d'])
    await put(store, { 'p/a': undefined })
    await put(store, { 'p/a': 'again' })
    expect(await created(store, 'p')).toEqual(['p/c', 'p/b', 'p/d', 'p/a'])
    expect(await created(store, 'p/a/q')).toEqual(['p/a/q/z'])
    expect(await created(store, 'none')).toEqual([])
  })

  test('names are in the order of their code points, slashes within them as they were sent', async () => {
    await using store = await opened()
    const ids = ['a', 'a-b', 'a.b', 'a%2Fb', 'a0', 'aa', 'B', 'é', '\uffee', '\u{1f600}']
    for (const id of ids.toReversed()) await put(store, { [`p/${id}`]: id })
    const inOrder = ['B', 'a', 'a-b', 'a.b', 'a%2Fb', 'a0', 'aa', 'é', '\uffee', '\u{1f600}']
    const expected = inOrder.map((id) => `p/${id}`)
    expect(await named(store, 'p')).toEqual(expected)
    expect(await named(store, 'p', 2)).toEqual(expected)
  })

  test('a segment of a collection may be any', async () => {
    await using store = await opened()
    const fit = ['p/1/l/a/i/x', 'p/1/l/a/i/y', 'p/1/l/a-b/i/x', 'p/1/l/b/i/x', 'p/1/l/c/i/z']
    const unfit = [
      'p/1/l/a',
      'p/1/l/a/h/x',
      'p/1/l/a/i-x/x',
      'p/1/l/a/i/x/deeper/1',
      'p/1/l/a/i/x/deeper/2',
      'p/1/l/a/j/x',
      'p/1/l/b/i/x/deeper/1',
      'p/1/l/d/e/f/i/x',
      'p/1/l/d/j/x',
      'p/1/m/a/i/x',
      'p/2/l/a/i/x',
      'p/11/l/a/i/x',
    ]
    await put(store, Object.fromEntries([...fit, ...unfit].map((name) => [name, name])))
    // a-b sorts before a/, as its text does.
    const expected = [fit[2], fit[0], fit[1], fit[3], fit[4]]
    for (const limit of [1, 2, 100])
      expect(await named(store, 'p/1/l/-/i', limit)).toEqual(expected)
    expect((await named(store, 'p/-/l/-/i')).toSorted()).toEqual(
      [...fit, 'p/2/l/a/i/x', 'p/11/l/a/i/x'].toSorted(),
    )
    expect(await named(store, '-/1/m/a/i')).toEqual(['p/1/m/a/i/x'])
  })

  test('all that is below a name is found at any depth, and nothing beside it', async () => {
    await using store = await opened()
    const under = ['p/a/q/1', 'p/a/q/2', 'p/a/q/1/r/1', 'p/a/:policy']
    const beside = ['p/a', 'p/a-b', 'p/a-b/q/1', 'p/a.b/q/1', 'p/a0', 'p/aa/q/1', 'p/b/q/1']
    await put(store, Object.fromEntries([...under, ...beside].map((name) => [name, name])))
    for (const limit of [1, 3, 100])
      expect((await below(store, 'p/a', limit)).toSorted()).toEqual(under.toSorted())
    expect((await below(store, '')).toSorted()).toEqual([...under, ...beside].toSorted())
  })

  test('names hold any character, and keep their order', async () => {
    await using store = await opened()
    const ids = [
      '\0',
      '\u0001',
      '\u0001\u0002',
      '\u0002',
      '\u0003',
      '\u0003\u0011',
      '\n',
      'a',
      '\u007f',
    ]
    const names = ids.map((id) => `p/a${id}`)
    await put(store, Object.fromEntries(names.toReversed().map((name) => [name, name])))
    expect(await named(store, 'p', 2)).toEqual(names)
    await put(store, { 'p/a\u0001/q/b\u0002': '1', 'p/a/q/b': '2' })
    expect(await below(store, 'p/a\u0001')).toEqual(['p/a\u0001/q/b\u0002'])
    expect(await created(store, 'p/a\u0001/q')).toEqual(['p/a\u0001/q/b\u0002'])
    expect((await seen(store, 'p/a\u0003\u0011')).stored?.value).toEqual({ v: 'p/a\u0003\u0011' })
  })

  test('values come back as they were, whatever is in them', async () => {
    await using store = await opened()
    const value = { n: 1e300, t: 'ä\u{1f600}"\\\u0000\ud800', l: [null, true, {}], __proto__x: '' }
    const over = await seen(store, 'p/a')
    await store.commit('', { ...change, writes: [{ over, value }] })
    expect((await seen(store, 'p/a')).stored?.value).toEqual(value)
  })
})

const contents = async (store: ResourceStore, fork = '') => ({
  created: await created(store, 'p', fork),
  named: await named(store, 'p', 1, fork),
  values: await Promise.all(
    (await named(store, 'p', 100, fork)).map((name) => valueOf(store, name, fork)),
  ),
})

describeStoresAndCluster('forks', ({ newUrl }) => {
  const opened = () => open(newUrl())
  test('a fork begins as the other was, and neither sees what the other writes', async () => {
    await using store = await opened()
    await put(store, { 'p/a': '1', 'p/b': '2', 'p/c': '3' })
    expect(await store.fork('f', '')).toBe('made')
    expect(await store.fork('f', '')).toBe('exists')
    expect(await store.fork('', 'f')).toBe('exists')
    const before = await contents(store)
    expect(await contents(store, 'f')).toEqual(before)
    await put(store, { 'p/a': undefined, 'p/b': 'f', 'p/d': 'f' }, 'f')
    expect(await contents(store)).toEqual(before)
    expect(await contents(store, 'f')).toEqual({
      created: ['p/b', 'p/c', 'p/d'],
      named: ['p/b', 'p/c', 'p/d'],
      values: ['f', '3', 'f'],
    })
    await put(store, { 'p/a': undefined, 'p/c': 'first' })
    expect(await valueOf(store, 'p/c', 'f')).toBe('3')
    await put(store, { 'p/a': 'again' }, 'f')
    expect(await created(store, 'p', 'f')).toEqual(['p/b', 'p/c', 'p/d', 'p/a'])
    expect(await store.forks()).toEqual(['', 'f'])
  })

  test('what was deleted and forked, and what was forked and deleted, is not there', async () => {
    await using store = await opened()
    await put(store, { 'p/a': '1', 'p/b': '2' })
    await put(store, { 'p/a': undefined })
    await store.fork('f', '')
    await put(store, { 'p/b': undefined }, 'f')
    await store.fork('g', 'f')
    expect(await contents(store, 'g')).toEqual({ created: [], named: [], values: [] })
    expect(await below(store, 'p', 1, 'g')).toEqual([])
  })

  test('whoever has read before a reset, a restore or a fork does not write after it', async () => {
    await using store = await opened()
    await store.snapshot('', 'empty')
    for (const step of [
      () => store.reset(''),
      () => store.restore('', 'empty'),
      () => store.seal(''),
    ]) {
      await put(store, { 'p/a': '1' })
      const over = await seen(store, 'p/a')
      const free = await seen(store, 'p/b')
      await step()
      for (const one of [over, free])
        expect(await store.commit('', { ...change, writes: [{ over: one, value: {} }] })).toBe(
          'conflict',
        )
    }
  })

  test('a reset goes back to the seed, of the fork or of what it was made from', async () => {
    await using store = await opened()
    await put(store, { 'p/seed': 's' })
    await store.seal('')
    await put(store, { 'p/seed': 'changed', 'p/more': 'm' })
    await store.fork('f', '')
    await store.reset('')
    expect(await contents(store)).toMatchObject({ created: ['p/seed'], values: ['s'] })
    expect(await named(store, 'p', 100, 'f')).toEqual(['p/more', 'p/seed'])
    await store.reset('f')
    expect(await contents(store, 'f')).toMatchObject({ created: ['p/seed'], values: ['s'] })
    await store.removeFork('')
    expect(await named(store, 'p')).toEqual([])
    await put(store, { 'p/x': 'x' })
    await store.reset('')
    expect(await named(store, 'p')).toEqual([])
    expect(await named(store, 'p', 100, 'f')).toEqual(['p/seed'])
  })

  test('snapshots are restored as often as wanted, into any fork', async () => {
    await using store = await opened()
    await put(store, { 'p/a': '1' })
    await store.snapshot('', 's')
    await put(store, { 'p/a': '2', 'p/b': '2' })
    await store.fork('f', '')
    for (let i = 0; i < 3; i += 1) {
      expect(await store.restore('', 's')).toBe(true)
      expect(await contents(store)).toMatchObject({ created: ['p/a'], values: ['1'] })
      await put(store, { 'p/a': 'again', 'p/c': 'c' })
    }
    expect(await store.restore('f', 's')).toBe(true)
    expect(await contents(store, 'f')).toMatchObject({ created: ['p/a'], values: ['1'] })
    await store.snapshot('', 's')
    await store.restore('f', 's')
    expect(await contents(store, 'f')).toMatchObject({ values: ['again', 'c'] })
    expect(await store.snapshots()).toEqual(['s'])
    expect(await store.removeSnapshot('s')).toBe(true)
    expect(await store.removeSnapshot('s')).toBe(false)
    expect(await store.restore('f', 's')).toBe(false)
    expect(await contents(store, 'f')).toMatchObject({ values: ['again', 'c'] })
  })

  test('a fork that was never made, or is removed, is not found', async () => {
    await using store = await opened()
    await store.fork('f', '')
    const over = await seen(store, 'p/a', 'f')
    expect(await store.removeFork('f')).toBe(true)
    expect(await store.removeFork('f')).toBe(false)
    const missing = { status: 'NOT_FOUND' }
    await expect(seen(store, 'p/a', 'f')).rejects.toMatchObject(missing)
    await expect(named(store, 'p', 1, 'g')).rejects.toMatchObject(missing)
    await expect(store.fork('h', 'g')).rejects.toMatchObject(missing)
    await expect(store.reset('f')).rejects.toMatchObject(missing)
    expect(await store.commit('f', { ...change, writes: [{ over, value: {} }] })).toBe('conflict')
  })

  test('forks of forks and snapshots, ever deeper, hold what they should', async () => {
    await using store = await opened()
    const expected: string[] = []
    for (let i = 0; i < 40; i += 1) {
      await put(store, { [`p/${String(i).padStart(2, '0')}`]: `${i}`, 'p/each': `${i}` })
      if (i === 7) await put(store, { 'p/03': undefined })
      await store.snapshot('', `s${i}`)
      expected.push(`p/${String(i).padStart(2, '0')}`)
    }
    const living = expected.filter((name) => name !== 'p/03')
    expect(await named(store, 'p')).toEqual([...living, 'p/each'])
    expect(await created(store, 'p')).toEqual([living[0], 'p/each', ...living.slice(1)])
    expect(await valueOf(store, 'p/each')).toBe('39')
    await store.restore('', 's5')
    expect(await named(store, 'p')).toEqual([...expected.slice(0, 6), 'p/each'])
    expect(await valueOf(store, 'p/each')).toBe('5')
  })

  test('a fork may be given other contents in one step', async () => {
    await using store = await opened()
    await put(store, { 'p/old': 'o' })
    await store.replace('', imports(1200))
    expect(await created(store, 'p')).toEqual(numbered(1200))
    await store.reset('')
    expect(await named(store, 'p')).toEqual([])
  })

  test('what no fork and no snapshot holds any more is removed, and nothing else', async () => {
    await using store = await opened()
    await store.replace('', imports(1200))
    await store.snapshot('', 's')
    await store.fork('f', '')
    await put(store, { 'p/0001': 'changed' })
    await store.reset('')
    await store.swept()
    expect(await named(store, 'p', 1000, 'f')).toEqual(numbered(1200))
    await store.removeFork('f')
    await store.restore('', 's')
    await store.swept()
    expect(await named(store, 'p', 1000)).toEqual(numbered(1200))
    await store.removeSnapshot('s')
    await store.removeFork('')
    await store.swept()
    const { scans } = await store.entries.read({
      keys: [],
      scans: [{ from: '', to: '\u{10ffff}', limit: 10 }],
    })
    expect(scans[0]!.map(({ key }) => key)).toEqual(['f\u0001']) // that there is a first fork
  })
})

const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => `p/${String(i).padStart(4, '0')}`)

async function* imports(count: number) {
  for (const name of numbered(count)) yield { api, name, value: { v: 'x' } }
}
