// The web pages of the service, asked as clients ask.
import { expect, test } from 'vitest'
import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import {
  gridTask,
  isAlive,
  results,
  startEmulator,
  startRender,
  statusOf,
  testQueue,
  until,
} from '../helpers/render_service.ts'

const health = async (url: string) => {
  const response = await fetch(`${url}/_ah/health`)
  const body = (await response.json()) as {
    workers: { number: number; pid: number | null; state: string }[]
  }
  return { status: response.status, ...body }
}

const html = (url: string): Promise<string> =>
  fetch(url, { headers: { accept: 'text/html' } }).then((response) => response.text())

test('programs find the original at /, people a page with the last results', async () => {
  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  await using service = await startRender(queue)
  await service.ready()
  const plain = await fetch(service.url)
  expect(await plain.text()).toBe('CS-Unplugged - Render Engine')
  const { version } = JSON.parse(
    await readFile(join(import.meta.dirname, '../../package.json'), 'utf8'),
  ) as { version: string }
  expect(await (await fetch(`${service.url}/version`)).text()).toBe(`${version}\n`)
  expect(await html(service.url)).toContain('None yet.')

  const id = await queue.put({ ...gridTask, resource_name: '<i>Grid</i>' })
  await queue.put({ ...gridTask, copies: 99 })
  await results(queue, 2)
  const page = await until('the page shows both', async () => {
    const text = await html(service.url)
    return text.includes(id) && text.includes('Value (99) for copies') && text
  })
  expect(page).toContain('&lt;i&gt;Grid&lt;-i&gt; (a4).pdf')
  expect(page).not.toContain('<i>Grid')
  const path = /<object data="([^"]+)"/.exec(page)?.[1] ?? ''
  const shown = await fetch(service.url + path)
  expect(shown.headers.get('content-type')).toBe('application/pdf')
  expect(Buffer.from(await shown.arrayBuffer()).toString('latin1')).toMatch(/^%PDF-1\.7/)
  expect(await statusOf(`${service.url}/recent/${id}/other.pdf`)).toBe(404)
})

test('health restarts workers that were killed or hang, and says so', async () => {
  await using emulator = await startEmulator()
  await using service = await startRender(testQueue(emulator.url), { WORKER_PROCESSES: '2' })
  await service.ready()
  const before = await health(service.url)
  expect(before).toMatchObject({
    status: 200,
    workers: [
      { number: 1, state: 'idle', task: null, since: null },
      { number: 2, state: 'idle', task: null, since: null },
    ],
  })
  const pids = await service.workers()
  expect(before.workers.map(({ pid }) => pid)).toEqual(pids)

  for (const pid of pids) process.kill(pid, 'SIGKILL')
  await until('both are gone', () => pids.every((pid) => !isAlive(pid)))
  const [first, second] = await Promise.all([health(service.url), health(service.url)])
  expect(first.status).toBe(200)
  expect(second.status).toBe(200)
  const others = await service.workers()
  expect(others).toHaveLength(2)
  expect(others.filter((pid) => pids.includes(pid))).toEqual([])

  process.kill(others[0]!, 'SIGSTOP')
  const after = await until('it is not missed any more', async () => {
    const answer = await health(service.url)
    return !answer.workers.some(({ pid }) => pid === others[0]) && answer
  })
  expect(after.status).toBe(200)
  expect(isAlive(others[0]!)).toBe(false)
})

test('SIGTERM ends the service with 0, and its workers with it', async () => {
  await using emulator = await startEmulator()
  await using service = await startRender(testQueue(emulator.url), { WORKER_PROCESSES: '2' })
  await service.ready()
  const pids = await service.workers()
  service.signal('SIGTERM')
  expect(await service.ended).toBe(0)
  expect(pids.filter(isAlive)).toEqual([])
})

test('wrong settings are all named, and end the service with 78', async () => {
  await using service = await startRender(
    { env: {} },
    {
      RESULT_STORE: 'bucket:x',
      RESULT_URL: 'ftp://x',
      PRINT_ORIGINS: 'example.org',
      TASK_SECONDS: 'long',
    },
  )
  expect(await service.ended).toBe(78)
  const lines = service.output().trim().split('\n')
  expect(lines).toEqual([
    expect.stringMatching(/^render: TASK_SECONDS is "long", but must be /),
    'render: RESULT_STORE is "bucket:x", but must be directory:FOLDER or gs://BUCKET/PREFIX',
    'render: RESULT_URL is "ftp://x", but must be an http address',
    'render: PRINT_ORIGINS has "example.org", but must have origins as http://localhost:*',
  ])
})

/** As a browser would ask whose page says so: `fetch` sets no Host. */
function ask(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; body: string; nosniff: boolean }> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => (body += text))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body,
          nosniff: response.headers['x-content-type-options'] === 'nosniff',
        }),
      )
    })
      .on('error', reject)
      .end()
  })
}

test('a host that is not this machine reads nothing, unless a setting names it', async () => {
  await using emulator = await startEmulator()
  await using service = await startRender(testQueue(emulator.url), {
    ALLOWED_HOSTS: 'Render, other.test',
    RESULT_URL: 'https://results.example.org/x',
  })
  await service.ready()
  for (const path of [
    '/',
    '/results/a/b.pdf',
    '/recent/a/b.pdf',
    '/_ah/health',
    '/metrics',
    '/nowhere',
  ]) {
    expect(await ask(service.url + path, { host: 'evil.example.com:5051' }), `at ${path}`).toEqual({
      status: 403,
      body: 'Requests for the host "evil.example.com" are refused: it is not this machine. Allow it with ALLOWED_HOSTS.\n',
      nosniff: true,
    })
    expect((await ask(service.url + path, {})).nosniff, `at ${path}`).toBe(true)
  }
  for (const host of [
    'localhost:1',
    'a.localhost',
    '[::1]:5051',
    '10.0.0.7',
    'render:5051',
    'OTHER.test.',
    'results.example.org',
  ])
    expect((await ask(service.url, { host })).status, `for ${host}`).toBe(200)
})

test('the health check restarts nothing when a page of another origin asks', async () => {
  await using emulator = await startEmulator()
  await using service = await startRender(testQueue(emulator.url), { HUNG_SECONDS: '600' })
  await service.ready()
  const [pid] = (await service.workers()) as [number]
  process.kill(pid, 'SIGSTOP')
  const path = `${service.url}/_ah/health`
  await until('it is silent', async () => (await ask(path, { origin: 'null' })).status === 500)
  for (const headers of [
    { origin: 'https://evil.example.com' },
    { referer: 'https://evil.example.com/page' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
    { 'sec-fetch-site': 'same-site' },
  ])
    expect(await ask(path, headers)).toMatchObject({
      status: 500,
      body: expect.stringMatching(/"state":"silent".*"restarts":0/),
    })
  expect(await service.workers()).toEqual([pid])
  expect((await ask(path, { 'sec-fetch-site': 'none' })).status).toBe(200)
  expect(await service.workers()).not.toContain(pid)
})

test('no text of a task ends the service or reaches a page as it is', async () => {
  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  await using service = await startRender(queue)
  const texts = ['half \ud83d', '\udc00\u0000\u001b]0;title\u0007\u202e', '\u009b31m\u2028x\u007f']
  const sent = new Map<string, string>()
  for (const text of texts) {
    for (const key of ['resource_name', 'header_text', 'url', 'resource_slug'])
      sent.set(await queue.put({ ...gridTask, [key]: text }), key)
    for (const key of ['kind', 'resource_view', 'paper_size', 'copies'])
      sent.set(await queue.put({ ...gridTask, [key]: text }), key)
    sent.set(await queue.put({ ...gridTask, kind: 'task#print', url: text }), 'url')
  }
  const told = await results(queue, sent.size)
  for (const { task_id, success, filename, error } of told) {
    const shown = filename ?? error?.message ?? ''
    expect(shown, `of ${sent.get(task_id)}`).not.toMatch(/\p{Cc}|[\ud800-\udfff\u2028\u202e]/u)
    expect(success ? sent.get(task_id) : error?.field).toBe(sent.get(task_id))
  }
  expect(told.filter(({ success }) => success).length).toBeGreaterThanOrEqual(6)
  await until('the page shows the last', async () =>
    (await html(service.url)).includes(told.at(-1)!.task_id),
  )
  expect(await (await fetch(`${service.url}/_ah/health`)).json()).toMatchObject({ restarts: 0 })
  expect(await service.workers()).toHaveLength(1)
})
