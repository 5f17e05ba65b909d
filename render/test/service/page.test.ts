// The page at / in a real browser.
import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import { findChromium } from '../../../test/helpers/chromium.ts'
import { gridTask, startEmulator, startRender, testQueue } from '../helpers/render_service.ts'

const executablePath = findChromium()

test.skipIf(executablePath === undefined)(
  'the page keeps itself fresh, loads nothing of others, and breaks on no phone',
  async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    await using service = await startRender(queue)
    await service.ready()
    const browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
    try {
      const page = await browser.newPage({ viewport: { width: 375, height: 812 } })
      const complaints: string[] = []
      const requests: string[] = []
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('request', (request) => requests.push(new URL(request.url()).host))
      await page.goto(service.url)
      expect(await page.title()).toBe('Render service')
      await page.getByText('None yet.').waitFor()
      expect(await page.locator('.workers li').count()).toBe(1)

      await queue.put({ ...gridTask, resource_name: '<script>alert(1)</script>' })
      await queue.put({ ...gridTask, copies: 0 })
      // Without a reload.
      await page.getByText('must be a whole number from 1 to 50').waitFor()
      const link = page.locator('.results a')
      await link.waitFor()
      expect(await link.textContent()).toBe('<script>alert(1)<-script> (a4).pdf')
      const path = await link.getAttribute('href')
      expect(await page.locator('#preview object').getAttribute('data')).toBe(path)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375)
      expect(new Set(requests)).toEqual(new Set([new URL(service.url).host]))
      expect(complaints).toEqual([])
    } finally {
      await browser.close()
    }
  },
)
