// A failover of Redis may lose the latest writes in the middle of a change that takes several. Such a change is refused: no half
// of it is ever seen. The losses are made by hand here, at the worst moments.
import { Redis } from 'ioredis'
import { describe, expect, inject, test } from 'vitest'
import { describeStores, open } from '../../helpers/resource_stores.ts'
import { api, created, put, seen } from './steps.ts'

const unavailable = { name: 'ApiError', status: 'UNAVAILABLE', code: 503 }

describeStores('what an import has written', ({ newUrl }) => {
  test('and is lost before its end makes it fail, and what was there stays', async () => {
    await using store = await open(newUrl())
    await put(store, { 'p/old': 'x' })
    async function* resources() {
      for (let i = 0; i < 1200; i += 1) {
        yield { api, name: `q/${i}`, value: {} }
        if (i === 700) await lose('499')
      }
    }
    const lose = async (id: string): Promise<void> => {
      const { scans } = await store.entries.read({
        keys: [],
        scans: [{ from: '', to: '\u{10ffff}', limit: 1e5 }],
      })
      const deletes = scans[0]!.map(({ key }) => key).filter((key) => key.includes(id))
      expect(deletes.length).toBeGreaterThan(0)
      await store.entries.commit({ seen: [], spans: [], puts: [], deletes })
    }
    await expect(store.replace('', resources())).rejects.toMatchObject(unavailable)
    expect(await created(store, 'p')).toEqual(['p/old'])
    expect(await created(store, 'q')).toEqual([])
  })
})

const redisUrl = inject('redisUrl')

describe.skipIf(redisUrl === null)('bytes in Redis', () => {
  const prefix = `${inject('redisPrefix')}lost:`
  const opened = () => open(`${redisUrl}?prefix=${prefix}`)
  const part = Buffer.alloc(262_144, 'x')

  /** Loses the last part of the only blob there is. */
  async function loseLast(): Promise<void> {
    const redis = new Redis(redisUrl!)
    const [key = ''] = await redis.keys(`${prefix}{resources}:blob:*`)
    await redis.rpop(key)
    redis.disconnect()
  }

  async function* parts() {
    yield part
    yield part
  }

  async function* partsThatLoseOne() {
    yield* parts()
    await loseLast()
    yield part
  }

  test('that lose a part on the way are refused', async () => {
    await using store = await opened()
    await expect(store.putBlob(partsThatLoseOne())).rejects.toMatchObject(unavailable)
  })

  test('that lose their end before a resource refers to them are no resource', async () => {
    await using store = await opened()
    const { id } = await store.putBlob(parts())
    await loseLast()
    const writes = [{ over: await seen(store, 'p/a'), value: {}, blobs: [id] }]
    await expect(store.commit('', { writes, seen: [], lists: [] })).rejects.toMatchObject({
      ...unavailable,
      message: expect.stringContaining('send them again'),
    })
    expect((await seen(store, 'p/a')).stored).toBeUndefined()
    expect(await store.readBlob(id)).toBeUndefined()
  })
})
