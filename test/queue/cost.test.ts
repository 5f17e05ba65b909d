// What an operation costs does not depend on how many tasks or tags there are; shown without a stopwatch.
import { Redis } from 'ioredis'
import { describe, expect, inject, test } from 'vitest'
import { Clock } from '../../src/clock.ts'
import { openTaskStore } from '../../src/queue/index.ts'
import { openTaskDatabase } from '../../src/queue/sqlite/database.ts'
import { availableSql, firstSql, spentSql } from '../../src/queue/sqlite/queries.ts'
import { startRedis } from '../helpers/redis_server.ts'
import { newQueue } from '../helpers/stores.ts'
import { lease, task } from './requests.ts'

describe('cost', () => {
  test.for([
    [availableSql.every, 'task_by_eta', 2],
    [availableSql.only, 'task_by_tag', 3],
    [availableSql.oldest, 'task_by_eta', 2],
    [firstSql, 'task_by_eta', 2],
    [spentSql, 'task_by_last_lease', 2],
  ] as const)(
    'SQLite reads in the order of an index, without sorting: %s',
    ([sql, index, values]) => {
      using database = openTaskDatabase(':memory:')
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`)
      const lines = plan.all(...Array.from({ length: values }, () => 1)).map(({ detail }) => detail)
      expect(lines[0]).toMatch(new RegExp(`^SEARCH task USING (?:COVERING )?INDEX ${index} \\(`))
      expect(lines.filter((line) => /SCAN|TEMP/.test(String(line)))).toEqual([])
    },
  )

  test.skipIf(inject('redisServer') === null)(
    'a lease in Redis runs as many commands among many tasks and tags as among few',
    async () => {
      await using server = await startRedis(inject('redisServer') ?? '')
      await using store = await openTaskStore(server.url, { clock: new Clock() })
      const redis = new Redis(server.port)
      const commandsFor = async (depth: number, tags: 'every' | 'oldest'): Promise<number> => {
        const queue = newQueue(1)
        const ids = Array.from({ length: depth }, (_, index) => `t${index}`)
        await Promise.all(ids.map((id) => store.insert(queue, task(id, { tag: id }))))
        await redis.config('RESETSTAT')
        await store.lease(queue, lease({ count: 1, tags: { kind: tags } }))
        const calls = (await redis.info('commandstats')).matchAll(/calls=(\d+)/g)
        return [...calls].reduce((sum, [, count]) => sum + Number(count), 0)
      }
      expect(await commandsFor(2000, 'every')).toBe(await commandsFor(2, 'every'))
      expect(await commandsFor(2000, 'oldest')).toBe(await commandsFor(2, 'oldest'))
      redis.disconnect()
    },
  )
})
