// Redis over TLS, with certificates of an authority that nobody knows: one server, a cluster, and by Sentinel.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { Clock } from '../../../src/clock.ts'
import { openTaskStore } from '../../../src/queue/index.ts'
import { makeCertificates, type Certificates } from '../../helpers/certificates.ts'
import { freePort } from '../../helpers/free_port.ts'
import { optionsOf, startRedis, type RedisServer } from '../../helpers/redis_server.ts'
import { startSentinel } from '../../helpers/redis_sentinel.ts'
import { open as openResources } from '../../helpers/resource_stores.ts'
import { newQueue } from '../../helpers/stores.ts'
import { task } from '../../queue/requests.ts'
import { put, valueOf } from '../../resources/store/steps.ts'

const binary = inject('redisServer')
let folder: string
let files: Certificates

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redis-tls-'))
  files = await makeCertificates(folder)
})
afterAll(() => rm(folder, { recursive: true }))

const settings = (port: number) => ({
  'tls-port': port,
  'tls-cert-file': files.cert,
  'tls-key-file': files.key,
  'tls-ca-cert-file': files.ca,
})

/** A Redis that wants a certificate of its clients, as it does by default. */
async function startTls(
  more: Readonly<Record<string, string | number>> = {},
): Promise<{ readonly server: RedisServer; readonly port: number }> {
  const port = await freePort()
  const server = await startRedis(binary ?? '', optionsOf({ ...settings(port), ...more }))
  return { server, port }
}

const own = (): string => `cacert=${files.ca}&cert=${files.cert}&key=${files.key}`
const open = (url: string) => openTaskStore(url, { clock: new Clock() })

/** What both stores have kept of what they were told. */
async function kept(url: string): Promise<unknown[]> {
  await using tasks = await open(url)
  const queue = newQueue()
  await tasks.insert(queue, task('a'))
  await using resources = await openResources(url)
  await put(resources, { 'p/a': 'one' })
  return [(await tasks.get(queue, 'a'))?.id, await valueOf(resources, 'p/a')]
}

describe.skipIf(binary === null)('Redis over TLS', () => {
  test('one server', async () => {
    const { server, port } = await startTls()
    await using _ = server
    expect(await kept(`rediss://127.0.0.1:${port}?${own()}`)).toEqual(['a', 'one'])
  })

  test('a cluster', async () => {
    const { server, port } = await startTls({
      'cluster-enabled': 'yes',
      'cluster-port': await freePort(),
      'cluster-announce-ip': '127.0.0.1',
      'tls-cluster': 'yes',
    })
    await using _ = server
    const client = new Redis(server.port)
    await client.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383')
    await expect
      .poll(() => client.cluster('INFO'), { timeout: 20_000 })
      .toContain('cluster_state:ok')
    client.disconnect()
    expect(await kept(`rediss-cluster://127.0.0.1:${port}?${own()}`)).toEqual(['a', 'one'])
  })

  test('a master that Sentinel knows', async () => {
    const { server, port } = await startTls()
    await using _ = server
    const sentinelPort = await freePort()
    const lines = Object.entries({ ...settings(sentinelPort), 'tls-replication': 'yes' })
    await using _sentinel = await startSentinel({
      binary: binary ?? '',
      master: port,
      downAfter: 60_000,
      quorum: 1,
      settings: lines.map((line) => line.join(' ')),
    })
    expect(await kept(`rediss-sentinel://127.0.0.1:${sentinelPort}/mymaster?${own()}`)).toEqual([
      'a',
      'one',
    ])
  })

  test('what is missing is said in a sentence', async () => {
    const { server, port } = await startTls()
    await using _ = server
    const url = `rediss://127.0.0.1:${port}`
    const advice = 'name the authority that signed its certificate with \\?cacert=FILE'
    await Promise.all([
      expect(open(url)).rejects.toThrow(
        new RegExp(`^task store: no Redis at [^\n]*certificate[^\n]*${advice}[^\n]*$`),
      ),
      // The authority is known, but the server wants to know its client as well.
      expect(open(`${url}?cacert=${files.ca}`)).rejects.toThrow(new RegExp(advice)),
      expect(open(`${url}?cacert=${folder}/none.crt`)).rejects.toThrow(
        `task store: cannot read ${folder}/none.crt (ENOENT)`,
      ),
    ])
  })
})
