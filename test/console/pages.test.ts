// The pages of the console that scripts make, in a real browser: what they show, what they do, for everybody.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startEmulator, type Emulator } from '../../src/index.ts'
import { note, send, testApis } from '../control/helpers.ts'
import { findChromium } from '../helpers/chromium.ts'
import { ownApiData } from '../../src/config/api_data.ts'

const executable = findChromium()
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run']
const missing =
  executable === undefined ? ': put chromium-headless-shell or chromium on the PATH' : ''

const METHOD = '?api=notes:v1&method=notes.projects.notes.create'
const pages = [
  '',
  '?api=notes:v1',
  '?q=notes',
  '?view=resources',
  '?view=calls',
  '?view=tasks',
  '?view=time',
  METHOD,
]

const isFocused = (element: { matches(selector: string): boolean }): boolean =>
  element.matches(':focus')

describe.skipIf(executable === undefined)(`the console in a browser${missing}`, () => {
  let browser: Browser
  let notes: Emulator
  let tasks: Emulator
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executable ?? '', args: flags })
    notes = await startEmulator({ apiData: testApis() })
    tasks = await startEmulator({ apiData: ownApiData })
  })
  afterAll(async () => {
    await browser?.close()
    await Promise.all([notes?.stop(), tasks?.stop()])
  })
  beforeEach(() => Promise.all([notes.reset(), tasks.reset()]))

  /** `complaints`: what the browser has to say about the page. */
  async function open(
    { url }: Emulator,
    path: string,
    {
      width = 1280,
      colorScheme = 'light',
    }: { width?: number; colorScheme?: 'light' | 'dark' } = {},
  ): Promise<{ readonly page: Page; readonly complaints: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(`${url}/${path}`)
    await page.locator('h1').waitFor()
    return { page, complaints }
  }

  test.each(
    pages.flatMap((path) =>
      (['light', 'dark'] as const).map((colorScheme) => [path, colorScheme] as const),
    ),
  )('%s in %s fits a desk and a phone, and axe finds nothing', async (path, colorScheme) => {
    await note(notes, 'a')
    await send(notes, 'POST _emulator/v1/faults', { body: { method: 'x', status: 'ABORTED' } })
    await send(notes, 'POST _emulator/v1/snapshots?snapshotId=before', { body: {} })
    for (const width of [1280, 390]) {
      const { page, complaints } = await open(notes, path, { width, colorScheme })
      // What it shows has come.
      await page.waitForLoadState('networkidle').catch(() => {})
      await page.locator('main :is(.note, .clock, form, table, details)').first().waitFor()
      expect([width, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([
        width,
        width,
      ])
      expect(await violationsOf(page)).toEqual([])
      expect(complaints).toEqual([])
      await page.close()
    }
  })

  test('long names of queues, and of methods that fail, widen no page', async () => {
    const name = `projects/shop/locations/us-central1/queues/${'long-name-'.repeat(9)}`
    await send(
      tasks,
      'POST cloudtasks.googleapis.com/v2/projects/shop/locations/us-central1/queues',
      {
        body: { name },
      },
    )
    await send(tasks, 'POST _emulator/v1/faults', {
      body: { method: 'cloudtasks.projects.locations.queues.tasks.create', status: 'ABORTED' },
    })
    for (const [view, shown] of [
      ['tasks', 'pause long-name'],
      ['time', 'End fault'],
    ] as const) {
      const { page } = await open(tasks, `?view=${view}`, { width: 390 })
      const button = page.getByRole('button', { name: shown })
      await button.waitFor()
      expect([view, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([
        view,
        390,
      ])
      // A finger or the arrow keys bring it into sight.
      await button.scrollIntoViewIfNeeded()
      expect((await button.boundingBox())!.x).toBeLessThan(390)
      await page.close()
    }
  })

  test('who has come to a button keeps it when the page asks again, and when something has changed', async () => {
    const { page } = await open(tasks, '?view=tasks')
    const queue = 'projects/shop/locations/us-central1/queues/kept'
    const ask = (path: string, body: object) =>
      send(tasks, `POST cloudtasks.googleapis.com/v2/${path}`, { body })
    await ask('projects/shop/locations/us-central1/queues', { name: queue })
    await ask(`${queue}:pause`, {})
    const purge = page.getByRole('button', { name: 'purge kept' })
    await purge.focus()
    const button = await purge.elementHandle()
    for (let round = 0; round < 2; round += 1) await page.waitForResponse(/\/attempts/)
    expect(await button.evaluate(isFocused)).toBe(true)
    await ask(`${queue}/tasks`, { task: { httpRequest: { url: 'http://127.0.0.1:9/' } } })
    const row = page.getByRole('row', { name: 'purge kept' })
    await row.getByRole('cell', { name: '1', exact: true }).waitFor()
    expect(await purge.evaluate(isFocused)).toBe(true)
    await page.close()
  })

  test('a call that somebody has come to stays where it is when others come', async () => {
    const { page } = await open(notes, '?view=calls')
    await note(notes, 'first')
    const called = page.getByRole('button', { name: 'notes.projects.notes.create' })
    await called.focus()
    const first = await called.elementHandle()
    await note(notes, 'second')
    await expect.poll(() => called.count()).toBe(2)
    expect(await first.evaluate(isFocused)).toBe(true)
    await called.first().click()
    await page.locator('.detail', { hasText: '"noteId": "second"' }).waitFor()
    expect(await page.locator('[aria-selected=true]').count()).toBe(1)
    await page.close()
  })

  test('calls appear as they come, are found, looked at and forgotten', async () => {
    const { page, complaints } = await open(notes, '?view=calls')
    await page.getByText('No call yet.').waitFor()
    await note(notes, 'seen')
    await note(notes, 'seen')
    await page.getByRole('button', { name: 'notes.projects.notes.create' }).first().click()
    await page.locator('.detail', { hasText: 'ALREADY_EXISTS' }).waitFor()
    expect(await page.locator('.detail pre').first().innerText()).toContain('"noteId": "seen"')
    await page.getByLabel('Status').fill('ABORTED')
    await page.getByText('No call fits.').waitFor()
    await page.getByLabel('Status').fill('OK')
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1)
    const [archive] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download HAR' }).click(),
    ])
    expect(JSON.parse(readFileSync(await archive.path(), 'utf8'))).toMatchObject({
      log: { entries: [{ response: { status: 200 } }] },
    })
    await page.getByRole('button', { name: 'Clear' }).click()
    await expect.poll(() => notes.calls.list().length).toBe(0)
    expect(complaints).toEqual([])
    await page.close()
  })

  test('a resource is changed and deleted by hand, and a snapshot brings it back', async () => {
    await note(notes, 'a')
    const { page, complaints } = await open(notes, '?view=resources')
    await page.getByLabel('Snapshot').fill('kept')
    await page.getByRole('button', { name: 'Take a snapshot' }).click()
    await page.getByText('kept', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'a', exact: true }).click()
    const editor = page.getByLabel('projects/p/notes/a as JSON')
    await editor.fill('{"name": ')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('It is no JSON').waitFor()
    await editor.fill('{"name": "projects/p/notes/a", "text": "by hand"}')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
    expect((await send(notes, 'GET v1/projects/p/notes/a')).body).toMatchObject({ text: 'by hand' })
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('Deleted.').waitFor()
    expect((await send(notes, 'GET v1/projects/p/notes/a')).status).toBe(404)
    await page.getByRole('button', { name: 'Restore kept' }).click()
    await page.getByText('Restored kept.').waitFor()
    expect((await send(notes, 'GET v1/projects/p/notes/a')).body).toMatchObject({ text: 'a' })
    expect(complaints).toEqual([])
    await page.close()
  })

  test('time and faults are set with the keyboard alone', async () => {
    const { page, complaints } = await open(notes, '?view=time')
    await page.getByRole('button', { name: '+1 hour' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => notes.clock.offset).toBe(3600e6)
    await page.getByRole('button', { name: 'Freeze' }).focus()
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Resume' }).waitFor()
    expect(notes.clock.isFrozen).toBe(true)
    await page.getByLabel('Method', { exact: true }).focus()
    await page.keyboard.type('notes.*')
    await page.keyboard.press('Tab')
    await page.keyboard.type('UNAV')
    await page.getByRole('button', { name: 'Set the fault' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('status=UNAVAILABLE').waitFor()
    expect((await send(notes, 'GET v1/projects/p/notes')).status).toBe(503)
    await page.getByRole('button', { name: 'End fault' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('No fault is set.').waitFor()
    expect((await send(notes, 'GET v1/projects/p/notes')).status).toBe(200)
    expect(complaints).toEqual([])
    await page.close()
  })

  test('a method is tried by a form made from its document', async () => {
    const { page, complaints } = await open(notes, '?api=notes:v1')
    await page.locator('summary', { hasText: 'create' }).click()
    await page.getByRole('link', { name: 'Try it' }).first().click()
    await page.getByLabel('parent').fill('projects/tried')
    expect(await page.locator('h1').innerHTML()).toContain('projects.<wbr>notes.<wbr>create')
    await page.getByText('More parameters').click()
    await page.getByLabel('noteId').fill('one')
    await page.getByLabel('Message').fill('{"text": "from the page"}')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('200 OK').waitFor()
    expect((await send(notes, 'GET v1/projects/tried/notes/one')).body).toMatchObject({
      text: 'from the page',
    })
    expect(await page.locator('.steps').innerText()).toContain('api.projects.notes.create({')
    expect(complaints).toEqual([])
    await page.close()
  })

  test('queues are paused, resumed and purged, and a task is run', async () => {
    const queue = 'projects/shop/locations/us-central1/queues/mails'
    const host = 'cloudtasks.googleapis.com/v2'
    await send(tasks, `POST ${host}/projects/shop/locations/us-central1/queues`, {
      body: { name: queue },
    })
    const { page, complaints } = await open(tasks, '?view=tasks')
    await page.getByRole('button', { name: 'pause mails' }).click()
    await page.getByText('paused').waitFor()
    await send(tasks, `POST ${host}/${queue}/tasks`, {
      body: { task: { httpRequest: { url: `${tasks.url}/_emulator/health`, httpMethod: 'GET' } } },
    })
    await page.getByRole('button', { name: 'mails', exact: true }).click()
    await page.locator('.detail summary').click()
    await send(tasks, `POST ${host}/${queue}/tasks`, {
      body: { task: { name: `${queue}/tasks/later`, httpRequest: { url: tasks.url } } },
    })
    await page.locator('.detail summary', { hasText: 'later' }).waitFor()
    // The one that was open still is, though the list was drawn anew.
    await page.getByRole('button', { name: 'Run now' }).first().click()
    await page.getByText('It runs.').waitFor()
    await page
      .getByRole('region', { name: 'Latest attempts' })
      .getByText('200', { exact: true })
      .waitFor()
    await page.getByRole('button', { name: 'resume mails' }).click()
    await page.getByText('running').waitFor()
    expect(complaints).toEqual([])
    await page.close()
  })

  test('a page of another fork shows and changes that fork', async () => {
    await using fork = await notes.fork('mine')
    await note(notes, 'there', fork.headers)
    const { page, complaints } = await open(notes, '?view=resources')
    await page.getByText('No resources yet.').waitFor()
    await page.getByLabel('Fork').selectOption('mine')
    await page.getByRole('button', { name: 'there' }).waitFor()
    await page.getByRole('button', { name: 'Reset everything' }).click()
    await page.getByText('No resources yet.').waitFor()
    expect(complaints).toEqual([])
    await page.close()
  })
})

/** What axe finds wrong, in short. */
async function violationsOf(page: Page): Promise<string[]> {
  // The policy of the page lets nothing in, so the checker comes by the protocol of the browser.
  const session = await page.context().newCDPSession(page)
  await session.send('Runtime.evaluate', { expression: axe })
  const { result } = await session.send('Runtime.evaluate', {
    expression:
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).join(" | ")))',
    awaitPromise: true,
    returnByValue: true,
  })
  return result.value as string[]
}
