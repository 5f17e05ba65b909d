// `$alt=json;enum-encoding=int`: enums as numbers, in both directions.
import { describe, expect, test } from 'vitest'
import type { Schema } from '../../src/discovery/document.ts'
import type { Call } from '../../src/api/handlers.ts'
import { documentOf, methodsOf, serverOf } from '../helpers/server.ts'

const state: Schema = { type: 'string', enum: ['STATE_UNSPECIFIED', 'ACTIVE', 'DELETED'] }
const schemas: Record<string, Schema> = {
  Thing: {
    id: 'Thing',
    type: 'object',
    properties: {
      state,
      name: { type: 'string' },
      states: { type: 'array', items: state },
      byName: { type: 'object', additionalProperties: state },
      parts: { type: 'array', items: { $ref: 'Thing' } },
      anything: { type: 'any' },
      nothing: { type: 'string', enum: ['NULL_VALUE'] },
    },
  },
}
const methods = methodsOf('e', {
  get: { path: 'v1/thing', response: { $ref: 'Thing' } },
  list: { path: 'v1/list', response: { type: 'array', items: { $ref: 'Thing' } } },
  echo: {
    path: 'v1/echo',
    httpMethod: 'POST',
    parameters: { wanted: { ...state, location: 'query' } },
    request: { $ref: 'Thing' },
    response: { type: 'any' },
  },
  none: { path: 'v1/none' },
})
const thing = {
  state: 'ACTIVE',
  name: 'ACTIVE',
  states: ['DELETED', 'STATE_UNSPECIFIED'],
  byName: { a: 'ACTIVE' },
  parts: [{ state: 'DELETED', parts: [{ state: 'ACTIVE' }] }],
  anything: 'ACTIVE',
  nothing: 'NULL_VALUE',
}
const handlers = {
  'e.get': () => thing,
  'e.list': () => [thing, { state: 'ACTIVE' }],
  'e.echo': ({ params, body }: Call) => ({ params, body }),
  'e.none': () => undefined,
}
const server = serverOf([{ document: documentOf({ name: 'e', methods, schemas }), handlers }])

const asNumbers = {
  ...thing,
  state: 1,
  states: [2, 0],
  byName: { a: 1 },
  parts: [{ state: 2, parts: [{ state: 1 }] }],
}

describe('enums are answered', () => {
  test.each([
    '$alt=json;enum-encoding=int',
    '%24alt=json%3Benum-encoding%3Dint',
    'alt=JSON; enum-encoding=INT',
  ])('as numbers with %s', async (query) => {
    expect((await server.request(`/v1/thing?${query}`)).json).toEqual(asNumbers)
  })

  test.each(['', '$alt=json', 'alt=json;enum-encoding=intern', 'alt=json;enum-encoding='])(
    'as names with %j',
    async (query) => {
      expect((await server.request(`/v1/thing?${query}`)).json).toEqual(thing)
    },
  )

  test('as numbers in a list, in a part of an answer, and in none', async () => {
    const int = '$alt=json;enum-encoding=int'
    expect((await server.request(`/v1/list?${int}`)).json).toEqual([asNumbers, { state: 1 }])
    expect((await server.request(`/v1/list?${int}&fields=parts/parts/state`)).json).toEqual([
      { parts: [{ parts: [{ state: 1 }] }] },
      {},
    ])
    expect((await server.request(`/v1/none?${int}`)).status).toBe(204)
  })
})

test('enums are taken as numbers, with and without it', async () => {
  for (const query of ['', '&$alt=json;enum-encoding=int']) {
    const { json } = await server.post(`/v1/echo?wanted=2${query}`, {
      state: 1,
      states: [0, 'ACTIVE'],
    })
    expect(json).toEqual({
      params: { wanted: 'DELETED' },
      body: { state: 'ACTIVE', states: ['STATE_UNSPECIFIED', 'ACTIVE'] },
    })
  }
})
