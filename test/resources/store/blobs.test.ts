// Bytes that resources refer to: there as long as a resource of any fork or snapshot does, and not longer.
import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { Clock } from '../../../src/clock.ts'
import { GRACE } from '../../../src/resources/store/blobs/blobs.ts'
import { FileBlobs } from '../../../src/resources/store/blobs/file_blobs.ts'
import type { ResourceStore } from '../../../src/resources/store/store.ts'
import { describeStoresAndCluster, open } from '../../helpers/resource_stores.ts'
import { seen } from './steps.ts'

const folder = mkdtempSync(join(tmpdir(), 'blobs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function* parts(...bytes: readonly Buffer[]) {
  yield* bytes
}

async function* breaking() {
  yield Buffer.from('some')
  throw new Error('the client has gone')
}

async function refer(store: ResourceStore, name: string, blobs: readonly string[], fork = '') {
  const over = await seen(store, name, fork)
  const change = { writes: [{ over, value: {}, blobs }], seen: [], lists: [] }
  expect(await store.commit(fork, change)).toBe('done')
}

async function forget(store: ResourceStore, name: string, fork = '') {
  const over = await seen(store, name, fork)
  const change = { writes: [{ over, value: undefined }], seen: [], lists: [] }
  expect(await store.commit(fork, change)).toBe('done')
}

describeStoresAndCluster('blobs', ({ newUrl }) => {
  test('are read as they came, whole and in part', async () => {
    await using store = await open(newUrl())
    const large = Buffer.from(Array.from({ length: 700_000 }, (_, i) => i % 251))
    const { id, size } = await store.putBlob(
      parts(large.subarray(0, 3), large.subarray(3, 300_000), large.subarray(300_000)),
    )
    expect(size).toBe(large.length)
    const blob = (await store.readBlob(id))!
    expect(blob.size).toBe(large.length)
    const read = async (start: number, end: number) => buffer(blob.bytes(start, end))
    expect((await read(0, size)).equals(large)).toBe(true)
    for (const [start, end] of [
      [0, 1],
      [262_143, 262_145],
      [500_000, 700_000],
      [5, 5],
    ] as const)
      expect((await read(start, end)).equals(large.subarray(start, end))).toBe(true)
    expect(await store.readBlob('0'.repeat(24))).toBeUndefined()
    expect(await store.readBlob('../../etc/passwd')).toBeUndefined()
  })

  test('may be empty', async () => {
    await using store = await open(newUrl())
    const { id } = await store.putBlob(parts())
    const blob = (await store.readBlob(id))!
    expect(blob.size).toBe(0)
    expect(await buffer(blob.bytes(0, 0))).toHaveLength(0)
  })

  test('go with the last resource that refers to them, of any fork or snapshot', async () => {
    await using store = await open(newUrl())
    const { id } = await store.putBlob(parts(Buffer.from('bytes')))
    const isThere = async () => {
      await store.swept()
      return (await store.readBlob(id)) !== undefined
    }
    await refer(store, 'p/a', [id])
    await refer(store, 'p/b', [id])
    await store.fork('f', '')
    await forget(store, 'p/a')
    await forget(store, 'p/b')
    expect(await isThere()).toBe(true)
    await store.snapshot('f', 's')
    await forget(store, 'p/a', 'f')
    await store.removeFork('f')
    expect(await isThere()).toBe(true)
    await store.restore('', 's')
    await store.removeSnapshot('s')
    expect(await isThere()).toBe(true)
    await store.reset('')
    expect(await isThere()).toBe(false)
  })

  test('that a resource gives up for others go, and those that it keeps stay', async () => {
    await using store = await open(newUrl())
    const [one, two] = [
      await store.putBlob(parts(Buffer.from('1'))),
      await store.putBlob(parts(Buffer.from('2'))),
    ]
    await refer(store, 'p/a', [one.id, two.id])
    await refer(store, 'p/a', [two.id])
    await store.swept()
    expect(await store.readBlob(one.id)).toBeUndefined()
    expect(await store.readBlob(two.id)).toBeDefined()
    await forget(store, 'p/a')
    await store.swept()
    expect(await store.readBlob(two.id)).toBeUndefined()
  })

  test('that somebody has found are read to their end, though nothing refers to them any more', async () => {
    await using store = await open(newUrl(), new Clock(), GRACE)
    const bytes = Buffer.alloc(700_000, 'bytes ')
    const { id } = await store.putBlob(parts(bytes))
    await refer(store, 'p/a', [id])
    const [begun, found] = [(await store.readBlob(id))!, (await store.readBlob(id))!]
    const reading = begun.bytes(0, bytes.length)[Symbol.asyncIterator]()
    const first = await reading.next()
    await forget(store, 'p/a')
    await store.swept()
    const rest = await buffer({ [Symbol.asyncIterator]: () => reading })
    expect(Buffer.concat([first.value as Uint8Array, rest]).equals(bytes)).toBe(true)
    expect((await buffer(found.bytes(0, bytes.length))).equals(bytes)).toBe(true)
  })

  test('whose bytes break off are not there', async () => {
    await using store = await open(newUrl())
    await expect(store.putBlob(breaking())).rejects.toThrow('the client has gone')
  })
})

test('files that were left when the store is closed go with it', async () => {
  const blobs = new FileBlobs(folder, false, GRACE)
  const { id } = await blobs.put(parts(Buffer.from('1')))
  await blobs.keep([id])
  await blobs.remove(id)
  expect(await blobs.read(id)).toBeDefined()
  await blobs[Symbol.asyncDispose]()
  expect(await blobs.read(id)).toBeUndefined()
})

test('files that nothing came to refer to are removed after a day', async () => {
  const blobs = new FileBlobs(folder, false, 0)
  const [old, fresh, kept] = [
    await blobs.put(parts(Buffer.from('1'))),
    await blobs.put(parts(Buffer.from('2'))),
    await blobs.put(parts(Buffer.from('3'))),
  ]
  await blobs.keep([kept.id])
  const yesterday = Date.now() / 1000 - 90_000
  for (const name of readdirSync(folder))
    if (!name.startsWith(fresh.id)) utimesSync(join(folder, name), yesterday, yesterday)
  await blobs.sweep()
  expect(await blobs.read(old.id)).toBeUndefined()
  expect(await blobs.read(fresh.id)).toBeDefined()
  expect(await blobs.read(kept.id)).toBeDefined()
})
