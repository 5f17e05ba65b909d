// What a browser cannot print, and what hangs or comes late: each said in a sentence of ours, by a real browser.
import { setTimeout as wait } from 'node:timers/promises'
import type { RequestListener } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from '../../../test/helpers/chromium.ts'
import { printTask, webServer } from '../helpers/print_site.ts'
import {
  freePort,
  results,
  startEmulator,
  startRender,
  testQueue,
  type Told,
} from '../helpers/render_service.ts'
import { textsOf } from '../helpers/raster.ts'

const html = { 'content-type': 'text/html' }

const pages: Readonly<Record<string, RequestListener>> = {
  '/pdf': (_, response) =>
    response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF-1.7'),
  '/zip': (_, response) => response.writeHead(200, { 'content-type': 'application/zip' }).end('PK'),
  '/attachment': (_, response) =>
    response.writeHead(200, { ...html, 'content-disposition': 'attachment' }).end('<p>x'),
  '/204': (_, response) => response.writeHead(204).end(),
  '/loop': (_, response) => response.writeHead(302, { location: '/loop' }).end(),
  '/mail': (_, response) => response.writeHead(302, { location: 'mailto:a@example.org' }).end(),
  '/broken': (_, response) => response.destroy(),
  '/refreshed': (_, response) =>
    response.writeHead(200, html).end('<meta http-equiv="refresh" content="0;url=/late"><p>old'),
  '/late': (_, response) =>
    response.writeHead(200, html).end(`<!doctype html><p>first</p><script>
      addEventListener('load', async () => {
        for (const word of ['second', 'third'])
          document.body.append((await (await fetch('/slow?' + word)).text()))
      })</script>`),
  '/stays': (_, response) =>
    response.writeHead(200, html).end(`<!doctype html><p>shown</p><script>
      new EventSource('/events')
      addEventListener('load', () => fetch('/hang/long-poll'))</script>`),
  '/image': (_, response) => response.writeHead(200, html).end('<img src="/hang/image.png">'),
}

const site = (stranger: string) =>
  webServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    if (pathname === '/slow')
      void wait(300).then(() => response.end(` ${[...searchParams.keys()].join('')}`))
    if (pathname === '/events')
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n')
    if (pathname === '/away')
      response
        .writeHead(200, html)
        .end(`<meta http-equiv="refresh" content="0;url=${stranger}/x"><p>leaving`)
    // What begins with /hang is never answered.
    pages[pathname]?.(request, response)
  })

describe.skipIf(findChromium() === undefined)('with a browser', () => {
  let emulator: Awaited<ReturnType<typeof startEmulator>>
  beforeAll(async () => void (emulator = await startEmulator()))
  afterAll(async () => emulator.stop())

  test('what is no page to print fails at once, in a sentence about its url', async () => {
    await using stranger = await webServer((_, response) => void response.end('secret'))
    await using own = await site(stranger.origin)
    const { origin } = own
    const queue = testQueue(emulator.url)
    await using service = await startRender(queue, {
      PRINT_ORIGINS: `${origin},http://127.0.0.1:6000`,
    })
    const said: Readonly<Record<string, string>> = {
      '/pdf': 'is a file to download, which cannot be printed.',
      '/zip': 'is a file to download, which cannot be printed.',
      '/attachment': 'is a file to download, which cannot be printed.',
      '/204': 'has no content to print: it answers 204.',
      '/loop': 'leads from one address to the next without end.',
      '/mail': 'leads to an address that is no web page.',
      '/away': `leads to ${stranger.origin}, which must not be printed.`,
    }
    const expected = new Map<string, string>()
    for (const [path, words] of Object.entries(said))
      expected.set(await queue.put(printTask(origin + path)), `The page ${origin}${path} ${words}`)
    expected.set(
      await queue.put(printTask('http://127.0.0.1:6000/x')),
      'The page http://127.0.0.1:6000/x has a port that browsers do not ask.',
    )
    const told = await results(queue, expected.size, 100)
    const found = told.map(({ task_id, error }): [string, Told['error']] => [task_id, error])
    expect(new Map(found)).toEqual(
      new Map([...expected].map(([id, message]) => [id, { message, field: 'url' }])),
    )
    expect(service.output(), 'no second attempt').not.toMatch(/attempt failed/)
  })

  test("what may be there the next time is tried again, and then said without the browser's words", async () => {
    await using own = await site('')
    const { origin } = own
    const gone = `http://127.0.0.1:${await freePort()}`
    const queue = testQueue(emulator.url)
    await using _service = await startRender(queue, {
      PRINT_ORIGINS: `${origin},${gone}`,
      TASK_RETRY_LIMIT: '2',
      RETRY_BASE_SECONDS: '0.1',
      RETRY_MAX_SECONDS: '0.1',
    })
    await queue.put(printTask(`${origin}/broken`), { id: 'broken' })
    await queue.put(printTask(`${gone}/`), { id: 'gone' })
    const told = await results(queue, 2, 60)
    const errors = Object.fromEntries(told.map(({ task_id, error }) => [task_id, error]))
    expect(errors).toEqual({
      broken: {
        message: `The page ${origin}/broken cannot be reached (ECONNRESET).`,
        field: 'url',
      },
      gone: { message: `The page ${gone}/ cannot be reached (ECONNREFUSED).`, field: 'url' },
    })
  })

  test('a browser that does not start is named, without its words', async () => {
    const queue = testQueue(emulator.url)
    await using service = await startRender(queue, {
      CHROMIUM_PATH: '/bin/false',
      TASK_RETRY_LIMIT: '1',
    })
    await queue.put(printTask('http://127.0.0.1:1/'))
    const [told] = await results(queue, 1, 60)
    expect(told?.error).toEqual({
      message:
        '/bin/false does not start: it ended before it could be spoken to; the log has its words.',
      field: null,
    })
    expect(service.output()).toMatch(/"said":"[^"]*Failed to launch browser/)
  })

  test('what a page fetches after it has loaded is printed; what hangs then is named in the log', async () => {
    await using own = await site('')
    const { origin } = own
    const queue = testQueue(emulator.url)
    await using service = await startRender(queue, {
      PRINT_ORIGINS: origin,
      PRINT_WAIT_SECONDS: '2',
    })
    for (const path of ['refreshed', 'stays'])
      await queue.put(printTask(`${origin}/${path}`), { id: path })
    const told = new Map((await results(queue, 2, 60)).map((each) => [each.task_id, each]))
    const printed = async (id: string) =>
      (await textsOf(Buffer.from(told.get(id)?.document ?? '', 'base64')))[0]
    expect(await printed('refreshed')).toMatch(/first\s+second\s+third/)
    expect(await printed('stays')).toMatch(/shown/)
    expect(service.output()).toContain(`"unfinished":["${origin}/hang/long-poll"]`)
  })

  test('a page that waits for an image until its time is over names the image', async () => {
    await using own = await site('')
    const queue = testQueue(emulator.url)
    await using _service = await startRender(queue, {
      PRINT_ORIGINS: own.origin,
      TASK_SECONDS: '10', // the browser starts within them
      TASK_RETRY_LIMIT: '1',
    })
    await queue.put(printTask(`${own.origin}/image`))
    const [told] = await results(queue, 1, 60)
    expect(told?.error).toEqual({
      message: `the task took more than 10 s: ${own.origin}/hang/image.png does not answer`,
      field: 'url',
    })
  })
})
