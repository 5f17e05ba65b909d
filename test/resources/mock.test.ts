// Answers that are made up: of the right form, and the same for the same request.
import { describe, expect, test } from 'vitest'
import { mockFallback } from '../../src/resources/mock/mock.ts'
import { documents } from '../helpers/corpus.ts'
import { serverOf } from '../helpers/server.ts'
import { library } from './library.ts'

const mocked = (seed: string) => serverOf([{ document: library }], { fallback: mockFallback(seed) })

const ask = async (seed: string, path: string) => (await mocked(seed).request(path)).json

describe('a mocked API', () => {
  test('answers the same request alike, and another one otherwise', async () => {
    const first = await ask('', '/v1/projects/p/books/emma')
    expect(await ask('', '/v1/projects/p/books/emma')).toEqual(first)
    expect(await ask('', '/v1/projects/p/books/other')).not.toEqual(first)
    expect(await ask('2', '/v1/projects/p/books/emma')).not.toEqual(first)
  })

  test('says its names back to the client, and where the answer comes from', async () => {
    const { json, headers } = await mocked('').post('/v1/projects/p/books?bookId=emma', {
      title: 'Emma',
    })
    expect(json).toMatchObject({ title: 'Emma', name: expect.any(String) })
    expect(headers.get('x-emulator-origin')).toBe('mock')
  })

  test.skipIf(documents().length === 0)(
    'answers every GET of every document as it says',
    async () => {
      const held = documents()
      const server = serverOf(held, { fallback: mockFallback(''), validateResponses: true })
      const failed: string[] = []
      for (const service of server.services)
        for (const { method, outline } of service.methods) {
          if (method.response === undefined || method.httpMethod !== 'GET') continue
          const fallback = mockFallback('').answer({ service, method, outline } as never)
          const answer = await fallback!.handler(
            { params: {}, body: undefined, alt: 'json' } as never,
            undefined,
          )
          const validate = service.validators.of(method.response)
          if (!validate(JSON.parse(JSON.stringify(answer)))) failed.push(method.id)
        }
      expect(failed).toEqual([])
    },
  )
})
