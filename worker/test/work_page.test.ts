// The page of the work: what it shows of a real worker, and what it does to dead letters. In a real browser, and without.
import { request } from 'node:http'
import { chromium, type Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findChromium } from '../../test/helpers/chromium.ts'
import { freePort } from '../../test/helpers/free_port.ts'
import type { Work } from '../src/health/work.ts'
import { startEmulator } from './helpers/emulator.ts'
import { messageIn, testQueue } from './helpers/queue.ts'
import { until } from './helpers/until.ts'
import { processorFile, workerProcess } from './helpers/worker_process.ts'

const executablePath = findChromium()

/** With two processes; `put` waits until what it put in is settled. */
async function working(more: Readonly<Record<string, string>> = {}) {
  const emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  const port = String(await freePort())
  const env = {
    ...queue.env,
    PORT: port,
    WORKER_PROCESSES: '2',
    TASK_RETRY_LIMIT: '2',
    SHUTDOWN_GRACE_SECONDS: '0.5',
    ...more,
  }
  const worker = workerProcess(['run', processorFile('many_kinds.ts')], { env })
  const url = `http://127.0.0.1:${port}`
  const work = async (): Promise<Work> => (await fetch(`${url}/work.json`)).json() as Promise<Work>
  await until('it is ready', () =>
    work().then(
      ({ ready }) => ready,
      () => false,
    ),
  )
  return {
    url,
    emulator,
    queue,
    work,
    async [Symbol.asyncDispose]() {
      await worker[Symbol.asyncDispose]()
      await emulator.stop()
    },
  }
}

test('all of it is in the JSON', async () => {
  await using service = await working()
  await service.queue.put({ do: 'nothing' }, { id: 'fine' })
  await service.queue.put({ do: 'give up' }, { id: 'poor' })
  await service.queue.put({ do: 'sleep until aborted' }, { id: 'long' })
  const work = await until('all is seen', async () => {
    const now = await service.work()
    const held = now.processes.flatMap(({ tasks }) => tasks)
    return now.recent.length > 1 && held.length > 0 && now.deadLetters?.total === 1 && now
  })
  expect(work).toMatchObject({
    ready: true,
    problem: null,
    queues: [service.queue.name],
    source: expect.stringContaining(service.queue.name),
    processors: [{ batch: false }],
    restarts: 0,
    schedules: [],
    counters: { done: 1, dead: 1 },
  })
  expect(work.processes.map(({ state }) => state).toSorted()).toEqual(['idle', 'working'])
  expect(work.processes.find(({ state }) => state === 'working')).toMatchObject({
    places: 1,
    tasks: [{ id: 'long', queue: service.queue.name, attempt: 1 }],
    waiting: 0,
  })
  const outcomes = new Map(work.recent.map((each) => [each.task, each]))
  expect(outcomes.get('fine')).toMatchObject({ outcome: 'done', attempt: 1, reason: null })
  expect(outcomes.get('poor')).toMatchObject({ outcome: 'dead', reason: 'hopeless' })
  expect(work.deadLetters?.letters).toMatchObject([
    { task: 'poor', reason: 'hopeless', attempts: 1, payload: '{"do":"give up"}', bytes: 16 },
  ])
})

/** As a browser would ask whose page says so. */
const ask = (url: string, method: string, headers: Readonly<Record<string, string>>) =>
  new Promise<{ status: number; body: string; location: string | undefined }>((resolve, reject) => {
    request(url, { method, headers }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => (body += text))
      response.on('end', () => {
        const { statusCode: status = 0, headers: answered } = response
        resolve({ status, body, location: answered.location })
      })
    })
      .on('error', reject)
      .end()
  })

test('a dead letter is retried and deleted by POST, from no page of another site and under no foreign name', async () => {
  await using service = await working({ WORKER_PROCESSES: '1' })
  const { url, queue } = service
  await queue.put({ do: 'give up' }, { id: 'poor' })
  const [letter] = await until('it is dead', async () => {
    const dead = (await service.work()).deadLetters?.letters ?? []
    return dead.length > 0 && dead
  })
  const path = `${url}/dead/${letter!.id}`
  const { host } = new URL(url)
  for (const [method, headers, status] of [
    ['GET', { host }, 405],
    ['POST', { host, origin: 'http://evil.example' }, 403],
    ['POST', { host, origin: 'null' }, 403],
    ['POST', { host, referer: 'http://evil.example/page' }, 403],
    ['POST', { host, 'sec-fetch-site': 'cross-site', origin: url }, 403],
    ['POST', { host, 'sec-fetch-site': 'same-site', origin: url }, 403],
    ['POST', { host: 'evil.example', origin: 'http://evil.example' }, 403],
  ] as const)
    expect({ headers, status: (await ask(`${path}/delete`, method, headers)).status }).toEqual({
      headers,
      status,
    })
  for (const page of ['/work', '/work.json', '/'])
    expect(await ask(url + page, 'GET', { host: 'evil.example' })).toMatchObject({ status: 403 })
  expect((await service.work()).deadLetters?.total).toBe(1)

  const back = await ask(`${path}/retry`, 'POST', { host })
  expect([back.status, JSON.parse(back.body)]).toEqual([200, { id: letter!.id, retried: true }])
  const [again] = await until('it is dead again', async () => {
    const dead = await queue.list('dead')
    return dead.length > 0 && dead
  })
  expect(messageIn(again!)).toMatchObject({ reason: 'hopeless' })
  const gone = await ask(`${url}/dead/${again!.id}/delete`, 'POST', {
    host,
    accept: 'text/html',
    origin: url,
    'sec-fetch-site': 'same-origin',
  })
  expect(gone).toMatchObject({ status: 303, location: '/work' })
  expect(await queue.list('dead')).toEqual([])
  const missing = await ask(`${url}/dead/%ff/delete`, 'POST', { host })
  expect([missing.status, missing.body]).toEqual([
    404,
    '{"id":"%ff","error":"there is no such dead letter"}\n',
  ])
})

test('a foreign task among the dead letters is named so, and can only be deleted', async () => {
  await using service = await working({ WORKER_PROCESSES: '1' })
  await service.queue.put(Buffer.from('by hand'), { id: 'strange', tag: 'dead' })
  const [letter] = await until('it is seen', async () => {
    const dead = (await service.work()).deadLetters?.letters ?? []
    return dead.length > 0 && dead
  })
  expect(letter).toMatchObject({ id: 'strange', foreign: true, diedAt: null, payload: 'by hand' })
  const page = await ask(`${service.url}/work`, 'GET', { accept: 'text/html' })
  expect(page.body).toContain('action="/dead/strange/delete"')
  expect(page.body).not.toContain('action="/dead/strange/retry"')
  const refused = await ask(`${service.url}/dead/strange/retry`, 'POST', {})
  expect(refused).toMatchObject({ status: 409, body: expect.stringContaining('it is foreign') })
  expect((await ask(`${service.url}/dead/strange/delete`, 'POST', {})).status).toBe(200)
})

test('a clock shows its schedules with their next runs, and no dead letters', async () => {
  const cron = { EXECUTION_TYPE: 'CRON', CRON_EXPRESSIONS: '0 3 * * *;30 4 * * *', CRON_TZ: 'UTC' }
  await using service = await working(cron)
  const { schedules, deadLetters } = await service.work()
  expect(deadLetters).toBeNull()
  expect(schedules).toEqual([
    { schedule: '0 3 * * *', next: expect.stringMatching(/T03:00:00.000Z$/) },
    { schedule: '30 4 * * *', next: expect.stringMatching(/T04:30:00.000Z$/) },
  ])
  expect(await (await fetch(`${service.url}/metrics`)).text()).toMatch(
    /^worker_schedule_next_run_timestamp_seconds\{schedule="0 3 \* \* \*"\} \d+$/m,
  )
  const page = await (await fetch(`${service.url}/work`)).text()
  expect(page).toContain('<code>30 4 * * *</code>')
})

test('a queue that is away is said in the place of its dead letters, and no order to it is lost in silence', async () => {
  await using service = await working()
  expect((await ask(service.url, 'GET', {})).body).toMatch(/^worker: 2 of 2 processes run/)
  await service.emulator.stop()
  const ordered = await ask(`${service.url}/dead/some/retry`, 'POST', {})
  expect(ordered).toMatchObject({ status: 409, body: expect.stringContaining('cannot reach') })
  const page = await ask(`${service.url}/`, 'GET', { accept: 'text/html' })
  expect(page.status).toBe(200)
  expect(page.body).toContain('<p class="problem">cannot reach the queue')
})

async function browse(
  run: (page: Page, complaints: string[], hosts: Set<string>) => Promise<void>,
) {
  const browser = await chromium.launch({
    executablePath: executablePath ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    const complaints: string[] = []
    const hosts = new Set<string>()
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (sent) => hosts.add(new URL(sent.url()).host))
    await run(page, complaints, hosts)
  } finally {
    await browser.close()
  }
}

test.skipIf(executablePath === undefined)(
  'in a browser it keeps itself fresh, retries and deletes, loads nothing of others and breaks on no phone',
  async () => {
    await using service = await working()
    await browse(async (page, complaints, hosts) => {
      await page.goto(service.url)
      await page.getByText('None yet.').waitFor()
      expect(await page.locator('#processes > li').count()).toBe(2)
      const nasty = '<script>alert(1)</script>'
      await service.queue.put({ do: 'give up', note: nasty.repeat(40) }, { id: 'poor' })
      // Without a reload.
      await page.locator('#recent').getByText('hopeless').waitFor()
      await page.locator('#dead').getByText('hopeless').waitFor()
      await page.locator('#dead summary').click()
      expect(await page.locator('#dead pre').textContent()).toContain(nasty)
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme })
        const width = await page.evaluate('document.documentElement.scrollWidth')
        expect(width).toBeLessThanOrEqual(390)
      }
      await page.getByRole('button', { name: /^retry / }).click()
      await until('it has died twice', async () => (await service.work()).counters.dead === 2)
      await page.goto(`${service.url}/work`)
      await page.getByRole('button', { name: /^delete / }).click()
      await page.getByText('None.', { exact: true }).waitFor()
      expect(await service.queue.list('dead')).toEqual([])
      expect(complaints).toEqual([])
      expect(hosts).toEqual(new Set([new URL(service.url).host]))
    })
  },
)

test.skipIf(executablePath === undefined)(
  'a page of another site deletes nothing, whatever form it sends',
  async () => {
    await using service = await working({ WORKER_PROCESSES: '1' })
    await service.queue.put({ do: 'give up' }, { id: 'poor' })
    const [letter] = await until('it is dead', async () => {
      const dead = (await service.work()).deadLetters?.letters ?? []
      return dead.length > 0 && dead
    })
    await browse(async (page) => {
      const action = `${service.url.replace('127.0.0.1', 'localhost')}/dead/${letter!.id}/delete`
      await page.goto(`${service.url}/livez`)
      await page.setContent(`<form method="post" action="${action}"><button>go</button></form>`)
      const [answer] = await Promise.all([page.waitForResponse(action), page.click('button')])
      expect(answer.status()).toBe(403)
    })
    expect(await service.queue.list('dead')).toHaveLength(1)
  },
)
