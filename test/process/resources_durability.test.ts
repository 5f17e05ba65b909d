// Resources after a crash, through the server's front: what was acknowledged is there, no operation is without its change and
// no change without its operation, and objects have all their bytes.
import { copyFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { startRedis } from '../helpers/redis_server.ts'
import { ownApiData, startServer, until, type ServerProcess } from '../helpers/server_process.ts'
import { apiWith, listOf, Operation, Status, text } from '../resources/documents.ts'

const binary = inject('redisServer')
const withLog = ['--appendonly', 'yes', '--appendfsync', 'always']

const PLACE = 'projects/p/locations/l'
const document = apiWith(
  {
    Lamp: { name: text, color: text },
    Lamps: { lamps: listOf('Lamp') },
    Operations: { operations: listOf('Operation') },
    Operation,
    OperationMetadata: { target: text, verb: text },
    Status,
  },
  {
    'lamps.create': [
      'POST v1/projects/*/locations/*/lamps',
      { request: 'Lamp', response: 'Operation', query: ['lampId'] },
    ],
    'lamps.get': ['GET v1/projects/*/locations/*/lamps/*', { response: 'Lamp' }],
    'lamps.list': ['GET v1/projects/*/locations/*/lamps', { response: 'Lamps' }],
    'lamps.delete': ['DELETE v1/projects/*/locations/*/lamps/*', { response: 'Operation' }],
    'operations.get': ['GET v1/projects/*/locations/*/operations/*', { response: 'Operation' }],
    'operations.list': ['GET v1/projects/*/locations/*/operations', { response: 'Operations' }],
  },
  { name: 'lamps' },
)

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'resources-'))
  writeFileSync(join(folder, 'lamps_v1.api'), JSON.stringify(document))
  copyFileSync(join(ownApiData, 'storage_v1.api'), join(folder, 'storage_v1.api'))
  writeFileSync(join(folder, 'storage_v1.ts'), `export * from '${ownApiData}/storage_v1.ts'\n`)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

type Json = Readonly<Record<string, unknown>>

async function ask({ url }: ServerProcess, line: string, body?: string): Promise<Json> {
  const [method, path] = line.split(' ') as [string, string]
  const response = await fetch(url + path, {
    method,
    ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
  })
  const answer = await response.text()
  if (!response.ok) throw new Error(`${line}: ${response.status} ${answer}`)
  return answer.startsWith('{') ? (JSON.parse(answer) as Json) : { text: answer }
}

/** What a server has acknowledged. */
class Acknowledged {
  /** Names of lamps, and of objects. */
  readonly made = new Set<string>()
  readonly operations = new Set<string>()
  /** Asked for, whether answered or not. */
  readonly deleting = new Set<string>()
  readonly deleted = new Set<string>()
}

const contentOf = (object: string): string => `${object} `.repeat(2000)

/** Six clients make and delete until the server is gone. */
async function workUntilGone(server: ServerProcess, round: number, done: Acknowledged) {
  const client = async (name: string): Promise<void> => {
    for (let i = 0; ; i += 1) {
      const id = `${name}-${round}-${i}`
      const lamp = `${PLACE}/lamps/${id}`
      const operation = await ask(server, `POST /v1/${PLACE}/lamps?lampId=${id}`, '{"color":"red"}')
      done.made.add(lamp)
      done.operations.add(String(operation['name']))
      await ask(server, `PUT /things/${id}`, contentOf(id))
      done.made.add(`/things/${id}`)
      if (i % 3 > 0) continue
      for (const [line, what] of [
        [`DELETE /v1/${lamp}`, lamp],
        [`DELETE /things/${id}`, `/things/${id}`],
      ] as const) {
        done.deleting.add(what)
        await ask(server, line)
        done.deleted.add(what)
      }
    }
  }
  await Promise.allSettled(['a', 'b', 'c', 'd', 'e', 'f'].map(client))
}

const namesIn = (items: unknown): string[] => (items as { name: string }[]).map(({ name }) => name)

/** What is wrong with what a server knows. */
async function faultsOf(server: ServerProcess, done: Acknowledged): Promise<string[]> {
  const faults: string[] = []
  const lamps = new Set(namesIn((await ask(server, `GET /v1/${PLACE}/lamps`))['lamps']))
  const { operations } = await ask(server, `GET /v1/${PLACE}/operations`)
  const all = operations as { name: string; metadata: { target: string; verb: string } }[]
  const known = new Set(namesIn(all))
  const { items } = await ask(server, 'GET /storage/v1/b/things/o')
  const objects = new Set(namesIn(items).map((name) => `/things/${name}`))
  for (const name of done.made) {
    const isThere = lamps.has(name) || objects.has(name)
    if (isThere ? done.deleted.has(name) : !done.deleting.has(name)) faults.push(`lost: ${name}`)
  }
  for (const name of done.operations) if (!known.has(name)) faults.push(`lost: ${name}`)
  const targets = new Set(all.map(({ metadata }) => metadata.target))
  for (const lamp of lamps) if (!targets.has(lamp)) faults.push(`without an operation: ${lamp}`)
  for (const target of targets)
    if (!lamps.has(target) && !done.deleting.has(target)) faults.push(`without a lamp: ${target}`)
  for (const object of objects) {
    const { text: bytes } = await ask(server, `GET ${object}`)
    if (bytes !== contentOf(object.slice('/things/'.length))) faults.push(`not whole: ${object}`)
  }
  return faults
}

describe.each(['SQLite', 'Redis'])('a crash (%s)', (store) => {
  const isRedis = store === 'Redis'

  test.skipIf(isRedis && binary === null)(
    'loses nothing acknowledged, and leaves no half of a change',
    async () => {
      await using redis = isRedis ? await startRedis(binary ?? '', withLog) : undefined
      const STORE_URL = redis?.url ?? `sqlite:${join(folder, 'resources.sqlite')}`
      const env = { STORE_URL, API_DATA: folder }
      const done = new Acknowledged()
      for (const round of [0, 1, 2]) {
        {
          await using server = await startServer({ env })
          if (round === 0) await ask(server, 'POST /storage/v1/b?project=p', '{"name":"things"}')
          const before = done.deleted.size
          const work = workUntilGone(server, round, done)
          await until('much is done', () => done.deleted.size > before + 20)
          server.signal('SIGKILL')
          await redis?.kill()
          await work
        }
        await redis?.start()
        await using server = await startServer({ env })
        expect(await faultsOf(server, done)).toEqual([])
      }
      expect(done.made.size).toBeGreaterThan(100)
    },
  )
})
