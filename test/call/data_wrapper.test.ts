// Documents whose messages travel within {"data": …}.
import { expect, test } from 'vitest'
import { documentOf, methodsOf, serverOf } from '../helpers/server.ts'

const methods = methodsOf('t', {
  translate: {
    path: 'v2',
    httpMethod: 'POST',
    request: { $ref: 'Text' },
    response: { $ref: 'Text' },
  },
  drop: { path: 'v2', httpMethod: 'DELETE' },
})
const schemas = {
  Text: { type: 'object', properties: { q: { type: 'string' }, r: { type: 'string' } } },
} as const
const document = documentOf({ features: ['dataWrapper'], methods, schemas })
const handlers = {
  't.translate': ({ body }: { body: unknown }) => body,
  't.drop': () => undefined,
}
const server = serverOf([{ document, handlers }])

test('an answer is within data, and so may a request be', async () => {
  const text = { q: 'a', r: 'b' }
  expect((await server.post('/v2', { data: text })).json).toEqual({ data: text })
  expect((await server.post('/v2', text)).json).toEqual({ data: text })
  expect((await server.post('/v2?fields=q', text)).json).toEqual({ data: { q: 'a' } })
  expect((await server.request('/v2', { method: 'DELETE' })).text).toBe('')
})

test('a bad request is refused as ever, and the refusal is not within data', async () => {
  const { json } = await server.post('/v2', { data: { q: 5 } })
  expect(json.error.message).toBe(`Invalid value at 'q' (TYPE_STRING), 5`)
})

test('documents without the feature know no such wrapper', async () => {
  const plain = serverOf([{ document: { ...document, features: [] }, handlers }])
  expect((await plain.post('/v2', { data: { q: 'a' } })).json.error.message).toContain('"data"')
  expect((await plain.post('/v2', { q: 'a' })).json).toEqual({ q: 'a' })
})
