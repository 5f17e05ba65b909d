// Faults in the middle of bytes: of an upload, whole or in pieces, and of a download.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readFault } from '../../src/control/faults/read_fault.ts'
import { startEmulator, type Emulator } from '../../src/index.ts'
import { apiFolder } from '../helpers/api_folder.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ apiData: apiFolder('storage_v1') })
})
afterAll(() => emulator.stop())

const bytes = randomBytes(300_000)
const objects = () => `${emulator.url}/storage/v1/b/things/o`
const uploads = () => `${emulator.url}/upload/storage/v1/b/things/o`

beforeEach(async () => {
  await emulator.reset()
  await fetch(`${emulator.url}/storage/v1/b?project=p`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'things' }),
  })
})

const put = (headers: Record<string, string> = {}) =>
  fetch(`${uploads()}?uploadType=media&name=a`, { method: 'POST', body: bytes, headers })

const get = (headers: Record<string, string> = {}) => fetch(`${objects()}/a?alt=media`, { headers })

/** Bytes that came, and whether they were all that was announced. */
async function download(headers?: Record<string, string>) {
  const { body } = await get(headers)
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of body!) chunks.push(chunk)
  } catch {
    return { came: Buffer.concat(chunks), isWhole: false }
  }
  return { came: Buffer.concat(chunks), isWhole: true }
}

async function beginUpload(): Promise<string> {
  const begun = await fetch(`${uploads()}?uploadType=resumable&name=a`, { method: 'POST' })
  return begun.headers.get('location')!
}

const piece = (url: string, from: number, to: number, total: number | '*' = bytes.length) =>
  fetch(url, {
    method: 'PUT',
    headers: { 'content-range': `bytes ${from}-${to - 1}/${total}` },
    body: bytes.subarray(from, to),
  })

const received = async (url: string) =>
  (await fetch(url, { method: 'PUT', headers: { 'content-range': 'bytes */*' } })).headers.get(
    'range',
  )

test('an upload in pieces is refused at the byte that was said, keeps what came, and goes on', async () => {
  using fault = emulator.faults.set({ status: 'UNAVAILABLE', afterBytes: 150_000, count: 1 })
  const url = await beginUpload()
  expect((await piece(url, 0, 100_000, '*')).status).toBe(308)
  expect(fault.hits).toBe(0)
  expect((await piece(url, 100_000, 200_000, '*')).status).toBe(503)
  expect(fault.hits).toBe(1)
  expect(await received(url)).toBe('bytes=0-149999')
  expect((await piece(url, 150_000, 300_000)).status).toBe(200)
  expect((await download()).came.equals(bytes)).toBe(true)
})

test('an upload that has gone past the byte is not met when it goes on', async () => {
  const url = await beginUpload()
  await piece(url, 0, 200_000, '*')
  using fault = emulator.faults.set({ status: 'UNAVAILABLE', afterBytes: 150_000 })
  expect((await piece(url, 200_000, 300_000)).status).toBe(200)
  expect(fault.hits).toBe(0)
})

test('the connection of an upload drops in the middle of it', async () => {
  using _ = emulator.faults.set({ connection: 'DROP_BEFORE', afterBytes: 150_000 })
  const url = await beginUpload()
  await expect(piece(url, 0, 300_000)).rejects.toThrow('fetch failed')
  expect(await received(url)).toBe('bytes=0-149999')
})

test('an upload in one request is refused, and one that is shorter is not', async () => {
  using fault = emulator.faults.set({ status: 'INTERNAL', afterBytes: 300_001 })
  expect((await put()).status).toBe(200)
  expect(fault.hits).toBe(0)
  expect((await put({ 'x-emulator-fault': 'status=429; afterBytes=300000' })).status).toBe(429)
})

test('so many are let through, and so many met', async () => {
  using _ = emulator.faults.set({ status: 'INTERNAL', afterBytes: 10, skip: 1, count: 1 })
  const statuses = []
  for (let i = 0; i < 3; i += 1) statuses.push((await put()).status)
  expect(statuses).toEqual([200, 500, 200])
})

test('calls without an upload are not met by a fault that waits for bytes', async () => {
  using _ = emulator.faults.set({ status: 'INTERNAL', afterBytes: 0 })
  expect((await fetch(objects())).status).toBe(200)
})

test('a download breaks off after half of it, or after the bytes that were said', async () => {
  await put()
  const half = await download({ 'x-emulator-fault': 'connection=TRUNCATE' })
  expect(half).toEqual({ came: bytes.subarray(0, 150_000), isWhole: false })
  const part = await download({ 'x-emulator-fault': 'connection=TRUNCATE; afterBytes=70000' })
  expect(part).toEqual({ came: bytes.subarray(0, 70_000), isWhole: false })
  const whole = await download({ 'x-emulator-fault': 'connection=TRUNCATE; afterBytes=300000' })
  expect(whole.isWhole).toBe(true)
  expect(whole.came.equals(bytes)).toBe(true)
})

test('bytes belong to an answer or an upload', () => {
  expect(() => readFault({ delayMs: 5, afterBytes: 1 })).toThrow('/afterBytes: it goes with status')
  expect(() => readFault({ connection: 'DROP_AFTER', afterBytes: 1 })).toThrow('/afterBytes')
})
