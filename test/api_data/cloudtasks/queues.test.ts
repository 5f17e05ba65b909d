// Queues over a socket: rates, pausing, masks, lists, policies, files at the start.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEmulator, type Emulator } from '../../../src/index.ts'
import { clientOf, type Client } from './client.ts'
import { startTarget, type Target } from './target.ts'

const folder = mkdtempSync(join(tmpdir(), 'cloudtasks-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let emulator: Emulator
let target: Target
let client: Client

beforeAll(async () => {
  emulator = await startEmulator()
  target = await startTarget()
  client = clientOf(emulator.url)
})
afterAll(async () => {
  await emulator.stop()
  await target[Symbol.asyncDispose]()
})

/** Waits for what a background dispatcher does. */
async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error('it did not come about')
    await pause(5)
  }
}

const sent = (path: string) => target.received.filter((received) => received.path === path)

async function fill(queue: string, path: string, tasks: number): Promise<void> {
  for (let i = 0; i < tasks; i += 1)
    await client.task(queue, { httpRequest: { url: `${target.url}${path}` } })
}

describe('a queue', () => {
  test('has the defaults of the real service', async () => {
    const name = await client.queue()
    expect((await client.call('GET', name)).json).toEqual({
      name,
      state: 'RUNNING',
      rateLimits: {
        maxDispatchesPerSecond: 500,
        maxBurstSize: 100,
        maxConcurrentDispatches: 1000,
      },
      retryConfig: {
        maxAttempts: 100,
        minBackoff: '0.100s',
        maxBackoff: '3600s',
        maxDoublings: 16,
      },
    })
  })

  test.for([
    { rate: 0.5, advance: 2, more: 1 },
    { rate: 2, advance: 0.5, more: 1 },
    { rate: 20, advance: 0.2, more: 4 },
  ])('of $rate tasks a second sends its burst, then its rate', async ({ rate, advance, more }) => {
    await using own = await startEmulator()
    const other = clientOf(own.url)
    const queue = await other.queue({ rateLimits: { maxDispatchesPerSecond: rate } })
    await other.call('POST', `${queue}:pause`, {})
    const path = `/rate-${rate}`
    for (let i = 0; i < 30; i += 1)
      await other.task(queue, { httpRequest: { url: `${target.url}${path}` } })
    const { json } = await other.call('POST', `${queue}:resume`, {})
    const burst = json.rateLimits.maxBurstSize
    await until(() => sent(path).length >= burst)
    const before = sent(path).length
    own.clock.advance(advance)
    await until(() => sent(path).length >= before + more)
    // Real time passes, too; but not enough for what remains.
    expect(sent(path).length).toBeLessThan(30)
  })

  test('sends no more at a time than it may', async () => {
    const queue = await client.queue({ rateLimits: { maxConcurrentDispatches: 2 } })
    const held: (() => void)[] = []
    for (let i = 0; i < 4; i += 1)
      target.answers.push((response) => void held.push(() => response.end()))
    await fill(queue, '/concurrent', 4)
    await until(() => held.length === 2)
    emulator.clock.advance(5)
    await pause(300) // in which a third would have come
    expect(held).toHaveLength(2)
    held.shift()!()
    await until(() => held.length === 2 && sent('/concurrent').length === 3)
    for (const end of held.splice(0)) end()
    await until(() => held.length === 1)
    held[0]!()
    await emulator.tasks.runUntilIdle()
  })

  test('that is paused sends nothing; what is under way finishes; a task that is run is sent once', async () => {
    const queue = await client.queue()
    let end: (() => void) | undefined
    target.answers.push((response) => (end = () => void response.end()))
    const first = await client.task(queue, { httpRequest: { url: `${target.url}/paused` } })
    await until(() => sent('/paused').length === 1)
    expect((await client.call('POST', `${queue}:pause`, {})).json).toMatchObject({
      state: 'PAUSED',
    })
    const second = await client.task(queue, { httpRequest: { url: `${target.url}/paused` } })
    end?.()
    await emulator.tasks.runUntilIdle()
    expect((await client.call('GET', first.name)).status).toBe(404)
    expect(sent('/paused')).toHaveLength(1)
    const { json } = await client.call('POST', `${second.name}:run`, {})
    expect(json).toMatchObject({
      dispatchCount: 1,
      lastAttempt: { dispatchTime: expect.any(String) },
    })
    await until(() => sent('/paused').length === 2)
    await emulator.tasks.runUntilIdle()
    await client.call('POST', `${queue}:resume`, {})
    await emulator.tasks.runUntilIdle()
    expect(sent('/paused')).toHaveLength(2)
  })

  test('sends nothing of what was deleted or purged, however near its time', async () => {
    const queue = await client.queue()
    const scheduleTime = new Date(Date.now() + 3_600_000).toISOString()
    const later = () =>
      client.task(queue, { httpRequest: { url: `${target.url}/gone` }, scheduleTime })
    const one = await later()
    await later()
    expect((await client.call('DELETE', one.name)).json).toEqual({})
    const { json } = await client.call('POST', `${queue}:purge`, {})
    expect(json.purgeTime).toMatch(/Z$/)
    expect((await client.call('GET', `${queue}/tasks`)).json).toEqual({})
    emulator.clock.advance(3700)
    expect(await emulator.tasks.runUntilIdle()).toBe(0)
    expect(sent('/gone')).toEqual([])
  })

  test('is changed where a mask says, in either case; a field without a value becomes the default', async () => {
    const queue = await client.queue({
      rateLimits: { maxDispatchesPerSecond: 7, maxConcurrentDispatches: 3 },
      retryConfig: { maxAttempts: 5 },
      httpTarget: { uriOverride: { host: 'localhost' } },
    })
    const patch = (mask: string, body: object) =>
      client.call('PATCH', `${queue}?updateMask=${mask}`, body)
    const one = await patch('rate_limits.max_dispatches_per_second', {
      rateLimits: { maxDispatchesPerSecond: 0.5 },
    })
    expect(one.json).toMatchObject({
      rateLimits: { maxDispatchesPerSecond: 0.5, maxConcurrentDispatches: 3 },
      retryConfig: { maxAttempts: 5 },
    })
    const two = await patch('httpTarget,retryConfig', {})
    expect(two.json).toMatchObject({ retryConfig: { maxAttempts: 100 } })
    expect(two.json.httpTarget).toBeUndefined()
    const made = `${client.location}/queues/upserted`
    expect((await client.call('PATCH', made, {})).json).toMatchObject({ name: made })
  })

  test('is listed by its name, in pages, and by a filter that must stay the same', async () => {
    const other = clientOf(emulator.url)
    const names = []
    for (let i = 0; i < 5; i += 1) names.push(await other.queue())
    await other.call('POST', `${names[0]}:pause`, {})
    const list = async (query: string) =>
      (await other.call('GET', `${other.location}/queues?${query}`)).json
    const first = await list('pageSize=3')
    const second = await list(`pageSize=3&pageToken=${first.nextPageToken}`)
    const all = [...first.queues, ...second.queues].map(({ name }: { name: string }) => name)
    expect(all).toEqual(names.toSorted())
    expect(second.nextPageToken).toBeUndefined()
    const paused = await list('filter=state%3A%20PAUSED')
    expect(paused.queues).toMatchObject([{ name: names[0] }])
    expect((await list('filter=state!%3DPAUSED')).queues).toHaveLength(4)
    const wrong = await list(`filter=state%3DRUNNING&pageToken=${first.nextPageToken}`)
    expect(wrong.error.status).toBe('INVALID_ARGUMENT')
  })

  test('has a policy, which only who read it last may write over', async () => {
    const queue = await client.queue()
    const post = async (verb: string, body: object) =>
      (await client.call('POST', `${queue}:${verb}`, body)).json
    expect(await post('getIamPolicy', {})).toEqual({ etag: 'ACAB' })
    const policy = { bindings: [{ role: 'roles/viewer', members: ['user:a@example.com'] }] }
    const set = await post('setIamPolicy', { policy })
    expect(set).toMatchObject(policy)
    expect(await post('getIamPolicy', {})).toEqual(set)
    expect((await post('setIamPolicy', { policy: { etag: 'ACAB' } })).error).toMatchObject({
      code: 409,
      status: 'ABORTED',
    })
    const permissions = ['cloudtasks.queues.get']
    expect(await post('testIamPermissions', { permissions })).toEqual({ permissions })
    const { status, json } = await client.call('POST', `${queue}-none:testIamPermissions`, {
      permissions,
    })
    expect({ status, json }).toEqual({ status: 200, json: {} })
  })

  test('with 2,500 tasks lists each of them once', async () => {
    const queue = await client.queue()
    await client.call('POST', `${queue}:pause`, {})
    for (let i = 0; i < 25; i += 1) {
      const requests = Array.from({ length: 100 }, () => ({
        task: { httpRequest: { url: 'http://localhost/' } },
      }))
      const { json } = await client.call('POST', `${queue}/tasks:batchCreate`, { requests })
      expect(json.metadata.state).toBe('SUCCEEDED')
    }
    const seen = new Set<string>()
    let token = ''
    let pages = 0
    do {
      const { json } = await client.call('GET', `${queue}/tasks?pageToken=${token}`)
      for (const { name } of json.tasks) seen.add(name)
      token = json.nextPageToken ?? ''
      pages += 1
    } while (token !== '')
    expect({ seen: seen.size, pages }).toEqual({ seen: 2500, pages: 3 })
  })
})

describe('a file at the start', () => {
  test('makes queues with their rates and retries: JSON, and queue.yaml for every project', async () => {
    const json = join(folder, 'queues.json')
    const yaml = join(folder, 'queue.yaml')
    const name = 'projects/p/locations/europe-west1/queues/full'
    writeFileSync(
      json,
      JSON.stringify({
        queues: [
          { name, rateLimits: { maxDispatchesPerSecond: 0.5 }, retryConfig: { maxAttempts: 3 } },
          { name: 'every', state: 'PAUSED' },
        ],
      }),
    )
    writeFileSync(
      yaml,
      'queue:\n- name: mail\n  rate: 2/m\n  bucket_size: 3\n  retry_parameters:\n    task_retry_limit: 4\n    task_age_limit: 2d\n- name: render\n  mode: pull\n',
    )
    await using own = await startEmulator({ settings: { queues_file: json, queue_yaml: yaml } })
    const { call } = clientOf(own.url)
    expect((await call('GET', name)).json).toMatchObject({
      rateLimits: { maxDispatchesPerSecond: 0.5 },
      retryConfig: { maxAttempts: 3 },
    })
    const home = 'projects/any/locations/us-central1'
    expect((await call('GET', `${home}/queues/every`)).json).toMatchObject({ state: 'PAUSED' })
    const mail = (await call('GET', `${home}/queues/mail`)).json
    expect(mail.rateLimits.maxDispatchesPerSecond).toBeCloseTo(2 / 60)
    expect(mail).toMatchObject({
      rateLimits: { maxBurstSize: 3 },
      retryConfig: { maxAttempts: 5, maxRetryDuration: '172800s' },
    })
    const listed = (await call('GET', `${home}/queues`)).json.queues
    expect(listed.map((queue: { name: string }) => queue.name.split('/').at(-1))).toEqual([
      'every',
      'mail',
      'render',
    ])
  })

  test('that is wrong stops the start, with the place', async () => {
    const file = join(folder, 'wrong.json')
    writeFileSync(
      file,
      '{"queues":[{"name":"a"},{"name":"b","rateLimits":{"maxDispatchesPerSecond":501}}]}',
    )
    await expect(startEmulator({ settings: { queues_file: file } })).rejects.toThrow(
      '/queues/1: RateLimits.maxDispatchesPerSecond must be less than or equal to 500.',
    )
  })

  test('may come later, as a queue.yaml that replaces the queues of an app', async () => {
    const yaml = 'queue:\n- name: uploaded\n  rate: 9/s\n'
    const data = Buffer.from(yaml).toString('base64')
    const answer = await fetch(`${emulator.url}/api/queue/update?appId=s~yamlapp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ contentType: 'text/yaml', data }),
    })
    expect(answer.status).toBe(200)
    const { json } = await client.call(
      'GET',
      'projects/yamlapp/locations/us-central1/queues/uploaded',
    )
    expect(json).toMatchObject({ rateLimits: { maxDispatchesPerSecond: 9 } })
  })

  test('may come as the file itself', async () => {
    const answer = await fetch(`${emulator.url}/api/queue/update?appId=s~rawapp`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: 'queue:\n- name: raw\n  rate: 7/s\n',
    })
    expect(answer.status).toBe(200)
    const { json } = await client.call('GET', 'projects/rawapp/locations/us-central1/queues/raw')
    expect(json).toMatchObject({ rateLimits: { maxDispatchesPerSecond: 7 } })
  })
})
