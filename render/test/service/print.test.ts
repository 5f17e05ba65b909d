// Web pages as documents, by a real browser: what is printed, what is not let through, what is ended.
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from '../../../test/helpers/chromium.ts'
import { printTask as print, webServer } from '../helpers/print_site.ts'
import {
  childrenOf,
  results,
  startEmulator,
  startRender,
  testQueue,
  until,
} from '../helpers/render_service.ts'

const chromium = findChromium()

async function firstPageOf(pdf: Uint8Array) {
  const loading = getDocument({ data: new Uint8Array(pdf), verbosity: 0 })
  const page = await (await loading.promise).getPage(1)
  const { items } = await page.getTextContent()
  const text = items.map((item) => ('str' in item ? item.str : '')).join(' ')
  const [, , width = 0] = page.view
  await loading.destroy()
  return { text, width }
}

describe.skipIf(chromium === undefined)('with a browser', () => {
  let emulator: Awaited<ReturnType<typeof startEmulator>>
  beforeAll(async () => void (emulator = await startEmulator()))
  afterAll(async () => emulator.stop())

  test('a page is printed without what it must not load; one that leads away or hangs fails in a sentence', async () => {
    const asked: string[] = []
    await using stranger = await webServer(({ url }, response) => {
      asked.push(url ?? '')
      response.end('secret')
    })
    const secret = `http://127.0.0.1:${stranger.port}`
    await using site = await webServer(({ url }, response) => {
      if (url === '/away') return void response.writeHead(302, { location: secret }).end()
      if (url === '/hang') return undefined
      if (url === '/gone') return void response.writeHead(404).end('gone')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html>
          <style>@media print { nav { display: none } }</style>
          <nav>menu</nav><h1>Article</h1>
          <img src="${secret}/image.png"><iframe src="${secret}/frame"></iframe>
          <script>
            fetch('${secret}/fetch', { mode: 'no-cors' }).catch(() => document.body.append(' kept in'))
            document.body.append(' by script')
          </script>`)
    })
    const origin = `http://127.0.0.1:${site.port}`
    const queue = testQueue(emulator.url)
    await using service = await startRender(queue, {
      PRINT_ORIGINS: origin,
      TASK_SECONDS: '10',
      TASK_RETRY_LIMIT: '1',
    })
    for (const [id, url] of Object.entries({
      article: `${origin}/`,
      away: `${origin}/away`,
      gone: `${origin}/gone`,
      stranger: secret,
      file: 'file:///etc/passwd',
      hang: `${origin}/hang`,
    }))
      await queue.put(print(url), { id })
    const told = new Map((await results(queue, 6, 100)).map((each) => [each.task_id, each]))
    const saidOf = (id: string) => told.get(id)?.error?.message
    expect(saidOf('away')).toBe(
      `The page ${origin}/away leads to ${secret}, which must not be printed.`,
    )
    expect(saidOf('gone')).toBe(`The page ${origin}/gone answers 404.`)
    expect(saidOf('stranger')).toBe(
      `The page ${secret} must not be printed; PRINT_ORIGINS allows ${origin}.`,
    )
    expect(saidOf('file')).toBe('Value (file:///etc/passwd) for url is no http address.')
    expect(saidOf('hang')).toBe(`the task took more than 10 s: ${origin}/hang does not answer`)

    expect(told.get('article')).toMatchObject({ success: true, filename: 'A page (a4).pdf' })
    const document = Buffer.from(told.get('article')?.document ?? '', 'base64')
    const { text, width } = await firstPageOf(document)
    expect(text).toMatch(/<b>&"/)
    expect(text).toMatch(/Article/)
    expect(text).toMatch(/by script/)
    expect(text).not.toMatch(/menu|secret/)
    expect(Math.abs(width - 595.28)).toBeLessThan(1.5)
    expect(asked).toEqual([])

    const [worker] = await service.workers()
    await until('no browser is left', async () => (await childrenOf(worker!)).length === 0)
  })
})

test('without a browser the result says what to install, and worksheets go on', async () => {
  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  await queue.put(print('http://localhost:1/'), { id: 'page' })
  // No programs at all on this PATH; Node is started by its own path.
  await using _service = await startRender(queue, { PATH: '/nowhere' })
  const [told] = await results(queue, 1)
  expect(told?.error?.message).toMatch(
    /there is none: install chromium-headless-shell, chromium or/,
  )
})
