// The web endpoints: what they say of a worker's health, and whom they let ask.
import { createServer, request, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { noCounters } from '../src/host/counters.ts'
import { unreadiness, type Health } from '../src/health/health.ts'
import { metricsText } from '../src/health/metrics.ts'
import { serveHealth } from '../src/health/serve.ts'
import type { HostStatus } from '../src/host/host.ts'

const running: HostStatus = {
  started: true,
  counters: noCounters(),
  inFlight: 2,
  tasks: [],
  connected: true,
  draining: false,
  idleSince: undefined,
  recent: [],
  about: {
    source: 'queue a',
    queues: ['a'],
    processors: [{ name: 'greeter', kind: 'greet', batch: false }],
    places: 3,
    schedules: [{ description: 'every "10" seconds', nextAt: 1_767_225_600_500 }],
  },
}

const healthy: Health = {
  processes: [
    { pid: 1, status: running, silentMs: 0 },
    { pid: 2, status: running, silentMs: 0 },
  ],
  counters: { ...noCounters(), received: 9, done: 7, durationMs: 1500, lostLeases: 1 },
  recent: [],
  restarts: 3,
  stopping: false,
  crashLooping: false,
}

const withSecond = (second: Health['processes'][number]): Health => ({
  ...healthy,
  processes: [healthy.processes[0]!, second],
})

const letters = { view: async () => undefined, order: async () => 'missing' as const }

const options = {
  letters,
  allowedHosts: ['worker.internal'],
  health: () => healthy,
  quiet: () => undefined,
  name: 'a',
  version: '1',
}

let quieted = 0

async function asked(health: Health, path: string, init: RequestInit = {}) {
  await using server = await serveHealth({
    port: 0,
    host: '127.0.0.1',
    allowedHosts: ['worker.internal'],
    letters,
    health: () => health,
    quiet: () => void (quieted += 1),
    name: 'demo',
    version: '1.2.3',
  })
  const response = await fetch(server.url + path, init)
  return { status: response.status, body: await response.text(), headers: response.headers }
}

test.each([
  ['127.0.0.1:80', 200],
  ['localhost', 200],
  ['[::1]:8080', 200],
  ['Worker.Internal.:8080', 200],
  ['evil.example.com', 403],
  ['127.0.0.1.evil.example.com', 403],
])(
  'the Host %s is answered with %i, so that no page reads it under a name of its own',
  async (host, status) => {
    await using server = await serveHealth({ ...options, port: 0, host: '127.0.0.1' })
    const sent = request(`${server.url}/livez`, { headers: { host } }).end()
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    answer.resume()
    expect([answer.statusCode, answer.headers['x-content-type-options']]).toEqual([
      status,
      'nosniff',
    ])
  },
)

describe('a healthy worker', () => {
  test.each([
    ['/', 200, 'demo: 2 of 2 processes run, 7 tasks done\n'],
    ['/version', 200, '1.2.3\n'],
    ['/livez', 200, 'ok\n'],
    ['/readyz', 200, 'ok\n'],
    ['/readyz?verbose', 200, 'ok\n'],
    ['/_ah/health', 200, ''],
  ])('answers %s with %i', async (path, status, body) => {
    expect(await asked(healthy, path)).toMatchObject({ status, body })
  })

  test('has only these pages, to read', async () => {
    const missing = await asked(healthy, '/constructor')
    expect(missing).toMatchObject({ status: 404 })
    expect(missing.body).toContain('/readyz')
    const posted = await asked(healthy, '/livez', { method: 'POST' })
    expect(posted.status).toBe(405)
    expect(posted.headers.get('allow')).toBe('GET, HEAD')
    const head = await asked(healthy, '/version', { method: 'HEAD' })
    expect(head).toMatchObject({ status: 200, body: '' })
    expect(head.headers.get('content-length')).toBe('6')
  })

  test('counts as Prometheus reads it', async () => {
    const { headers, body } = await asked(healthy, '/metrics')
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(body).toBe(metricsText(healthy, { name: 'demo', version: '1.2.3' }))
    for (const line of body.trim().split('\n'))
      expect(line).toMatch(
        /^(# (HELP|TYPE) worker_\w+ .+|worker_\w+(\{\w+="([^"\\]|\\.)*"(,\w+="[^"]*")*\})? \d+(\.\d+)?)$/,
      )
    expect(body).toContain('\nworker_tasks_done_total 7\n')
    expect(body).toContain('\nworker_tasks_in_flight 4\n')
    expect(body).toContain('\nworker_task_duration_seconds_sum 1.5\n')
    expect(body).toContain('\nworker_leases_lost_total 1\n')
    expect(body).toContain('\nworker_restarts_total 3\n')
    expect(body).toContain('\nworker_ready 1\n')
    expect(body).toContain('\nworker_places 6\n')
    expect(body).toContain('\nworker_info{service="demo",version="1.2.3"} 1\n')
    expect(body).toContain(
      '\nworker_schedule_next_run_timestamp_seconds{schedule="every \\"10\\" seconds"} 1767225600.5\n',
    )
    // https://prometheus.io/docs/practices/naming/: counters end with _total, and nothing else does; base units.
    for (const [, name = '', type] of body.matchAll(/^# TYPE (\w+) (\w+)$/gm)) {
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter'])
      expect(name).not.toMatch(/(_ms|_millis|_milliseconds|_minutes|_kb|_mb|_count|_sum)(_total)?$/)
    }
    const names = [...body.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name)
    expect(new Set(names).size).toBe(names.length)
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
    for (const name of names) expect(readme).toMatch(new RegExp(`\`${name}[\`{]`))
  })
})

describe('a worker is not ready, and says why,', () => {
  test.each<[string, Health, string]>([
    [
      'while a process is missing',
      withSecond({ pid: undefined, status: undefined, silentMs: 0 }),
      '1 of 2 processes run',
    ],
    [
      'while one starts',
      withSecond({ pid: 2, status: undefined, silentMs: 0 }),
      '1 of 2 processes have started',
    ],
    [
      'while one does not reach its source',
      withSecond({ pid: 2, status: { ...running, connected: false }, silentMs: 0 }),
      '1 of 2 processes reach their source',
    ],
    [
      'while one drains',
      withSecond({ pid: 2, status: { ...running, draining: true }, silentMs: 0 }),
      'draining',
    ],
    ['while it stops', { ...healthy, stopping: true }, 'draining'],
  ])('%s, and lives', async (_, health, body) => {
    expect(unreadiness(health)).toBe(body)
    expect(await asked(health, '/readyz')).toMatchObject({ status: 503, body: `${body}\n` })
    expect((await asked(health, '/livez')).status).toBe(200)
    expect((await asked(health, '/metrics')).body).toContain('\nworker_ready 0\n')
  })

  test('in a crash loop, and does not live either', async () => {
    const health = { ...healthy, crashLooping: true }
    expect(await asked(health, '/livez')).toMatchObject({ status: 503 })
    expect(await asked(health, '/readyz')).toMatchObject({ status: 503 })
  })
})

test('POST /quiet is an order, which only a program may give', async () => {
  quieted = 0
  const read = await asked(healthy, '/quiet')
  expect(read.status).toBe(405)
  expect(read.headers.get('allow')).toBe('POST')
  const headers = { origin: 'http://evil.example' }
  expect(await asked(healthy, '/quiet', { method: 'POST', headers })).toMatchObject({ status: 403 })
  expect(quieted).toBe(0)
  const given = await asked(healthy, '/quiet', { method: 'POST' })
  expect(given).toMatchObject({ status: 202, body: 'no more tasks are taken\n' })
  expect(quieted).toBe(1)
})

test('the original health check has 500 and no words when a process is missing', async () => {
  const health = withSecond({ pid: undefined, status: undefined, silentMs: 0 })
  expect(await asked(health, '/_ah/health')).toMatchObject({ status: 500, body: '' })
})

test('an address that cannot be had is said in a sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  await expect(serveHealth({ ...options, port, host: '127.0.0.1' })).rejects.toThrow(
    `PORT is ${port}, but 127.0.0.1:${port} is in use already; choose another, or 0 for none`,
  )
  other.close()
  await expect(serveHealth({ ...options, port: 0, host: '203.0.113.1' })).rejects.toThrow(
    'HOST is "203.0.113.1", which is no address of this machine',
  )
})
