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
    'redis-sentinel://one:1,two:2',
    'redis-sentinel://one:1/name/zero',
    'redis-ring://one:1',
    'redis://localhost?wait=some',
    'redis://localhost?prefix=%',
    'redis://localhost?cacert=ca.crt',
  ])('%j is refused with a list of what is understood', async (url) => {
    await expect(open(url)).rejects.toThrow(/cannot read this URL.*sqlite:PATH, memory:, redis:/)
  })

  test('a URL of a Redis names user, password, host, port, database and key prefix', () => {
    expect(readAddress('rediss://ann:p%40ss@[::1]:7000/3?prefix=my%3A')).toEqual({
      kind: 'server',
      nodes: [{ host: '::1', port: 7000 }],
      master: undefined,
      username: 'ann',
      password: 'p@ss',
      database: 3,
      tls: {},
      replicas: 0,
      prefix: 'my:',
    })
    expect(readAddress('redis-cluster://:secret@one:1,two')).toMatchObject({
      kind: 'cluster',
      nodes: [
        { host: 'one', port: 1 },
        { host: 'two', port: 6379 },
      ],
      username: undefined,
      password: 'secret',
      prefix: 'tq:',
    })
  })

  test('a URL of Sentinels names the master, and its database', () => {
    for (const scheme of ['redis-sentinel', 'redis+sentinel'])
      expect(readAddress(`${scheme}://:secret@one,two:2/my%20master/4`)).toMatchObject({
        kind: 'sentinel',
        nodes: [
          { host: 'one', port: 26_379 },
          { host: 'two', port: 2 },
        ],
        master: 'my master',
        password: 'secret',
        database: 4,
        tls: undefined,
      })
  })

  test('a URL says how many replicas keep each change, and which certificates are used', () => {
    const files = 'cacert=/my%20ca.crt&cert=own.crt&key=own.key'
    expect(readAddress(`rediss-cluster://one?wait=2&${files}&prefix=p`)).toMatchObject({
      kind: 'cluster',
      replicas: 2,
      prefix: 'p',
      tls: { cacert: '/my ca.crt', cert: 'own.crt', key: 'own.key' },
    })
  })

  test('a description shows no password', () => {
    const address = readAddress('redis://ann:secret@host:7000')
    expect(address && describeAddress(address)).toBe('Redis at host:7000, database 0, keys tq:…')
    const watched = readAddress('redis-sentinel://:secret@one,two/main?wait=1')
    expect(watched && describeAddress(watched)).toBe(
      'Redis main of Sentinel at one:26379, two:26379, database 0, keys tq:…, kept by 1 replica',
    )
  })
})
