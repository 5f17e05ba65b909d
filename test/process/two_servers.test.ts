// Servers of one Redis are interchangeable: what one is told, the other knows. What belongs to a process is listed in
// docs/durability.md, and is the last test here.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { queueOf } from '../api_data/queue_over_http.ts'
import { startServer, type ServerProcess } from '../helpers/server_process.ts'

const redis = inject('redisUrl')

const ask = async (
  { url }: ServerProcess,
  line: string,
  body?: unknown,
  headers: Record<string, string> = {},
) => {
  const [method = '', path = ''] = line.split(' ')
  const response = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, text }
}

describe.skipIf(redis === null)('two servers of one Redis', () => {
  let one: ServerProcess
  let other: ServerProcess

  beforeAll(async () => {
    const STORE_URL = `${redis}?prefix=${inject('redisPrefix')}${randomUUID()}:`
    const servers = [1, 2].map(() => startServer({ env: { STORE_URL } }))
    ;[one, other] = (await Promise.all(servers)) as [ServerProcess, ServerProcess]
  })
  afterAll(async () => {
    await one[Symbol.asyncDispose]()
    await other[Symbol.asyncDispose]()
  })

  test('share tasks and their leases', async () => {
    await queueOf(one, 'q').insert({ id: 'a' })
    const [leased] = await queueOf(other, 'q').lease()
    expect(leased).toMatchObject({ id: 'a' })
    expect(await queueOf(one, 'q').lease()).toEqual([])
    expect(await queueOf(other, 'q').send('DELETE', '/tasks/a')).toMatchObject({ status: 204 })
    expect(await queueOf(one, 'q').send('GET', '/tasks/a')).toMatchObject({ status: 404 })
  })

  test('share resources and the bytes of objects', async () => {
    await ask(one, 'POST /storage/v1/b?project=p', { name: 'things' })
    const bytes = 'x'.repeat(600_000)
    await ask(other, 'POST /upload/storage/v1/b/things/o?uploadType=media&name=a', bytes)
    expect((await ask(one, 'GET /storage/v1/b/things/o/a?alt=media')).text).toBe(bytes)
  })

  test('share queues of Cloud Tasks and their state', async () => {
    const queues = '/cloudtasks.googleapis.com/v2/projects/p/locations/us-central1/queues'
    const name = 'projects/p/locations/us-central1/queues/pushed'
    expect(await ask(one, `POST ${queues}`, { name })).toMatchObject({ status: 200 })
    await ask(other, `POST ${queues}/pushed:pause`, {})
    expect((await ask(one, `GET ${queues}/pushed`)).text).toContain('"PAUSED"')
  })

  test('share forks and snapshots of resources', async () => {
    const inFork = { 'x-emulator-fork': 'mine' }
    await ask(one, 'POST /_emulator/v1/forks?forkId=mine', {})
    await ask(other, 'POST /storage/v1/b?project=p', { name: 'forked' }, inFork)
    expect((await ask(one, 'GET /storage/v1/b/forked', undefined, inFork)).status).toBe(200)
    expect((await ask(one, 'GET /storage/v1/b/forked')).status).toBe(404)
    await ask(one, 'POST /_emulator/v1/snapshots?snapshotId=before', {})
    await ask(one, 'POST /storage/v1/b?project=p', { name: 'after' })
    await ask(other, 'POST /_emulator/v1/snapshots/before:restore', {})
    expect((await ask(one, 'GET /storage/v1/b/after')).status).toBe(404)
  })

  test('each have a time, calls and faults of their own', async () => {
    await ask(one, 'POST /_emulator/v1/time:advance', { duration: '3600s' })
    const timeOf = async (server: ServerProcess) =>
      Date.parse((JSON.parse((await ask(server, 'GET /_emulator/v1/time')).text) as Time).time)
    expect((await timeOf(one)) - (await timeOf(other))).toBeGreaterThan(3_000_000)
    await ask(one, 'POST /_emulator/v1/faults', { method: 'storage.*', status: 'UNAVAILABLE' })
    expect((await ask(one, 'GET /storage/v1/b/none')).status).toBe(503)
    expect((await ask(other, 'GET /storage/v1/b/none')).status).toBe(404)
    const calls = async (server: ServerProcess) =>
      (await ask(server, 'GET /_emulator/v1/calls?status=503')).text
    expect(await calls(one)).toContain('storage.buckets.get')
    expect(await calls(other)).not.toContain('storage.buckets.get')
  })
})

interface Time {
  readonly time: string
}
