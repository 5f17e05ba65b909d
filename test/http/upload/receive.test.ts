// How long a body may take to come, and one that cannot be unpacked.
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { unpacked } from '../../../src/http/body.ts'
import type { HttpRequest } from '../../../src/http/request.ts'
import { chunksOf } from '../../../src/http/upload/receive.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

test('a body may take any time if it goes on, and ends with 408 if it stops', async () => {
  const body = new Readable({ read() {} })
  const chunks = chunksOf(body, 3)
  for (let i = 0; i < 5; i += 1) {
    const next = chunks.next()
    await vi.advanceTimersByTimeAsync(2900)
    body.push('x')
    expect((await next).value).toEqual(Buffer.from('x'))
  }
  const last = chunks.next().catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(3100)
  expect(await last).toMatchObject({ code: 408 })
})

test('a body that cannot be unpacked is a 400, however late somebody reads it', async () => {
  const request = {
    body: Readable.from([Buffer.from('x')]),
    header: (name: string) => (name === 'content-encoding' ? 'gzip' : undefined),
  } as HttpRequest
  const body = unpacked(request)
  await new Promise((resolve) => body.once('close', resolve))
  await expect(chunksOf(body, 3).next()).rejects.toMatchObject({ code: 400 })
})
