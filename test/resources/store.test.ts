// Stores of resources: all do the same, also against each other, and lose nothing.
import * as fc from 'fast-check'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Write } from '../../src/resources/buffered_view.ts'
import { Clock } from '../../src/clock.ts'
import { Engine } from '../../src/resources/engine.ts'
import { engineFallback } from '../../src/resources/fallback.ts'
import { MemoryStore } from '../../src/resources/store/memory_store.ts'
import { openResourceStore } from '../../src/resources/store/open_store.ts'
import type { ResourceStore } from '../../src/resources/store/resource_store.ts'
import { SqliteStore } from '../../src/resources/store/sqlite_store.ts'
import { startEmulator } from '../../src/emulator.ts'
import { serverOf } from '../helpers/server.ts'
import { library } from './library.ts'

const fileIn = () => join(mkdtempSync(join(tmpdir(), 'resources-')), 'store.sqlite')

const stores = [
  ['memory', () => new MemoryStore()],
  ['sqlite', () => new SqliteStore(fileIn())],
] as const

const put = (name: string, value: string): Write => ({
  name,
  pattern: '',
  kept: { resource: { value } },
})

describe.each(stores)('%s', (_, open) => {
  test('keeps all of a change, or nothing if another came first', async () => {
    await using store: ResourceStore = open()
    const revision = await store.revision('a')
    expect(await store.commit('a', revision, [put('b/1', 'x'), put('b/2', 'y')])).toBe(true)
    expect(await store.commit('a', revision, [put('b/3', 'z'), { name: 'b/1' }])).toBe(false)
    expect((await store.list('a', 'b')).map(({ name }) => name)).toEqual(['b/1', 'b/2'])
    expect(await store.list('other', 'b')).toEqual([])
  })

  test('lists collections, also of any parent, in order of creation, and nothing beside them', async () => {
    await using store: ResourceStore = open()
    const names = ['p/x/b/2', 'p/y/b/1', 'p/x/b/1', 'p/x/b/1/c/1', 'p/x/b/:policy', 'p/x*/b/9']
    await store.commit(
      'a',
      0,
      names.map((name) => put(name, name)),
    )
    await store.commit('a', 1, [put('p/x/b/2', 'changed')])
    const list = async (collection: string) =>
      (await store.list('a', collection)).map(({ name }) => name)
    expect(await list('p/x/b')).toEqual(['p/x/b/2', 'p/x/b/1'])
    expect(await list('p/-/b')).toEqual(['p/x/b/2', 'p/y/b/1', 'p/x/b/1', 'p/x*/b/9'])
    expect((await store.below('a', 'p/x/b/1')).map(({ name }) => name)).toEqual(['p/x/b/1/c/1'])
    expect((await store.get('a', 'p/x/b/2'))?.resource).toEqual({ value: 'changed' })
  })

  test('does what a plain map does', async () => {
    const command = fc.record({
      name: fc.constantFrom('a/1', 'a/2', 'a/1/b/1', 'c/1/b/1', 'a/10'),
      value: fc.option(fc.string(), { nil: undefined }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(command, { maxLength: 3 }), { maxLength: 12 }),
        async (changes) => {
          await using store: ResourceStore = open()
          const model = new Map<string, string>()
          for (const change of changes) {
            const writes = change.map(({ name, value }): Write =>
              value === undefined ? { name } : put(name, value),
            )
            expect(await store.commit('api', await store.revision('api'), writes)).toBe(true)
            for (const { name, value } of change)
              if (value === undefined) model.delete(name)
              else model.set(name, value)
          }
          const held = (await store.below('api', '')).map(({ name, resource }) => [
            name,
            resource['value'],
          ])
          expect(new Map(held as [string, string][])).toEqual(model)
          for (const collection of ['a', 'c', 'a/1/b', '-/1/b']) {
            const parts = collection.split('/')
            const expected = [...model.keys()].filter((name) => {
              const own = name.split('/')
              return (
                own.length === parts.length + 1 &&
                parts.every((part, i) => part === '-' || part === own[i])
              )
            })
            const listed = (await store.list('api', collection)).map(({ name }) => name)
            expect(new Set(listed)).toEqual(new Set(expected))
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  test('keeps bytes', async () => {
    await using store: ResourceStore = open()
    await store.putBlob('k', Buffer.from([0, 255, 1]))
    expect(await store.getBlob('k')).toEqual(Buffer.from([0, 255, 1]))
    expect(await store.getBlob('other')).toBeUndefined()
    await store.clear()
    expect(await store.getBlob('k')).toBeUndefined()
  })

  test('of clients at once, who ask for one name, one gets it', async () => {
    await using store: ResourceStore = open()
    const engine = new Engine({ clock: new Clock(), seed: 'test', store })
    const server = serverOf([{ document: library }], { fallback: engineFallback(engine) })
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_one, i) =>
        server.post(`/v1/projects/p/books?bookId=${i % 2}`, {}),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      200,
      ...Array.from({ length: 18 }, () => 409),
    ])
  })

  test('pages show each resource once, whatever is made and deleted meanwhile', async () => {
    await using store: ResourceStore = open()
    const engine = new Engine({ clock: new Clock(), seed: 'test', store })
    const server = serverOf([{ document: library }], { fallback: engineFallback(engine) })
    const path = '/v1/projects/p/books'
    for (let i = 0; i < 20; i += 1) await server.post(`${path}?bookId=old${i}`, {})
    const seen: string[] = []
    let token = ''
    for (let i = 0; ; i += 1) {
      const { json } = await server.request(`${path}?pageSize=3&pageToken=${token}`)
      seen.push(
        ...(json.books ?? []).map(({ name }: { name: string }) =>
          name.slice(name.lastIndexOf('/') + 1),
        ),
      )
      if (json.nextPageToken === undefined) break
      token = json.nextPageToken
      if (i > 2) continue
      await Promise.all([
        server.post(`${path}?bookId=new${i}`, {}),
        server.request(`${path}/${seen.at(-1)}`, { method: 'DELETE' }),
      ])
    }
    expect(new Set(seen).size).toBe(seen.length)
    const old = seen.filter((name) => name.startsWith('old'))
    expect(old).toEqual(Array.from({ length: 20 }, (_one, i) => `old${i}`))
  })
})

describe('a SQLite file', () => {
  test('is shared: a change of one user is a conflict for another', async () => {
    const path = fileIn()
    await using one = new SqliteStore(path)
    await using other = new SqliteStore(path)
    const revision = await one.revision('a')
    expect(await other.commit('a', await other.revision('a'), [put('b/1', 'x')])).toBe(true)
    expect(await one.commit('a', revision, [put('b/1', 'y')])).toBe(false)
    expect((await one.get('a', 'b/1'))?.resource).toEqual({ value: 'x' })
  })

  test('outlives the emulator, operations and all', async () => {
    const storeUrl = `sqlite:${fileIn()}`
    const apiData = mkdtempSync(join(tmpdir(), 'library-'))
    writeFileSync(join(apiData, 'library_v1.api'), JSON.stringify(library))
    const books = '/v1/projects/p/books'
    {
      await using emulator = await startEmulator({ apiData, storeUrl })
      await fetch(`${emulator.url}${books}?bookId=a`, { method: 'POST', body: '{"title":"Emma"}' })
    }
    await using emulator = await startEmulator({ apiData, storeUrl })
    const again = await fetch(`${emulator.url}${books}/a`)
    expect(await again.json()).toMatchObject({ title: 'Emma' })
    await emulator.reset()
    expect((await fetch(`${emulator.url}${books}/a`)).status).toBe(404)
  })

  test('that cannot be used is refused in one sentence', () => {
    expect(() => new SqliteStore('/dev/null/store')).toThrow(/^resource store \/dev\/null\/store: /)
  })
})

test.each([
  ['memory:', 'memory'],
  ['sqlite::memory:', 'memory'],
  ['redis://localhost', 'memory'],
])('%s keeps resources in %s', async (url, description) => {
  await using store = openResourceStore(url)
  expect(store.description).toBe(description)
})
