// The page in a real browser, Debian's chromium-headless-shell or chromium; skipped where there is none, but not in CI.
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Emulator } from '../../src/emulator.ts'
import { startEmulator } from '../../src/start_emulator.ts'
import { findChromium } from '../helpers/chromium.ts'
import { apiFolder } from '../helpers/api_folder.ts'
import { corpusDirectory } from '../helpers/corpus.ts'
import { serving } from '../helpers/serving.ts'

const executable = findChromium()

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A site of the web, as far as the browser knows.
  '--host-resolver-rules=MAP web.example 127.0.0.1',
]

const note = executable === undefined ? ': put chromium-headless-shell or chromium on the PATH' : ''

const desktop = { viewport: { width: 1280, height: 900 } }
const phone = { viewport: { width: 375, height: 812 }, hasTouch: true }

describe.skipIf(executable === undefined)(`in a browser${note}`, () => {
  let browser: Browser
  const emulators: Emulator[] = []

  beforeAll(async () => {
    // With a profile of its own, which it removes.
    browser = await chromium.launch({ executablePath: executable ?? '', args: flags })
    emulators.push(await startEmulator({ apiData: apiFolder('taskqueue_v1beta2') }))
    if (corpusDirectory !== undefined)
      emulators.push(await startEmulator({ apiData: corpusDirectory }))
  })
  afterAll(async () => {
    await browser?.close()
    await Promise.all(emulators.map((emulator) => emulator.stop()))
  })

  test('the page loads without a complaint, and only itself', async () => {
    const { page, complaints, requests } = await open(browser, desktop)
    const { url } = emulators[0]!
    await page.goto(`${url}/`)
    expect(await page.title()).toBe(`${url.replace('http://', '')} – discovery-emulator`)
    expect(await page.evaluate('getComputedStyle(document.querySelector("summary")).display')).toBe(
      'grid',
    )
    expect(requests).toEqual([`${url}/`])
    expect(complaints).toEqual([])
  })

  test('a method opens and shows its curl line; one click on it selects all of it', async () => {
    const { page, complaints } = await open(browser, desktop)
    await page.goto(`${emulators[0]!.url}/`)
    const insert = page.locator('details', { hasText: 'Inserts a task.' })
    const curl = insert.locator('pre')
    expect(await curl.isVisible()).toBe(false)
    await insert.locator('summary').focus()
    await page.keyboard.press('Enter')
    expect(await curl.isVisible()).toBe(true)
    await curl.locator('code').click()
    expect(await page.evaluate('getSelection().toString()')).toBe(await curl.innerText())
    expect(complaints).toEqual([])
  })

  test.each([true, false])('search works, with scripts allowed: %s', async (javaScriptEnabled) => {
    const { page, complaints } = await open(browser, { ...desktop, javaScriptEnabled })
    await page.goto(`${emulators[0]!.url}/`)
    await page.getByRole('searchbox', { name: 'Search 8 methods' }).fill('new end lease patch')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.waitForURL('**/?q=*')
    expect(await page.locator('h1').innerText()).toBe('1 method for “new end lease patch”')
    expect(await page.locator('details pre').isVisible()).toBe(true)
    await page.getByRole('link', { name: 'Task Queue API' }).first().click()
    expect(await page.locator('h1').innerText()).toBe('Task Queue API')
    expect(complaints).toEqual([])
  })

  test.each(['light', 'dark'] as const)('follows the color scheme: %s', async (colorScheme) => {
    const { page } = await open(browser, { ...desktop, colorScheme })
    await page.goto(`${emulators[0]!.url}/`)
    const paper = await page.evaluate('getComputedStyle(document.body).backgroundColor')
    expect(paper).toBe(colorScheme === 'light' ? 'rgb(253, 253, 251)' : 'rgb(19, 22, 21)')
  })

  test('fits a phone, with every method open', async () => {
    const { page, complaints } = await open(browser, phone)
    const paths = [
      '/',
      '/?q=list',
      '/?api=taskqueue:v1beta2',
      '/?api=cloudtasks:v2',
      '/?api=apigee:v1',
    ]
    for (const { url } of emulators)
      for (const path of paths) {
        const response = await page.goto(url + path)
        if (response?.status() === 404) continue
        await page.evaluate(
          'for (const one of document.querySelectorAll("details")) one.open = true',
        )
        expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([
          path,
          375,
        ])
      }
    expect(complaints.filter((line) => !line.includes('404'))).toEqual([])
  })

  test('a page of this machine calls an API with all that a client sends, and reads the answer', async () => {
    await using site = await serving((_, response) => void response.end('<!doctype html>'))
    const { page, complaints } = await open(browser, desktop)
    await page.goto(site.url.replace('127.0.0.1', 'localhost'))
    expect(await page.evaluate(`(${callApi})('${emulators[0]!.url}')`)).toEqual({
      method: 'taskqueue.tasks.insert',
      payload: 'aGk=',
      batch: ['HTTP/1.1 200 OK', 'HTTP/1.1 404 Not Found'],
    })
    expect(complaints).toEqual([])
  })

  test('a page of the web can neither read an answer nor have a call done', async () => {
    await using site = await serving((_, response) => void response.end('<!doctype html>'))
    const { page } = await open(browser, desktop)
    await page.goto(site.url.replace('127.0.0.1', 'web.example'))
    const { url } = emulators[0]!
    expect(await page.evaluate(`(${tryApi})('${url}')`)).toEqual({
      fetched: 'no',
      sent: 'no',
      script: 'no',
    })
    const frame = `<iframe sandbox="allow-scripts" srcdoc="<script>(${tryApi})('${url}').then((x) => parent.postMessage(x, '*'))</script>"></iframe>`
    const framed = page.evaluate(
      `new Promise((resolve) => addEventListener('message', ({ data }) => resolve(data)))`,
    )
    await page.evaluate(`document.body.innerHTML = ${JSON.stringify(frame)}`)
    expect(await framed).toEqual({ fetched: 'no', sent: 'no', script: 'no' })
    const tasks = await fetch(`${url}/taskqueue/v1beta2/projects/p/taskqueues/web/tasks`)
    expect(await tasks.json()).toEqual({ kind: 'taskqueues#tasks' })
  })

  test.skipIf(corpusDirectory === undefined)(
    'leads from many APIs to the methods of one',
    async () => {
      const { page, complaints } = await open(browser, desktop)
      await page.goto(`${emulators[1]!.url}/`)
      await page.getByRole('link', { name: 'Cloud Pub/Sub API' }).click()
      expect(await page.locator('h1').innerText()).toBe('Cloud Pub/Sub API')
      await page.getByRole('searchbox').fill('snapshots')
      await page.keyboard.press('Enter')
      await page.waitForURL('**/?api=pubsub*q=snapshots')
      expect(await page.locator('h2').allInnerTexts()).toEqual(['Cloud Pub/Sub API v1'])
      expect(complaints).toEqual([])
    },
  )
})

/** Runs in a page: a call as Google's client for pages sends it, and a batch. */
const callApi = `async (url) => {
  const tasks = '/taskqueue/v1beta2/projects/p/taskqueues/page/tasks'
  const inserted = await fetch(url + tasks, {
    method: 'POST',
    credentials: 'include',
    headers: { 'content-type': 'application/json', authorization: 'Bearer x', 'x-goog-api-client': 'gl-js' },
    body: JSON.stringify({ id: 'a', payloadBase64: 'aGk=' }),
  })
  const part = (id) => '--b\\r\\nContent-Type: application/http\\r\\n\\r\\nGET ' + tasks + '/' + id + '\\r\\n\\r\\n'
  const batch = await fetch(url + '/batch/taskqueue/v1beta2', {
    method: 'POST',
    headers: { 'content-type': 'multipart/mixed; boundary=b' },
    body: part('a') + part('none') + '--b--',
  })
  return {
    method: inserted.headers.get('x-emulator-method'),
    payload: (await inserted.json()).payloadBase64,
    batch: (await batch.text()).match(/HTTP.*/g),
  }
}`

/** Runs in a page that may not: reading, writing without reading, and a script that the answer would call. */
const tryApi = `async (url) => {
  const tasks = url + '/taskqueue/v1beta2/projects/p/taskqueues/web/tasks'
  const outcome = (work, done) => work.then((value) => done(value), () => 'no')
  const fetched = await outcome(fetch(tasks), (answer) => answer.text())
  const body = JSON.stringify({ id: 'a', payloadBase64: 'aGk=' })
  const sent = await outcome(fetch(tasks, { method: 'POST', body }), () => 'yes')
  await outcome(fetch(tasks, { method: 'POST', body, mode: 'no-cors' }), () => '')
  window.read = (value) => (window.got = value)
  const script = document.createElement('script')
  script.src = tasks + '?callback=read'
  const ended = new Promise((resolve) => (script.onload = script.onerror = resolve))
  document.documentElement.append(script)
  await ended
  return { fetched, sent, script: window.got === undefined ? 'no' : 'yes' }
}`

/** A page in a profile of its own; `complaints` are what the browser writes to its console, `requests` what it fetches. */
async function open(browser: Browser, options: BrowserContextOptions) {
  const context = await browser.newContext(options)
  const page: Page = await context.newPage()
  const complaints: string[] = []
  const requests: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => requests.push(request.url()))
  return { page, complaints, requests }
}
