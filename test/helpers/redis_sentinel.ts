// A real Redis with a replica, watched by three Sentinels, on ports of this machine.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { optionsOf, startRedis, startRedisProgram, type RedisServer } from './redis_server.ts'

export interface WatchedRedis extends AsyncDisposable {
  readonly url: string
  /** The first is the master at the beginning. */
  readonly servers: readonly RedisServer[]
  /** Whom the Sentinels call master now. */
  master(): Promise<RedisServer>
}

const SENTINELS = 3
const NAME = 'mymaster'

interface WatchedOptions {
  readonly binary: string
  /** Of master and replica. */
  readonly settings?: readonly string[]
  /** Milliseconds of silence after which a master counts as gone. */
  readonly downAfter?: number
}

export async function startWatchedRedis(options: WatchedOptions): Promise<WatchedRedis> {
  const { binary, settings = [], downAfter = 15_000 } = options
  await using stack = new AsyncDisposableStack()
  const own = [...optionsOf({ 'repl-diskless-sync-delay': 0 }), ...settings]
  const master = stack.use(await startRedis(binary, own))
  const replica = stack.use(
    await startRedis(binary, [...optionsOf({ replicaof: `127.0.0.1 ${master.port}` }), ...own]),
  )
  await until(master.port, async (client) =>
    (await client.info('replication')).includes('state=online'),
  )
  const sentinels = await Promise.all(
    Array.from({ length: SENTINELS }, async () =>
      stack.use(await startSentinel({ binary, master: master.port, downAfter })),
    ),
  )
  for (const { port } of sentinels)
    await until(port, async (client) => {
      const known = await client.info('sentinel')
      return known.includes(`slaves=1,sentinels=${SENTINELS}`)
    })
  const servers = [master, replica]
  const all = stack.move()
  return {
    url: `redis-sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',')}/${NAME}`,
    servers,
    async master() {
      const client = new Redis(sentinels[0]!.port)
      const told = (await client.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME)) as string[]
      client.disconnect()
      return servers.find(({ port }) => String(port) === told[1])!
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

interface SentinelOptions {
  readonly binary: string
  /** Its port. */
  readonly master: number
  readonly downAfter: number
  readonly quorum?: number
  /** More lines of its file. */
  readonly settings?: readonly string[]
}

export const startSentinel = (options: SentinelOptions): Promise<RedisServer> =>
  startRedisProgram(options.binary, async (port, folder) => {
    const { master, downAfter, quorum = 2, settings = [] } = options
    const file = join(folder, 'sentinel.conf')
    const lines = [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${folder}`,
      ...settings,
      `sentinel monitor ${NAME} 127.0.0.1 ${master} ${quorum}`,
      `sentinel down-after-milliseconds ${NAME} ${downAfter}`,
      `sentinel failover-timeout ${NAME} 10000`,
    ]
    await writeFile(file, `${lines.join('\n')}\n`)
    return [file, '--sentinel']
  })

async function until(port: number, isSo: (client: Redis) => Promise<boolean>): Promise<void> {
  const client = new Redis(port)
  const deadline = Date.now() + 60_000
  try {
    while (!(await isSo(client))) {
      if (Date.now() > deadline) throw new Error('master, replica and Sentinels do not meet')
      await pause(20)
    }
  } finally {
    client.disconnect()
  }
}
