// What is under test: a server with several processes on one of the stores, which can be killed and started again at its address.
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { freePort } from '../helpers/free_port.ts'
import { startRedis, type RedisServer } from '../helpers/redis_server.ts'
import { ownApiData, startServer, type ServerProcess } from '../helpers/server_process.ts'
import { apiWith } from '../resources/documents.ts'
import { libraryDocument } from './load/resources.ts'

/** SQLite and Redis are used by two server processes, memory by one. */
export type StoreName = 'SQLite' | 'memory' | 'Redis'

export interface Subject extends AsyncDisposable {
  readonly url: string
  readonly storeUrl: string
  /** Where the store's file is, uploads are kept, and logs go. */
  readonly folder: string
  readonly server: () => ServerProcess
  /** What the server has noted of faults of its own, each once. */
  errors(): Promise<string[]>
  /** Only of the Redis store. */
  readonly redis: RedisServer | undefined
  /** All processes of the server, killed and started again. */
  restart(): Promise<void>
}

export interface SubjectOptions {
  /** More of the environment of the server. */
  readonly env?: Readonly<Record<string, string>>
  /** Where the store's file and uploads are; a new folder by default. */
  readonly folder?: string
  /** Server processes. */
  readonly workers?: number
}

const LOG = 'access.log'

/** It loses nothing that it has acknowledged when it is killed. */
const durable = ['--appendonly', 'yes', '--appendfsync', 'always']

export async function startSubject(
  store: StoreName,
  options: SubjectOptions = {},
): Promise<Subject> {
  await using stack = new AsyncDisposableStack()
  const own = await mkdtemp(join(tmpdir(), 'faults-'))
  stack.defer(() => rm(own, { recursive: true, force: true }))
  const apiData = join(own, 'api_data')
  await writeDocuments(apiData)
  const folder = options.folder ?? own
  const redis =
    store === 'Redis'
      ? stack.use(await startRedis(inject('redisServer') ?? '', durable))
      : undefined
  const port = await freePort()
  const env = {
    PORT: String(port),
    STORE_URL: urlOf(store, folder, redis),
    WEB_CONCURRENCY: String(store === 'memory' ? 1 : (options.workers ?? 2)),
    API_DATA: apiData,
    ACCESSLOG: join(own, LOG),
    UPLOAD_DIR: join(folder, 'uploads'),
    ...options.env,
  }
  const start = () => startServer({ env, folder: own })
  let server = await start()
  stack.defer(() => server[Symbol.asyncDispose]())
  const all = stack.move()
  return {
    url: server.url,
    storeUrl: env.STORE_URL,
    folder,
    errors: async () => errorsIn(await readFile(join(own, LOG), 'utf8')),
    server: () => server,
    redis,
    async restart() {
      await server[Symbol.asyncDispose]()
      server = await start()
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

function urlOf(store: StoreName, folder: string, redis: RedisServer | undefined): string {
  if (store === 'memory') return 'memory:'
  return redis?.url ?? `sqlite:${join(folder, 'store.sqlite')}`
}

/** Lines of the log that have the stack of an error which no client sees. */
function errorsIn(log: string): string[] {
  const lines = log.split('\n').filter((line) => /"status":500/.test(line))
  return [...new Set(lines.map((line) => /"error":"(?:\\.|[^"\\])*"/.exec(line)?.[0] ?? line))]
}

const megabytes = { type: 'number', format: 'double' } as const

/** Of the API that tells what memory the server takes. */
const memoryDocument = apiWith(
  { Memory: { kept: megabytes, resident: megabytes } },
  { get: ['GET v1/memory', { response: 'Memory' }] },
  { name: 'memory' },
)

/** After a full collection of garbage; megabytes. */
const memoryHandlers = `
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')
export const handlers = {
  'memory.get': async () => {
    await collect({ execution: 'async' })
    await collect({ execution: 'async' })
    const { heapUsed, external, rss } = process.memoryUsage()
    return { kept: Math.round((heapUsed + external) / 1e4) / 100, resident: Math.round(rss / 1e4) / 100 }
  },
}
`

/** Task Queue, Cloud Storage, an API without code, and the one that tells of memory. */
async function writeDocuments(folder: string): Promise<void> {
  await mkdir(folder)
  await writeFile(join(folder, 'library_v1.api'), JSON.stringify(libraryDocument))
  await writeFile(join(folder, 'memory_v1.api'), JSON.stringify(memoryDocument))
  await writeFile(join(folder, 'memory_v1.ts'), memoryHandlers)
  for (const name of ['taskqueue_v1beta2', 'storage_v1']) {
    await copyFile(join(ownApiData, `${name}.api`), join(folder, `${name}.api`))
    await writeFile(join(folder, `${name}.ts`), `export * from '${ownApiData}/${name}.ts'\n`)
  }
}
