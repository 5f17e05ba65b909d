// The setting `loose`: what a document does not have is passed over.
import { describe, expect, test } from 'vitest'
import type { Call } from '../../src/api/handlers.ts'
import { documentOf, methodsOf, serverOf } from '../helpers/server.ts'

const methods = methodsOf('l', {
  post: {
    path: 'v1/things',
    httpMethod: 'POST',
    parameters: { size: { type: 'integer', location: 'query', required: true } },
    request: {
      type: 'object',
      properties: { a: { type: 'string' }, in: { type: 'object', properties: {} } },
    },
    response: { type: 'any' },
  },
})
const api = {
  document: documentOf({ name: 'l', methods }),
  handlers: { 'l.post': ({ params, body }: Call) => ({ params, body }) },
}
const loose = serverOf([api], { loose: true })

describe('a loose server', () => {
  test('passes over parameters and fields that it does not know', async () => {
    const { json } = await loose.post('/v1/things?size=1&x=2', { a: 'b', c: 1, in: { d: [] } })
    expect(json).toEqual({ params: { size: 1 }, body: { a: 'b', in: {} } })
    expect((await serverOf([api]).post('/v1/things?size=1&x=2', {})).status).toBe(400)
    expect((await serverOf([api]).post('/v1/things?size=1', { c: 1 })).status).toBe(400)
  })

  test.each([
    ['?size=x', {}, `Invalid value at 'size' (TYPE_INT32), "x"`],
    ['', {}, /size/],
    ['?size=1', { a: 5 }, `Invalid value at 'a' (TYPE_STRING), 5`],
    ['?size=1&alt=zzz', {}, `Invalid value "zzz" for query parameter 'alt'`],
    ['?size=1&fields=(', {}, 'Request contains an invalid argument.'],
  ])('refuses what is wrong: %s %j', async (query, body, message) => {
    const { status, json } = await loose.post(`/v1/things${query}`, body)
    expect(status).toBe(400)
    expect(json.error.message).toMatch(message)
  })
})
