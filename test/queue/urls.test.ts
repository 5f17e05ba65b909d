// What a URL of a task store may be, and what is said of one that is wrong.
import { describe, expect, test } from 'vitest'
import { Clock } from '../../src/clock.ts'
import { openTaskStore } from '../../src/queue/index.ts'
import { describeAddress, readAddress } from '../../src/store/redis/address.ts'

const open = (url: string) => openTaskStore(url, { clock: new Clock() })

describe('URLs of task stores', () => {
  test.for([
    '',
    'tasks.db',
    'sqlite:',
    'memory:tasks',
    'postgres://localhost/tasks',
    'redis:localhost',
    'redis://',
    'redis://localhost:port',
    'redis://localhost:99999',
    'redis://localhost/zero',
    'redis://localhost?timeout=1',
    'redis://one,two',
    'redis-cluster://one:1,two:2/3',
  ])('%j is refused with a list of what is understood', async (url) => {
    await expect(open(url)).rejects.toThrow(/cannot read this URL.*sqlite:PATH, memory:, redis:/)
  })

  test('a URL of a Redis names user, password, host, port, database and key prefix', () => {
    expect(readAddress('rediss://ann:p%40ss@[::1]:7000/3?prefix=my%3A')).toEqual({
      cluster: false,
      nodes: [{ host: '::1', port: 7000 }],
      username: 'ann',
      password: 'p@ss',
      database: 3,
      tls: true,
      prefix: 'my:',
    })
    expect(readAddress('redis-cluster://:secret@one:1,two')).toMatchObject({
      cluster: true,
      nodes: [
        { host: 'one', port: 1 },
        { host: 'two', port: 6379 },
      ],
      username: undefined,
      password: 'secret',
      prefix: 'tq:',
    })
  })

  test('a description shows no password', () => {
    const address = readAddress('redis://ann:secret@host:7000')
    expect(address && describeAddress(address)).toBe('Redis at host:7000, database 0, keys tq:…')
  })
})
