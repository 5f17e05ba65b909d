// What becomes of resources and callers when a database is full, held, gone or not ours.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { Clock } from '../../../src/clock.ts'
import { openTaskStore } from '../../../src/queue/index.ts'
import { FileBlobs } from '../../../src/resources/store/blobs/file_blobs.ts'
import { openResourceDatabase } from '../../../src/resources/store/entries/sqlite/database.ts'
import { SqliteEntries } from '../../../src/resources/store/entries/sqlite/sqlite_entries.ts'
import { LayeredStore } from '../../../src/resources/store/layered_store.ts'
import { openResourceStore } from '../../../src/resources/store/open.ts'
import type { ResourceStore } from '../../../src/resources/store/store.ts'
import { startRedis } from '../../helpers/redis_server.ts'
import { newQueue } from '../../helpers/stores.ts'
import { task } from '../../queue/requests.ts'
import { created, put, valueOf } from './steps.ts'

const folder = mkdtempSync(join(tmpdir(), 'resource-faults-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const open = (url: string) => openResourceStore(url, new Clock())
const startServer = () => startRedis(inject('redisServer') ?? '', ['--appendonly', 'yes'])
const unavailable = { name: 'ApiError', status: 'UNAVAILABLE', code: 503 }

describe('a SQLite file', () => {
  test('is that of tasks as well, whichever store opens it first', async () => {
    for (const first of ['tasks', 'resources']) {
      const url = `sqlite:${join(folder, `${first}.db`)}`
      const queue = newQueue()
      const openTasks = () => openTaskStore(url, { clock: new Clock() })
      await using early = await (first === 'tasks' ? openTasks() : open(url))
      await using late = await (first === 'tasks' ? open(url) : openTasks())
      const resources = (first === 'tasks' ? late : early) as ResourceStore
      const tasks = (first === 'tasks' ? early : late) as Awaited<ReturnType<typeof openTasks>>
      await Promise.all([put(resources, { 'p/a': 'x' }), tasks.insert(queue, task('a'))])
      expect(await valueOf(resources, 'p/a')).toBe('x')
      expect(await tasks.get(queue, 'a')).toMatchObject({ id: 'a' })
    }
  })

  test('that is full refuses what does not fit, whole, and takes it once there is space', async () => {
    const path = join(folder, 'full.db')
    const database = openResourceDatabase(path)
    const blobs = new FileBlobs(`${path}.blobs`, false, 0)
    await using store = new LayeredStore(new SqliteEntries(database, path), blobs, new Clock())
    await put(store, { 'p/small': 's' })
    database.exec('PRAGMA max_page_count = 64')
    const large = { 'p/beside': 'b', 'p/large': 'x'.repeat(1e6) }
    await expect(put(store, large)).rejects.toMatchObject({
      ...unavailable,
      message: expect.stringMatching(/^resource store .*full\.db: the disk is full/),
    })
    expect(await created(store, 'p')).toEqual(['p/small'])
    database.exec('PRAGMA max_page_count = 10000')
    await put(store, large)
    expect(await created(store, 'p')).toEqual(['p/small', 'p/beside', 'p/large'])
  })

  test('that another program holds is read on, and written once it lets go', async () => {
    const path = join(folder, 'held.db')
    await using store = await open(`sqlite:${path}`)
    await put(store, { 'p/a': 'x' })
    using other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    const writing = put(store, { 'p/b': 'x' })
    expect(await valueOf(store, 'p/a')).toBe('x')
    other.exec('COMMIT')
    await writing
    other.exec('BEGIN IMMEDIATE')
    await expect(put(store, { 'p/c': 'x' })).rejects.toMatchObject(unavailable)
    other.exec('COMMIT')
    await put(store, { 'p/c': 'x' })
  })

  test.each(['removed', 'replaced'])('that was %s takes nothing more, and says so', async (how) => {
    const path = join(folder, `${how}.db`)
    await using store = await open(`sqlite:${path}`)
    await put(store, { 'p/a': 'x' })
    renameSync(path, `${path}.away`)
    if (how === 'replaced') writeFileSync(path, '')
    for (const step of [() => put(store, { 'p/b': 'x' }), () => valueOf(store, 'p/a')])
      await expect(step()).rejects.toMatchObject({
        ...unavailable,
        message: expect.stringMatching(new RegExp(`^resource store .*the file was ${how}`)),
      })
    renameSync(`${path}.away`, path)
    expect(await valueOf(store, 'p/a')).toBe('x')
  })

  test('that is none, or not ours, or of another format, is refused with a sentence', async () => {
    const letter = join(folder, 'letter.txt')
    writeFileSync(letter, 'Dear database, '.repeat(100))
    await expect(open(`sqlite:${letter}`)).rejects.toThrow(/^resource store .* no SQLite database/)
    const theirs = join(folder, 'theirs.db')
    new DatabaseSync(theirs).exec('CREATE TABLE theirs (x)')
    await expect(open(`sqlite:${theirs}`)).rejects.toThrow(/another program's SQLite database/)
    const later = join(folder, 'later.db')
    await (await open(`sqlite:${later}`))[Symbol.asyncDispose]()
    new DatabaseSync(later).exec(`UPDATE resource_counter SET number = 99 WHERE name = 'format'`)
    await expect(open(`sqlite:${later}`)).rejects.toThrow(/format is 99 and this program reads/)
    await expect(open('postgres:x')).rejects.toThrow(/^resource store: cannot read this URL/)
  })

  test('that is closed refuses instead of hanging', async () => {
    const store = await open(`sqlite:${join(folder, 'closed.db')}`)
    await store[Symbol.asyncDispose]()
    await expect(store.forks()).rejects.toMatchObject(unavailable)
  })
})

describe.skipIf(inject('redisServer') === null)('a Redis', () => {
  test('that hangs refuses in time, does nothing later, and then all works again', async () => {
    await using redis = await startServer()
    await using store = await open(redis.url)
    await put(store, { 'p/a': 'x' })
    redis.signal('SIGSTOP')
    const begun = performance.now()
    await Promise.all(
      [put(store, { 'p/b': 'x' }), valueOf(store, 'p/a'), store.reset('')].map((step) =>
        expect(step).rejects.toMatchObject(unavailable),
      ),
    )
    expect(performance.now() - begun).toBeLessThan(3500)
    redis.signal('SIGCONT')
    await expect.poll(() => store.forks().catch(() => undefined), { timeout: 10_000 }).toBeDefined()
    expect(await created(store, 'p')).toEqual(['p/a'])
  })

  test('whose memory is full refuses changes, whole, and reads on', async () => {
    await using redis = await startServer()
    await using store = await open(redis.url)
    await put(store, { 'p/a': 'x', 'p/b': 'x' })
    const { Redis } = await import('ioredis')
    const other = new Redis(redis.port)
    await other.config('SET', 'maxmemory', '1')
    await expect(put(store, { 'p/b': undefined, 'p/c': 'x' })).rejects.toMatchObject(unavailable)
    expect(await created(store, 'p')).toEqual(['p/a', 'p/b'])
    await other.config('SET', 'maxmemory', '0')
    other.disconnect()
    await put(store, { 'p/b': undefined, 'p/c': 'x' })
    expect(await created(store, 'p')).toEqual(['p/a', 'p/c'])
  })
})
