// Several processes at one store, and what is left of one that is killed: everything it was told is kept, and never a part of
// a change.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, expect, inject, test } from 'vitest'
import type { ResourceStore } from '../../../src/resources/store/store.ts'
import { startRedis } from '../../helpers/redis_server.ts'
import { open, stores } from '../../helpers/resource_stores.ts'
import { api, created } from './steps.ts'

const program = new URL('writing_process.ts', import.meta.url).pathname

function writing(
  url: string,
  name: string,
  most: number,
  stderr: 'inherit' | 'ignore' = 'inherit',
) {
  const child = spawn(process.execPath, [program, url, name, String(most)], {
    stdio: ['ignore', 'pipe', stderr],
  })
  return { child, output: text(child.stdout), ended: once(child, 'exit') }
}

const idsOf = (names: readonly string[]) => names.map((one) => one.slice(one.indexOf('/') + 1))

/** Ids of books, each of which has its operation and is counted. */
async function idsIn(store: ResourceStore): Promise<string[]> {
  const books = idsOf(await created(store, 'books'))
  expect(idsOf(await created(store, 'operations'))).toEqual(books)
  const [counter] = await store.get('', [{ api, name: 'counters/all' }])
  expect(counter?.stored?.value['resource'] ?? { count: 0 }).toEqual({ count: books.length })
  return books
}

describe.each(stores.filter(({ name }) => name !== 'memory'))('$name', ({ newUrl, isMissing }) => {
  test.skipIf(isMissing)(
    'a killed process leaves all that it was told is kept, whole',
    async () => {
      const url = newUrl()
      const { child, output, ended } = writing(url, 'killed', 1e6)
      let lines = 0
      await new Promise<void>((resolve) =>
        child.stdout.on('data', (data: Buffer) => {
          lines += data.toString().split('\n').length - 1
          if (lines > 100) resolve()
        }),
      )
      child.kill('SIGKILL')
      await ended
      const acknowledged = (await output).split('\n').slice(0, -1)
      await using store = await open(url)
      const kept = new Set(await idsIn(store))
      expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
      expect(acknowledged.length).toBeGreaterThan(100)
    },
  )

  test.skipIf(isMissing)('processes at once lose no change of each other', async () => {
    const url = newUrl()
    const processes = ['one', 'two', 'three'].map((name) => writing(url, name, 30))
    const outputs = await Promise.all(processes.map(({ output }) => output))
    const codes = await Promise.all(processes.map(({ ended }) => ended))
    expect(codes.map(([code]) => code as unknown)).toEqual([0, 0, 0])
    await using store = await open(url)
    const acknowledged = outputs.flatMap((output) => output.split('\n').filter(Boolean))
    expect(acknowledged).toHaveLength(180)
    expect(new Set(await idsIn(store))).toEqual(new Set(acknowledged))
  })
})

test.skipIf(inject('redisServer') === null)(
  'a Redis that is killed and started again has all that it acknowledged, whole',
  async () => {
    const settings = ['--appendonly', 'yes', '--appendfsync', 'always']
    await using redis = await startRedis(inject('redisServer') ?? '', settings)
    await using store = await open(redis.url)
    const { child, output, ended } = writing(redis.url, 'a', 1e6, 'ignore')
    await once(child.stdout, 'data')
    await expect
      .poll(async () => (await created(store, 'books')).length, { timeout: 20_000 })
      .toBeGreaterThan(50)
    await redis.kill()
    await ended // of the refusal, which it does not catch
    await redis.start()
    await expect.poll(() => store.forks().catch(() => undefined), { timeout: 10_000 }).toBeDefined()
    const kept = new Set(await idsIn(store))
    const acknowledged = (await output).split('\n').slice(0, -1)
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
    expect(acknowledged.length).toBeGreaterThan(50)
  },
)
