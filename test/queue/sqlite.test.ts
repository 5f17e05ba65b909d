// What only a SQLite file can suffer: a killed process, a full disk, a lock, a file of another kind.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { Clock } from '../../src/clock.ts'
import { openTaskStore } from '../../src/queue/index.ts'
import { openTaskDatabase } from '../../src/queue/sqlite/database.ts'
import { SqliteStore } from '../../src/queue/sqlite/store.ts'
import { newQueue } from '../helpers/stores.ts'
import { idsOf, lease, task } from './requests.ts'

const folder = mkdtempSync(join(tmpdir(), 'sqlite-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const open = (path: string) => openTaskStore(`sqlite:${path}`, { clock: new Clock() })
const unavailable = { name: 'ApiError', status: 'UNAVAILABLE' }

describe('a SQLite file', () => {
  test('its folder is made, and closing leaves one file with everything in it', async () => {
    const path = join(folder, 'new', 'folder', 'tasks.db')
    const queue = newQueue()
    {
      await using store = await open(path)
      await store.insert(queue, task('a'))
      expect(store.description).toContain(path)
    }
    expect(statSync(`${path}-wal`, { throwIfNoEntry: false })).toBeUndefined()
    await using store = await open(path)
    expect(idsOf(await store.list(queue, 100))).toEqual(['a'])
  })

  test('a closed store refuses instead of hanging', async () => {
    const store = await open(join(folder, 'closed.db'))
    const pending = store.insert(newQueue(), task('a'))
    await store[Symbol.asyncDispose]()
    expect(await pending).toMatchObject({ id: 'a' })
    await expect(store.queues()).rejects.toMatchObject(unavailable)
  })

  test('everything acknowledged is there after the process was killed', async () => {
    const path = join(folder, 'killed.db')
    const queue = newQueue()
    const program = new URL('inserting_process.ts', import.meta.url).pathname
    const child = spawn(process.execPath, [program, `sqlite:${path}`, queue.name], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const output = text(child.stdout)
    await once(child.stdout, 'data')
    await pause(300)
    child.kill('SIGKILL')
    const acknowledged = (await output).split('\n').slice(0, -1)
    expect(acknowledged.length).toBeGreaterThan(10)
    await using store = await open(path)
    const stored = new Set(idsOf(await store.list(queue, 1e6)))
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
    expect(await store.stats(queue)).toMatchObject({ totalTasks: stored.size })
  })

  test.each(['removed', 'replaced'])('that was %s takes nothing more, and says so', async (how) => {
    const path = join(folder, `${how}.db`)
    const queue = newQueue()
    await using store = await open(path)
    await store.insert(queue, task('a'))
    renameSync(path, `${path}.away`)
    if (how === 'replaced') writeFileSync(path, '')
    for (const step of [() => store.insert(queue, task('b')), () => store.list(queue, 10)])
      await expect(step()).rejects.toMatchObject({
        ...unavailable,
        message: expect.stringMatching(new RegExp(`the file was ${how}.* put it back, or restart`)),
      })
    renameSync(`${path}.away`, path)
    await store.insert(queue, task('c'))
    expect(idsOf(await store.list(queue, 10))).toEqual(['a', 'c'])
  })

  test('a full disk refuses what does not fit, keeps the rest, and works again with space', async () => {
    const path = join(folder, 'full.db')
    const database = openTaskDatabase(path)
    const queue = newQueue()
    await using store = new SqliteStore(database, {
      path,
      clock: new Clock(),
      tombstone: 0,
      space: '',
    })
    database.exec('PRAGMA max_page_count = 64')
    await store.insert(queue, task('small'))
    const large = task('large', { payload: 'x'.repeat(1e6) })
    const outcomes = await Promise.allSettled([
      store.insert(queue, task('beside')),
      store.insert(queue, large),
      store.lease(queue, lease({ count: 1 })),
    ])
    expect(outcomes).toMatchObject([
      { value: { id: 'beside' } },
      { reason: { ...unavailable, message: expect.stringContaining('disk is full') } },
      { value: [{ id: 'small' }] },
    ])
    expect(await store.stats(queue)).toMatchObject({ totalTasks: 2 })
    database.exec('PRAGMA max_page_count = 10000')
    expect(await store.insert(queue, large)).toMatchObject({ id: 'large' })
    expect(idsOf(await store.list(queue, 100))).toEqual(['beside', 'large', 'small'])
  })

  test('while another program holds the file, reading goes on and writing waits', async () => {
    const path = join(folder, 'held.db')
    await using store = await open(path)
    const queue = newQueue()
    await store.insert(queue, task('a'))
    using other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    const insertion = store.insert(queue, task('b'))
    expect(await store.get(queue, 'a')).toMatchObject({ id: 'a' })
    other.exec('COMMIT')
    expect(await insertion).toMatchObject({ id: 'b' })
    other.exec('BEGIN IMMEDIATE')
    await expect(store.insert(queue, task('c'))).rejects.toMatchObject(unavailable)
    other.exec('COMMIT')
    expect(await store.insert(queue, task('c'))).toMatchObject({ id: 'c' })
  })

  test('a file of format 1 is brought to the present one, with its tasks', async () => {
    const path = join(folder, 'older.db')
    const queue = newQueue()
    {
      await using store = await openTaskStore(`sqlite:${path}`, { clock: new Clock() })
      await store.insert(queue, task('a'))
    }
    const older = new DatabaseSync(path)
    older.exec(`
      DROP TABLE record; DROP INDEX task_held;
      ALTER TABLE task DROP COLUMN note; ALTER TABLE task DROP COLUMN held;
      PRAGMA user_version = 1`)
    older.close()
    await using store = await openTaskStore(`sqlite:${path}`, { clock: new Clock() })
    expect(await store.get(queue, 'a')).toMatchObject({ id: 'a', note: '' })
    expect(await store.writeRecord(queue, { resource: '{}', gate: undefined }, 0)).toBe('done')
  })

  test('what is no SQLite file, or not ours, is refused with a sentence', async () => {
    const noDatabase = join(folder, 'letter.txt')
    writeFileSync(noDatabase, 'Dear database, '.repeat(100))
    await expect(open(noDatabase)).rejects.toThrow(/letter\.txt: it is no SQLite database/)
    const theirs = join(folder, 'theirs.db')
    new DatabaseSync(theirs).exec('CREATE TABLE theirs (x); PRAGMA user_version = 1')
    await expect(open(theirs)).rejects.toThrow(/another program's SQLite database/)
    const later = join(folder, 'later.db')
    await (await open(later))[Symbol.asyncDispose]()
    new DatabaseSync(later).exec('PRAGMA user_version = 99')
    await expect(open(later)).rejects.toThrow(/its format is 99 and this program reads format 2/)
    await expect(open(folder)).rejects.toThrow(/cannot be opened/)
    await expect(open(join(noDatabase, 'tasks.db'))).rejects.toThrow(/letter\.txt/)
  })
})
