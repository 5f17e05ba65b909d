// Where the measured programs keep their tasks: each time a new, empty place, filled through the store itself.
import { accessSync, constants } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Clock } from '../src/clock.ts'
import { openTaskStore } from '../src/queue/index.ts'
import { startRedis } from '../test/helpers/redis_server.ts'

export interface Place extends AsyncDisposable {
  readonly url: string
  readonly folder: string
  /** Processes of the store's own, whose work counts as well. */
  readonly pids: readonly number[]
}

export interface StoreKind {
  readonly name: string
  open(): Promise<Place>
}

export const queueName = 'q'
export const tagOf = (i: number): string => `tag-${i}`
export const payload = Buffer.alloc(120, 'payload ').toString('base64')

const sqlite: StoreKind = {
  name: 'SQLite',
  async open() {
    const folder = await newFolder()
    return {
      url: `sqlite:${join(folder, 'tasks.sqlite')}`,
      folder,
      pids: [],
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    }
  },
}

const redisBy = (binary: string): StoreKind => ({
  name: 'Redis',
  async open() {
    const folder = await newFolder()
    const redis = await startRedis(binary)
    return {
      url: redis.url,
      folder,
      pids: [redis.pid()!],
      async [Symbol.asyncDispose]() {
        await redis[Symbol.asyncDispose]()
        await rm(folder, { recursive: true, force: true })
      },
    }
  },
})

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'bench-'))

/** Every kind of store that this machine has. */
export function storeKinds(): StoreKind[] {
  const binary = redisServer()
  if (binary !== undefined) return [sqlite, redisBy(binary)]
  console.log('Redis is SKIPPED: there is no redis-server or valkey-server on PATH.\n')
  return [sqlite]
}

function redisServer(): string | undefined {
  // oxlint-disable-next-line node/no-process-env -- where programs are; no setting of the server
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const candidates = ['redis-server', 'valkey-server'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  )
  return candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** Puts `count` available tasks into the queue, of `tags` different tags. */
export async function fill({ url }: Place, count: number, tags: number): Promise<void> {
  await using store = await openTaskStore(url, { clock: new Clock() })
  const queue = { project: 'p', name: queueName, maxLeases: 0 }
  // A store refuses what has waited too long, as it may where the machine is busy.
  const insert = async (i: number, attempts = 20): Promise<unknown> => {
    try {
      const task = { id: `filled-${i}`, named: false, payload, tag: tagOf(i % tags) }
      return await store.insert(queue, task)
    } catch (error) {
      if (attempts === 0) throw error
      return await insert(i, attempts - 1)
    }
  }
  await insert(0) // alone: until Redis knows a script, every call sends the whole of it
  const atOnce = 250
  for (let from = 1; from < count; from += atOnce) {
    const length = Math.min(atOnce, count - from)
    await Promise.all(Array.from({ length }, (_, i) => insert(from + i)))
  }
}
