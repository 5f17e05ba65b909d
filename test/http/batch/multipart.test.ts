// The parts of a multipart body, however its bytes come in.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundaryOf, bytesOf, partsOf } from '../../../src/http/batch/multipart.ts'

const chunksOf = (body: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(body.length / size) }, (_, i) =>
    body.subarray(i * size, (i + 1) * size),
  )

/** Headers and text of each part, read in chunks of `size` bytes. */
async function read(body: string | Buffer, boundary = 'b', size = 2 ** 16) {
  const parts: [Record<string, string>, string][] = []
  for await (const part of partsOf(chunksOf(Buffer.from(body), size), boundary))
    parts.push([Object.fromEntries(part.headers), (await bytesOf(part)).toString('latin1')])
  return parts
}

describe('boundaryOf', () => {
  test.each([
    ['multipart/mixed; boundary=abc', 'abc'],
    ['multipart/mixed; boundary="===1=="; x=y', '===1=='],
    ['multipart/mixed;BOUNDARY=a_b', 'a_b'],
    [String.raw`multipart/related; boundary="a\"b"`, 'a"b'],
    ['multipart/related; type="x"; boundary=a', 'a'],
    ["multipart/related; boundary='===1=='", '===1=='],
    ["multipart/related; boundary=it's", "it's"],
    ['multipart/mixed; boundary=', undefined],
    ['multipart/mixed; boundary=""', undefined],
    ['multipart/mixed', undefined],
    ['multipart/mixed; xboundary=a', undefined],
  ])('of %s is %j', (contentType, boundary) => {
    expect(boundaryOf(contentType)).toBe(boundary)
  })
})

describe('parts', () => {
  test.each([
    ['CRLF', '--b\r\nA: 1\r\nb-C:2\r\n\r\nx\r\n\r\ny\r\n--b\r\n\r\nz\r\n--b--\r\n', 'x\r\n\r\ny'],
    ['LF', '--b\nA: 1\nb-C:2\n\nx\n\ny\n--b\n\nz\n--b--', 'x\n\ny'],
    [
      'a mix, with text around',
      'hi\n--b \r\nA: 1\nB-c: 2\n\nx\ny\r\n--b\t\n\r\nz\n--b--\nbye',
      'x\ny',
    ],
  ])('are read with %s, in chunks of any size', async (_, body, first) => {
    for (const size of [1, 2, 3, 7, 1000])
      expect(await read(body, 'b', size)).toEqual([
        [{ a: '1', 'b-c': '2' }, first],
        [{}, 'z'],
      ])
  })

  test.each([
    ['--b--', []],
    ['--b\n\n--b--', [[{}, '']]],
    ['--b\n\n\n--b--', [[{}, '']]],
    [
      '--b\nA: 1\n--b\n\nx\n--b--',
      [
        [{ a: '1' }, ''],
        [{}, 'x'],
      ],
    ],
    [
      '--b\nA: 1\n 2\n\n--bx\n--b-\n-b--\n --b--\n--b--',
      [[{ a: '1 2' }, '--bx\n--b-\n-b--\n --b--']],
    ],
    ['--b\nno header\nA: 1\n\nx\n--b--', [[{ a: '1' }, 'x']]],
  ])('of %j are %j', async (body, expected) => {
    for (const size of [1, 4, 1000]) expect(await read(body, 'b', size)).toEqual(expected)
  })

  test('that nobody reads, or reads to the end, are skipped', async () => {
    const body = Buffer.from(
      `--b\nA: 1\n\n${'x'.repeat(5000)}\n--b\nA: 2\n\n${'y\n'.repeat(5000)}--b--`,
    )
    const names: (string | undefined)[] = []
    for await (const { headers, body: bytes } of partsOf(chunksOf(body, 100), 'b')) {
      names.push(headers.get('a'))
      for await (const _ of bytes) break
    }
    expect(names).toEqual(['1', '2'])
  })

  test.each([
    ['', 'ends before its last boundary'],
    ['--c--', 'ends before its last boundary'],
    ['--b', 'ends before its last boundary'],
    ['--b\n', 'ends before its last boundary'],
    ['--b\nA: 1\n\nx\n--', 'ends before its last boundary'],
    [`--b\n${'A: 1\n'.repeat(10_000)}\n--b--`, 'larger than 16384 bytes'],
    [`--b${' '.repeat(20_000)}`, 'does not end its line'],
  ])('of %.20j are refused', async (body, message) => {
    for (const size of [50, 1000]) await expect(read(body, 'b', size)).rejects.toThrow(message)
  })

  test('of any bytes come out as they went in', async () => {
    // Bytes that boundaries are made of, so that false ones are common.
    const text = fc.string({ unit: fc.constantFrom('\r', '\n', '-', 'b', 'x', ' '), maxLength: 40 })
    const content = text.filter((body) => !/(^|\n)--b(--|\s|$)/.test(body))
    await fc.assert(
      fc.asyncProperty(
        fc.array(content, { maxLength: 5 }),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 50 }),
        async (bodies, end, size) => {
          const body = bodies.map((part) => `--b${end}X: y${end}${end}${part}${end}`).join('')
          expect(await read(`${body}--b--${end}`, 'b', size)).toEqual(
            bodies.map((part) => [{ x: 'y' }, part]),
          )
        },
      ),
      { numRuns: 300 },
    )
  })
})
