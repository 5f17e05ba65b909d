// The page in a real browser, Debian's chromium-headless-shell or chromium; skipped where there is none, but not in CI.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEmulator, type Emulator } from '../../src/emulator.ts'
import { corpusDirectory } from '../helpers/corpus.ts'

const executable = ['chromium-headless-shell', 'chromium']
  .flatMap((name) =>
    (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)),
  )
  .find(isExecutable)

const required = process.env['REQUIRE_BROWSER'] === '1'

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const note = executable === undefined ? ': put chromium-headless-shell or chromium on the PATH' : ''

const desktop = { viewport: { width: 1280, height: 900 } }
const phone = { viewport: { width: 375, height: 812 }, hasTouch: true }

describe.skipIf(executable === undefined && !required)(`in a browser${note}`, () => {
  let browser: Browser
  const emulators: Emulator[] = []

  beforeAll(async () => {
    if (executable === undefined)
      throw new Error(
        'REQUIRE_BROWSER=1, but neither chromium-headless-shell nor chromium is on the PATH',
      )
    // With a profile of its own, which it removes.
    browser = await chromium.launch({ executablePath: executable, args: flags })
    emulators.push(await startEmulator())
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

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
