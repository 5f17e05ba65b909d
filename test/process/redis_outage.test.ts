// A Redis that hangs or dies under load: every request is answered in bounded time, and all is well once it is back.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { queueOf, type Answer, type HttpQueue } from '../api_data/queue_over_http.ts'
import { startRedis, type RedisServer } from '../helpers/redis_server.ts'
import { startServer, until } from '../helpers/server_process.ts'
import { library } from '../resources/library.ts'

const binary = inject('redisServer')
/** Milliseconds; two seconds of patience with Redis, and a slow machine. */
const BOUND = 10_000

interface Observed {
  readonly answer: Answer
  readonly milliseconds: number
}

/** Ten clients that insert and lease until they are told to stop; every answer they got. */
function load(queue: HttpQueue): { stop(): Promise<Observed[]>; failures(): number } {
  const observed: Observed[] = []
  const stopping = new AbortController()
  const ask = async (method: string, path: string, body?: unknown): Promise<void> => {
    const begun = Date.now()
    const answer = await queue.send(method, path, body)
    observed.push({ answer, milliseconds: Date.now() - begun })
  }
  const client = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await ask('POST', '/tasks', { payloadBase64: 'aGk=' })
      await ask('POST', '/tasks/lease?numTasks=1&leaseSecs=60')
      await ask('GET', '?getStats=true')
    }
  }
  const clients = Array.from({ length: 10 }, client)
  return {
    failures: () => observed.filter(({ answer }) => answer.status !== 200).length,
    async stop() {
      stopping.abort()
      await Promise.all(clients)
      return observed
    },
  }
}

const outages: readonly [
  string,
  (redis: RedisServer) => Promise<void>,
  (redis: RedisServer) => Promise<void>,
][] = [
  ['hangs', async (redis) => redis.signal('SIGSTOP'), async (redis) => redis.signal('SIGCONT')],
  ['dies', (redis) => redis.kill(), (redis) => redis.start()],
]

describe.skipIf(binary === null)('Redis', () => {
  test.each(outages)(
    'that %s under load is a 503 in bounded time, and no trouble once it is back',
    async (_, breakIt, mendIt) => {
      await using redis = await startRedis(binary ?? '', [
        '--appendonly',
        'yes',
        '--appendfsync',
        'always',
      ])
      await using server = await startServer({ env: { STORE_URL: redis.url } })
      const queue = queueOf(server, 'q')
      const clients = load(queue)
      await until('tasks are there', async () => (await queue.list()).length > 10)
      await breakIt(redis)
      await until('requests fail', () => clients.failures() > 50)
      await mendIt(redis)
      await until(
        'requests succeed again',
        async () =>
          (await queue.send('GET', '')).status === 200 &&
          (await queue.send('GET', '/tasks')).status === 200,
      )
      const observed = await clients.stop()
      const failed = observed.filter(({ answer }) => answer.status !== 200)
      for (const { answer } of failed)
        expect(answer).toMatchObject({
          status: 503,
          type: 'application/json; charset=UTF-8',
          json: {
            error: {
              code: 503,
              errors: [
                {
                  domain: 'global',
                  reason: 'backendError',
                  message: expect.stringContaining('cannot be used now'),
                },
              ],
            },
          },
        })
      expect(Math.max(...observed.map(({ milliseconds }) => milliseconds))).toBeLessThan(BOUND)
      // An insert that was refused was not done after all: as many tasks as were acknowledged.
      const inserted = observed.filter(
        ({ answer }) => (answer.json as { kind?: string }).kind === 'taskqueues#task',
      )
      const { totalTasks = 0 } = (await queue.queue('?getStats=true')).stats ?? {}
      expect(totalTasks).toBeGreaterThanOrEqual(inserted.length)
      server.signal('SIGTERM')
      expect(await server.ended).toMatchObject({ code: 0 })
    },
  )

  test('that is away keeps no server from stopping, and other answers come', async () => {
    await using redis = await startRedis(binary ?? '', ['--appendonly', 'yes'])
    await using server = await startServer({ env: { STORE_URL: redis.url } })
    redis.signal('SIGSTOP')
    const pending = queueOf(server, 'q').send('GET', '/tasks')
    expect(await fetch(`${server.url}/_emulator/health`)).toMatchObject({ status: 200 })
    expect(await fetch(`${server.url}/discovery/v1/apis`)).toMatchObject({ status: 200 })
    server.signal('SIGTERM')
    expect(await pending).toMatchObject({ status: 503 })
    expect(await server.ended).toMatchObject({ code: 0 })
  })

  test('that is away at the start is one sentence', async () => {
    await using redis = await startRedis(binary ?? '')
    redis.signal('SIGSTOP')
    await expect(startServer({ env: { STORE_URL: redis.url } })).rejects.toThrow(
      /^the server ended: discovery-emulator: [^\n]*no Redis at [^\n]*\n$/,
    )
  })

  test('that may lose tasks is warned of once, whatever the number of processes', async () => {
    await using redis = await startRedis(binary ?? '')
    for (const WEB_CONCURRENCY of ['1', '2']) {
      await using server = await startServer({ env: { STORE_URL: redis.url, WEB_CONCURRENCY } })
      expect(server.err()).toMatch(/^discovery-emulator: warning: Redis does not log[^\n]*\n$/)
    }
  })
})

test.skipIf(binary === null)(
  'resources of methods without a handler are in Redis, for all processes and after a restart',
  async () => {
    await using redis = await startRedis(binary ?? '', ['--appendonly', 'yes'])
    const folder = await mkdtemp(join(tmpdir(), 'redis-resources-'))
    const env = { STORE_URL: redis.url, API_DATA: folder, WEB_CONCURRENCY: '2' }
    const book = '/v1/projects/p/books/emma'
    try {
      await writeFile(join(folder, 'library_v1.api'), JSON.stringify(library))
      {
        await using server = await startServer({ env })
        expect(server.err()).toBe('')
        await fetch(`${server.url}/v1/projects/p/books?bookId=emma`, { method: 'POST', body: '{}' })
        // Each is a connection of its own, which any of the processes may take.
        const found = await Promise.all(
          Array.from({ length: 10 }, () =>
            fetch(server.url + book, { headers: { connection: 'close' } }),
          ),
        )
        expect(found.map(({ status }) => status)).toEqual(found.map(() => 200))
      }
      await using server = await startServer({ env })
      expect((await fetch(server.url + book)).status).toBe(200)
    } finally {
      await rm(folder, { recursive: true })
    }
  },
)
