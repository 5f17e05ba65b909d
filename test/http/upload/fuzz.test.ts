// Bodies and headers of any form: an answer that is no fault of ours, and nothing left behind.
import { readdir } from 'node:fs/promises'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { commandIn } from '../../../src/http/upload/content_range.ts'
import type { BytesCommand } from '../../../src/http/upload/protocol.ts'
import { partsOf } from '../../../src/http/batch/multipart.ts'
import { filesServer } from './files_api.ts'

const piece = fc.oneof(
  fc.constantFrom('--b', '--b--', '--', '\r\n', '\n', '\r', ':', '{}', ' ', '\r\n--b\r\n', '\n--b'),
  fc.constantFrom('Content-Type: text/plain', 'content-transfer-encoding: base64', '{"name":"a"}'),
  fc.string({ maxLength: 8, unit: 'binary' }),
)
const body = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''))

test('a multipart body of any form is taken or refused', async () => {
  const server = filesServer()
  const headers = { 'content-type': 'multipart/related; boundary=b' }
  await fc.assert(
    fc.asyncProperty(body, async (text) => {
      const request = { method: 'POST', headers, body: text }
      const { status } = await server.request('/upload/files/v1/files', request)
      expect([200, 400]).toContain(status)
    }),
    { numRuns: 300 },
  )
  expect(await readdir(server.folder)).toEqual([])
})

test('parts are found as they were sent, wherever the body is cut', async () => {
  const content = fc
    .array(fc.oneof(fc.constantFrom('\r', '\n', '-', '--b', '\r\n--', '\n--B'), fc.string()))
    .map((texts) => texts.join(''))
    .filter((text) => !/(^|\n)--b/.test(text))
  await fc.assert(
    fc.asyncProperty(
      fc.array(content, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('\r\n', '\n'),
      fc.integer({ min: 1, max: 30 }),
      async (contents, end, size) => {
        const sent = contents.map((text) => `--b${end}X: y${end}${end}${text}${end}`).join('')
        const bytes = Buffer.from(`${sent}--b--`)
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        )
        const found: string[] = []
        for await (const part of partsOf(chunks, 'b')) {
          const own: Buffer[] = []
          for await (const chunk of part.body) own.push(chunk)
          expect([...part.headers]).toEqual([['x', 'y']])
          found.push(Buffer.concat(own).toString())
        }
        expect(found).toEqual(contents)
      },
    ),
    { numRuns: 300 },
  )
})

test('a Content-Range of any form is read or refused', async () => {
  const server = filesServer()
  const part = fc.constantFrom(
    'bytes',
    ' ',
    '-',
    '/',
    '*',
    '0',
    '5',
    '99999999999999999999',
    'x',
    '',
  )
  const range = fc.array(part, { maxLength: 9 }).map((parts) => parts.join(''))
  const begun = await server.request('/upload/files/v1/files?uploadType=resumable', {
    method: 'POST',
  })
  const { pathname, search } = new URL(begun.headers.get('location')!)
  await fc.assert(
    fc.asyncProperty(
      range,
      fc.string({ maxLength: 6, unit: 'grapheme-ascii' }),
      async (text, sent) => {
        const command = commandIn(text)
        const { offset = 0, length = 0 } = { ...command } as Partial<BytesCommand>
        expect(Math.min(offset, length)).toBeGreaterThanOrEqual(0)
        const headers = { 'content-range': text }
        const request = { method: 'PUT', headers, body: sent }
        const { status } = await server.request(pathname + search, request)
        expect([200, 308, 400, 503]).toContain(status)
      },
    ),
    { numRuns: 300 },
  )
})
