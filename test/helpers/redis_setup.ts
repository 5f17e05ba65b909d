// Finds a Redis for the tests before they run: REDIS_URL, a server on this machine, Docker, or none.
import { randomUUID } from 'node:crypto'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { env } from 'node:process'
import { RedisContainer } from '@testcontainers/redis'
import { Redis } from 'ioredis'
import type { TestProject } from 'vitest/node'
import { startRedis } from './redis_server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Without a key prefix; null if there is no Redis. */
    readonly redisUrl: string | null
    /** Every key of this run begins with it. */
    readonly redisPrefix: string
    /** A redis-server for tests that stop and kill one; null if this machine has none. */
    readonly redisServer: string | null
  }
}

interface Found {
  readonly url: string
  stop(): Promise<unknown>
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const prefix = `test-${randomUUID()}:`
  const server = findServer()
  const found = await findRedis(server, prefix)
  if (!found) {
    const help = 'set REDIS_URL, install redis-server, name one in REDIS_SERVER, or start Docker'
    if (env['REQUIRE_REDIS'] === '1') throw new Error(`REQUIRE_REDIS=1, but no Redis: ${help}`)
    console.warn(`No Redis: its tests are skipped. To run them, ${help}.`)
  }
  project.provide('redisUrl', found?.url ?? null)
  project.provide('redisPrefix', prefix)
  project.provide('redisServer', server ?? null)
  return async () => {
    await found?.stop()
  }
}

async function findRedis(server: string | undefined, prefix: string): Promise<Found | undefined> {
  const given = env['REDIS_URL']
  if (given) return { url: given, stop: () => removeKeys(given, prefix) }
  if (server) {
    const redis = await startRedis(server)
    return { url: redis.url, stop: async () => redis[Symbol.asyncDispose]() }
  }
  try {
    const container = await new RedisContainer('redis:8').start()
    return { url: container.getConnectionUrl(), stop: async () => container.stop() }
  } catch {
    return undefined // no container engine
  }
}

function findServer(): string | undefined {
  const given = env['REDIS_SERVER']
  const folders = (env['PATH'] ?? '').split(delimiter)
  const onPath = ['redis-server', 'valkey-server'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  )
  return [...(given ? [given] : []), ...onPath].find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A Redis that was given to us may hold what belongs to others. */
async function removeKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url)
  for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1000 })) {
    if (Array.isArray(keys) && keys.length > 0) await redis.unlink(...keys.map(String))
  }
  redis.disconnect()
}
