// What was acknowledged is there after a crash.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import type { Task } from '../../api_data/types/taskqueue_v1beta2.ts'
import { queueOf, type HttpQueue } from '../api_data/queue_over_http.ts'
import { startRedis } from '../helpers/redis_server.ts'
import { startServer, until } from '../helpers/server_process.ts'

const binary = inject('redisServer')
const withLog = ['--appendonly', 'yes', '--appendfsync', 'always']

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durability-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** What a server has acknowledged. */
class Acknowledged {
  readonly inserted = new Set<string>()
  /** leaseTimestamp by id. */
  readonly leased = new Map<string, string>()
  readonly deleted = new Set<string>()
  /** Perhaps deleted: asked for, but maybe never answered. */
  readonly deleting = new Set<string>()
}

/** Eight clients insert, lease and delete until the server is gone. */
async function workUntilGone(queue: HttpQueue, done: Acknowledged): Promise<void> {
  const client = async (name: number): Promise<void> => {
    for (let i = 0; ; i += 1) {
      const id = `${name}-${i}`
      await queue.insert({ id })
      done.inserted.add(id)
      if (i % 3 === 0) continue
      const [task] = await queue.lease({ numTasks: 1, leaseSecs: 100_000 })
      const leased = task?.id ?? ''
      done.leased.set(leased, task?.leaseTimestamp ?? '')
      if (i % 3 === 1) continue
      done.deleting.add(leased)
      await queue.send('DELETE', `/tasks/${leased}`)
      done.deleted.add(leased)
    }
  }
  await Promise.allSettled(numbers(8).map(client))
}

/** What of it a server does not know any more. */
async function forgottenOf(done: Acknowledged, queue: HttpQueue): Promise<unknown[]> {
  const forgotten: unknown[] = []
  for (const id of done.inserted) {
    const { status, json } = await queue.send('GET', `/tasks/${id}`)
    const { leaseTimestamp, retry_count } = json as Task
    const lease = done.leased.get(id)
    const gone = done.deleted.has(id) || (done.deleting.has(id) && status === 404)
    const kept = lease === undefined || (leaseTimestamp === lease && retry_count === 1)
    if (gone ? status !== 404 : status !== 200 || !kept) forgotten.push({ id, lease, status, json })
  }
  for (const id of done.deleted) {
    const { status } = await queue.send('POST', '/tasks', { id, payloadBase64: '' })
    if (status !== 400)
      forgotten.push({ id, status, why: 'the name of a deleted task stays taken' })
  }
  const rest = await queue.lease({ numTasks: 1000 })
  return [...forgotten, ...rest.filter(({ id = '' }) => done.leased.has(id))]
}

describe.each(['SQLite', 'Redis'])('a crash (%s)', (store) => {
  const isRedis = store === 'Redis'

  test.skipIf(isRedis && binary === null)(
    'everything acknowledged is there after kill -9 and a restart',
    async () => {
      await using redis = isRedis ? await startRedis(binary ?? '', withLog) : undefined
      const env = { STORE_URL: redis?.url ?? `sqlite:${join(folder, 'tasks.sqlite')}` }
      for (const round of numbers(3)) {
        const queueName = `queue-${round}`
        const done = new Acknowledged()
        {
          await using server = await startServer({ env })
          const work = workUntilGone(queueOf(server, queueName), done)
          await until('much is done', () => done.deleted.size > 40)
          server.signal('SIGKILL')
          await redis?.kill()
          await work
        }
        await redis?.start()
        await using server = await startServer({ env })
        expect(await forgottenOf(done, queueOf(server, queueName))).toEqual([])
      }
    },
  )
})
