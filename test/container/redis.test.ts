// A Redis in a container: one of the ways in which our tests find one.
import { RedisContainer } from '@testcontainers/redis'
import { startEmulator } from 'discovery-emulator'
import { describe, expect, inject, test } from 'vitest'
import { testQueue } from '../../worker/test/helpers/queue.ts'

describe.skipIf(!inject('hasEngine'))('a Redis in a container', () => {
  test('keeps tasks while emulators come and go', async () => {
    await using redis = await new RedisContainer('redis:8').start()
    const storeUrl = redis.getConnectionUrl()
    let name: string
    let id: string
    {
      await using first = await startEmulator({ storeUrl })
      const queue = testQueue(first.url)
      name = queue.name
      id = await queue.put({ a: 1 })
    }
    await using second = await startEmulator({ storeUrl })
    expect(await testQueue(second.url, name).available('task')).toMatchObject([{ id }])
  })
})
