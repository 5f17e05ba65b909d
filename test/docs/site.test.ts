// The site as it is read: from files, by a browser, on a phone, by keyboard.
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, normalize } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { buildSite } from '../../site/build.ts'
import { findChromium } from '../helpers/chromium.ts'

// Browsers, on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const folder = mkdtempSync(join(tmpdir(), 'site-'))
let files: readonly string[]

beforeAll(async () => {
  await buildSite(folder)
  files = globSync('**/*.html', { cwd: folder })
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const textOf = (file: string): string => readFileSync(join(folder, file), 'utf8')
const valuesOf = (html: string, form: RegExp): string[] =>
  [...html.matchAll(form)].map(([, value]) => value!)

test('every link within the site leads to a file and to a section that is there', () => {
  const idsOf = new Map(
    files.map((file) => [file, new Set(valuesOf(textOf(file), / id="([^"]+)"/g))]),
  )
  const broken = files.flatMap((file) =>
    valuesOf(textOf(file), / (?:href|src)="(?!https?:|data:)([^"]+)"/g)
      .filter((target) => {
        const [path = '', section] = target.split('#')
        const found = path === '' ? file : normalize(join(dirname(file), path))
        const isThere = idsOf.has(found) || globSync(found, { cwd: folder }).length === 1
        return !isThere || (section !== undefined && !idsOf.get(found)?.has(section))
      })
      .map((target) => `${file}: ${target}`),
  )
  expect(files.length).toBeGreaterThan(100)
  expect(broken).toEqual([])
})

test('every page of the repository is in it, and can be reached', () => {
  const linked = new Set(
    files.flatMap((file) =>
      valuesOf(textOf(file), / href="(?!https?:|data:|#)([^"#]+)/g).map((path) =>
        normalize(join(dirname(file), path)),
      ),
    ),
  )
  expect(files.filter((file) => !linked.has(file))).toEqual([])
  const sources = globSync('docs/**/*.md', { cwd: join(import.meta.dirname, '../..') })
  const pages = new Set(files)
  const missing = sources
    .map((source) =>
      source
        .replace(/^docs\//, '')
        .replace(/README\.md$/, 'index.md')
        .replace(/\.md$/, '.html'),
    )
    .filter((page) => !pages.has(page))
  expect(missing).toEqual([])
})

test('ids of methods break between their names, and every command has its help', () => {
  expect(textOf('coverage/secretmanager_v1.html')).toContain(
    '<code>secretmanager.<wbr>projects.<wbr>secrets.<wbr>addVersion</code>',
  )
  expect(textOf('reference/command_line.html')).toContain('--upstream URL')
})

test('what is exported is in the reference, with its documentation', () => {
  const page = textOf('reference/handlers.html')
  expect(page).toContain('<h3 id="startemulator">startEmulator</h3>')
  expect(page).toContain('An emulator for a test: on a free port')
  expect(page).not.toMatch(/#ahead|constructor\(\) \{/)
})

test.each(['handlers', 'queue', 'worker'])(
  'every export in reference/%s has documentation',
  (name) => {
    const page = textOf(`reference/${name}.html`)
    const bare = valuesOf(page, /<h3 id="[^"]+">([^<]+)<\/h3>\n(?!<p>)/g)
    expect(page).toContain('<h3 id=')
    expect(bare).toEqual([])
  },
)

const executable = findChromium()
const note = executable === undefined ? ': put chromium-headless-shell or chromium on the PATH' : ''
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const desktop = { viewport: { width: 1400, height: 900 } }
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true }

/** Of each kind one. */
const looks = [
  'index',
  'first_steps',
  'overview',
  'security',
  'writing_an_api',
  'reference/settings',
  'reference/handlers',
  'reference/control_api',
  'coverage/index',
  'coverage/storage_v1',
  'decisions/index',
  'files/test/client/control.py',
]

const faultsOf = async (page: Page): Promise<unknown> => {
  await page.evaluate(axe)
  return await page.evaluate(
    'axe.run({ preload: false }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))',
  )
}

describe.skipIf(executable === undefined)(`in a browser${note}`, () => {
  let browser: Browser
  beforeAll(async () => {
    const args = ['--headless', '--no-sandbox', '--disable-gpu']
    browser = await chromium.launch({ executablePath: executable ?? '', args })
  })
  afterAll(() => browser?.close())

  /** A page of the site; `complaints`: what the browser says is wrong, and what is asked of others. */
  async function open(path: string, options: BrowserContextOptions) {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) complaints.push(request.url())
    })
    await page.goto(pathToFileURL(join(folder, `${path}.html`)).href)
    return { page, complaints, [Symbol.asyncDispose]: () => context.close() }
  }

  test.each(looks)('%s fits a phone and a desktop, in the light and in the dark', async (path) => {
    for (const [viewport, colorScheme] of [
      [phone, 'light'],
      [desktop, 'dark'],
    ] as const) {
      await using opened = await open(path, { ...viewport, colorScheme })
      const { page, complaints } = opened
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(
        viewport.viewport.width,
      )
      expect(await faultsOf(page)).toEqual([])
      expect(complaints).toEqual([])
    }
  })

  test('the search is found, asked and followed by keys', async () => {
    await using opened = await open('reference/settings', desktop)
    const { page, complaints } = opened
    await page.keyboard.press('/')
    await page.keyboard.type('rebinding')
    await page.locator('#found [role=option]').first().waitFor()
    expect(await page.getByRole('combobox').getAttribute('aria-expanded')).toBe('true')
    expect(await faultsOf(page)).toEqual([])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/security.html#what-it-refuses')
    expect(complaints).toEqual([])
  })

  test('a search for nothing says so', async () => {
    await using opened = await open('index', phone)
    const { page } = opened
    await page.getByRole('combobox').fill('zyzzyva')
    await page.getByText('Nothing has “zyzzyva”.').waitFor()
    await page.keyboard.press('Escape')
    expect(await page.locator('#found').isVisible()).toBe(false)
  })

  test('on a phone the menu is shut until it is asked for, and leads to pages', async () => {
    await using opened = await open('first_steps', phone)
    const { page } = opened
    const link = page
      .getByRole('navigation', { name: 'Pages', exact: true })
      .getByRole('link', { name: 'Security' })
    expect(await link.isVisible()).toBe(false)
    await page.getByText('Pages', { exact: true }).click()
    await link.click()
    await page.waitForURL('**/security.html')
  })

  test('without scripts all can be read and reached', async () => {
    await using opened = await open('first_steps', { ...phone, javaScriptEnabled: false })
    const { page } = opened
    expect(await page.getByRole('link', { name: 'Security' }).first().isVisible()).toBe(true)
    expect(await page.locator('.search').isVisible()).toBe(false)
  })

  test('a copied session is its commands', async () => {
    await using opened = await open('first_steps', {
      ...desktop,
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const { page } = opened
    await page.evaluate(
      'navigator.clipboard.writeText = async (text) => void (window.copied = text)',
    )
    await page.getByRole('button', { name: 'Copy' }).first().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate('window.copied')).toBe('npm start\n')
  })
})
