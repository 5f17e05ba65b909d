// What programs that read are told at /llms.txt is so: each path that it names answers.
import { expect, test } from 'vitest'
import { startEmulator } from '../../src/index.ts'
import { send, testApis } from '../control/helpers.ts'

test('/llms.txt is served, and what it names is there', async () => {
  await using emulator = await startEmulator({ apiData: testApis() })
  const response = await fetch(`${emulator.url}/llms.txt`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/plain; charset=UTF-8')
  const text = await response.text()
  const links = [...text.matchAll(/\]\(\/([^)]+)\)/g)].map(([, path]) =>
    path!.replace('NAME/VERSION', 'notes/v1').replace('NAME:VERSION', 'notes:v1'),
  )
  expect(links).toHaveLength(5)
  const requests = [...text.matchAll(/^- (GET|POST) \/(\S+)(?: (\{.*?\}))?/gm)]
  expect(requests).toHaveLength(6)
  for (const link of links)
    expect([link, (await send(emulator, `GET ${link}`)).status]).toEqual([link, 200])
  for (const [line, verb, path, body] of requests) {
    const message: unknown = verb === 'POST' ? JSON.parse(body ?? '{}') : undefined
    const { status } = await send(emulator, `${verb} ${path}`, { body: message })
    expect([line, status]).toEqual([line, 200])
  }
})
