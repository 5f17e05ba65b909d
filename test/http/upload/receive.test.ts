// How long a body may take to come.
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
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
