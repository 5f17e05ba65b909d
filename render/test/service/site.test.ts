// The web pages of the service, asked as clients ask.
import { expect, test } from 'vitest'
import { readFile } from 'node:fs/promises'
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

test(
  'health restarts workers that were killed or hang, and says so',
  { timeout: 120_000 },
  async () => {
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
  },
)

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
    'render: RESULT_STORE is "bucket:x", but must be directory:FOLDER',
    'render: RESULT_URL is "ftp://x", but must be an http address',
    'render: PRINT_ORIGINS has "example.org", but must have origins as http://localhost:*',
  ])
})
