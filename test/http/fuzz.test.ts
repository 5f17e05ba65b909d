// Whatever comes in is answered or refused: no fault of ours, and no more than a tenth of a second of thinking.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compilePattern } from '../../src/discovery/schema/pattern.ts'
import { methodsOf as methodsIn } from '../../src/discovery/read/methods.ts'
import type { RestMethod, Schema } from '../../src/discovery/document.ts'
import { NotJson, parseLeniently } from '../../src/http/lenient_json.ts'
import { documents, ownDocuments } from '../helpers/corpus.ts'
import { documentOf, methodsOf, oldStyleParameters, serverOf } from '../helpers/server.ts'

/** Milliseconds of this thread's processor time, which other programs do not lengthen. */
async function costOf(work: () => unknown): Promise<number> {
  const before = process.threadCpuUsage()
  await work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

const MOST = 100

/** Texts of these pieces; hostile ones are long repetitions. */
const textOf = (pieces: readonly string[], maxLength = 20) =>
  fc
    .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(1, 1, 1, 1, 2, 500)), { maxLength })
    .map((parts) =>
      parts
        .map(([piece, times]) => piece.repeat(times))
        .join('')
        .slice(0, 8000),
    )

// The methods of the discovery service are answered without handlers.
const real = [...documents(), ...ownDocuments()].filter(
  ({ document }) => document.name !== 'discovery',
)

const patternsIn = ({ parameters = {} }: RestMethod) =>
  Object.values(parameters).flatMap(({ pattern }: Schema) =>
    pattern === undefined ? [] : [pattern],
  )

describe('real documents', () => {
  // No handlers: what is let through is answered 501.
  const server = serverOf(real.map(({ document }) => ({ document })))
  const methods = real.flatMap(({ document }) =>
    methodsIn(document).map(({ method }) => ({ document, method })),
  )
  const value = textOf(
    'a 0 - . .. / %2F % %25 %ff : :cancel { * ** \u00e9 a%3Cb, %0A projects/ true 9 = & + ~ ! ( )'.split(
      ' ',
    ),
  )

  const urlOf = ({ document, method }: (typeof methods)[number], values: readonly string[]) => {
    let next = 0
    const take = () => values[next++ % values.length]!
    const path = method.path.replaceAll(/\{[^{}]+\}/g, take)
    const query = Object.keys(method.parameters ?? {}).map(
      (name) => `${encodeURIComponent(name)}=${take()}`,
    )
    const { hostname } = new URL(document.rootUrl)
    return `/${hostname}/${document.servicePath}${path}?${query.join('&')}`
  }

  test('any path and any parameter is answered at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: methods.length - 1 }),
        fc.array(value, { minLength: 1, maxLength: 8 }),
        async (at, values) => {
          const one = methods[at]!
          const url = urlOf(one, values).replaceAll('#', '%23').slice(0, 16_000)
          const ask = () => server.request(url, { method: one.method.httpMethod })
          // What a method needs is made on its first call; what takes long does so again.
          const { status } = await ask()
          expect([400, 404, 405, 501]).toContain(status)
          expect(await costOf(ask)).toBeLessThan(MOST)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('no pattern takes long, whatever it is asked', async () => {
    const patterns = [...new Set(methods.flatMap(({ method }) => patternsIn(method)))]
    const hostile = ['a<b,', 'a', '/', 'a/', '.', '1', ' ', ':', 'projects/p/'].map(
      (piece) => `${piece.repeat(1000)}\n`,
    )
    for (const pattern of patterns) {
      const compiled = compilePattern(pattern)
      compiled.matches('') // compiled on first use
      for (const text of hostile)
        expect([pattern, (await costOf(() => compiled.matches(text))) < MOST]).toEqual([
          pattern,
          true,
        ])
    }
  })
})

describe('a message of any form', () => {
  const schemas: Record<string, Schema> = {
    M: {
      id: 'M',
      type: 'object',
      properties: {
        a: { type: 'string' },
        n: { type: 'integer', format: 'int32' },
        l: { type: 'string', format: 'int64' },
        t: { type: 'string', format: 'google-datetime' },
        e: { type: 'string', enum: ['X', 'Y'] },
        m: { $ref: 'M' },
        ms: { type: 'array', items: { $ref: 'M' } },
        map: { type: 'object', additionalProperties: { $ref: 'M' } },
        any: { type: 'any' },
      },
    },
  }
  const parameters: Record<string, Schema> = Object.fromEntries(
    ['a', 'n', 'l', 't', 'e'].map((name) => [
      name,
      { ...schemas['M']!.properties![name]!, location: 'query' },
    ]),
  )
  const methods = methodsOf('m', {
    echo: {
      path: 'v1/m',
      httpMethod: 'POST',
      parameters,
      request: { $ref: 'M' },
      response: { $ref: 'M' },
    },
  })
  const handlers = { 'm.echo': ({ body }: { body: unknown }) => body }
  const servers = [undefined, oldStyleParameters].map((style) =>
    serverOf([
      { document: documentOf({ methods, schemas, ...(style && { parameters: style }) }), handlers },
    ]),
  )
  const name = fc.constantFrom('a', 'n', 'l', 't', 'e', 'm', 'ms', 'map', 'any', '__proto__', 'x')
  const { message } = fc.letrec<{ message: unknown }>((tie) => ({
    message: fc.oneof(
      { maxDepth: 6, depthSize: 'medium' },
      fc.oneof(
        fc.string(),
        fc.double(),
        fc.maxSafeInteger(),
        fc.boolean(),
        fc.constantFrom(null, 'X', '1', 1e300, 1e19),
      ),
      fc.dictionary(name, tie('message')),
      fc.array(tie('message'), { maxLength: 4 }),
    ),
  }))

  test('is answered or refused, and never by a fault of ours', async () => {
    await fc.assert(
      fc.asyncProperty(
        message,
        textOf(['a', '=', '&', 'n', '%', '1', '$', 'fields', 'alt']),
        async (body, query) => {
          for (const server of servers) {
            const { status } = await server.post(`/v1/m?${query}`, body)
            expect([200, 400, 501]).toContain(status) // 501: alt=proto and the like
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  test('can be asked for in any parts', async () => {
    const fields = textOf([
      'a',
      'm',
      'ms',
      'map',
      'any',
      '/',
      '.',
      ',',
      '(',
      ')',
      '*',
      'm/',
      'ms(',
      ' ',
      '\u0000',
    ])
    const body = {
      a: 'x',
      m: { ms: [{ a: 'y' }] },
      ms: [{ m: {} }],
      map: { a: { a: 'z' } },
      any: { m: [1] },
    }
    await servers[0]!.post('/v1/m', body)
    await fc.assert(
      fc.asyncProperty(fields, async (text) => {
        let status = 0
        const cost = await costOf(async () => {
          ;({ status } = await servers[0]!.post(`/v1/m?fields=${encodeURIComponent(text)}`, body))
        })
        expect([200, 400]).toContain(status)
        expect(cost).toBeLessThan(MOST)
      }),
      { numRuns: 500 },
    )
  })
})

describe('lenient JSON', () => {
  test('is JSON wherever JSON is', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseLeniently(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  test('of any text is read or refused with a place in it', async () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      "'",
      '\\',
      '\\u',
      'a',
      'true',
      'null',
      '0',
      '-',
      '1e9',
      '.',
      ' ',
      '\n',
    ]
    await fc.assert(
      fc.asyncProperty(textOf(pieces, 40), async (text) => {
        const cost = await costOf(() => {
          try {
            parseLeniently(text)
          } catch (error) {
            if (!(error instanceof NotJson)) throw error
          }
        })
        expect(cost).toBeLessThan(MOST)
      }),
      { numRuns: 500 },
    )
  })
})
