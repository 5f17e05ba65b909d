// The `fields` parameter: which parts of an answer come back.
import { describe, expect, test } from 'vitest'
import type { Schema } from '../../src/discovery/document.ts'
import { documentOf, methodsOf, oldStyleParameters, serverOf } from '../helpers/server.ts'

const string: Schema = { type: 'string' }
const schemas: Record<string, Schema> = {
  List: {
    type: 'object',
    properties: {
      kind: string,
      items: { type: 'array', items: { $ref: 'Item' } },
      nextPageToken: string,
      labels: { type: 'object', additionalProperties: string },
      byName: { type: 'object', additionalProperties: { $ref: 'Item' } },
      anything: { type: 'any' },
      rows: { type: 'array', items: { type: 'array', items: { $ref: 'Item' } } },
    },
  },
  Item: {
    type: 'object',
    properties: {
      id: string,
      size: { type: 'integer' },
      owner: { $ref: 'Owner' },
      child: { $ref: 'Item' },
    },
  },
  Owner: { type: 'object', properties: { name: string, email: string } },
}
const answer = {
  kind: 'list',
  items: [
    { id: 'a', size: 1, owner: { name: 'A', email: 'a@x' } },
    { id: 'b', child: { id: 'c', child: { id: 'd', size: 4 } } },
  ],
  labels: { x: '1', y: '2' },
  byName: { a: { id: 'a', size: 1 }, b: { id: 'b' } },
  anything: { p: { q: [1, 2], r: 3 } },
  rows: [[{ id: 'r', size: 9 }]],
}
const answerOfParts = { items: [{ id: 'a', owner: { name: 'A' } }, { id: 'b' }] }
const methods = methodsOf('f', {
  list: { path: 'v1/list', response: { $ref: 'List' } },
  none: { path: 'v1/none' },
  open: { path: 'v1/open', response: {} },
})
const api = {
  document: documentOf({ methods, schemas }),
  handlers: {
    'f.list': () => answer,
    'f.none': () => undefined,
    'f.open': () => JSON.parse('{ "a": { "b": 1, "c": 2 }, "__proto__": { "x": 1, "y": 2 } }'),
  },
}
const v2 = serverOf([api])
const v1 = serverOf([{ ...api, document: { ...api.document, parameters: oldStyleParameters! } }])

const ask = (fields: string, server = v2) =>
  server.request(`/v1/list?fields=${encodeURIComponent(fields)}`)

describe('fields', () => {
  test.each<[string, unknown]>([
    ['kind', { kind: 'list' }],
    ['kind,nextPageToken', { kind: 'list' }],
    ['items/id', { items: [{ id: 'a' }, { id: 'b' }] }],
    ['items.id', { items: [{ id: 'a' }, { id: 'b' }] }],
    ['items(id,size)', { items: [{ id: 'a', size: 1 }, { id: 'b' }] }],
    ['items(id),items(size)', { items: [{ id: 'a', size: 1 }, { id: 'b' }] }],
    ['items/id,items/size', { items: [{ id: 'a', size: 1 }, { id: 'b' }] }],
    ['items/owner/name', { items: [{ owner: { name: 'A' } }, {}] }],
    ['items(owner(name),id)', { items: [{ id: 'a', owner: { name: 'A' } }, { id: 'b' }] }],
    ['items/child(child/size)', { items: [{}, { child: { child: { size: 4 } } }] }],
    [
      'items/owner(name),items/owner/email',
      { items: [{ owner: { name: 'A', email: 'a@x' } }, {}] },
    ],
    ['items,items/id', { items: answer.items }],
    ['items/id,items', { items: answer.items }],
    ['items(id),items', { items: answer.items }],
    ['items(*)', { items: answer.items }],
    ['items/*/name', { items: [{ owner: { name: 'A' } }, {}] }],
    ['*', answer],
    ['labels/x', { labels: { x: '1' } }],
    ['labels', { labels: answer.labels }],
    ['byName/*/id', { byName: { a: { id: 'a' }, b: { id: 'b' } } }],
    ['byName/b/id', { byName: { b: { id: 'b' } } }],
    ['anything/p/q', { anything: { p: { q: [1, 2] } } }],
    ['rows/id', { rows: [[{ id: 'r' }]] }],
    ['kind,', { kind: 'list' }],
    ['items(id,),', { items: [{ id: 'a' }, { id: 'b' }] }],
    ['', {}],
    // Drive's guide to searching files writes `nextPageToken, files(id, name)`.
    [' kind', { kind: 'list' }],
    ['kind, nextPageToken ', { kind: 'list' }],
    ['items(id, size)', { items: [{ id: 'a', size: 1 }, { id: 'b' }] }],
    ['items ( id , owner / name ) , kind', { ...answerOfParts, kind: 'list' }],
    ['items . id,\n\tkind', { items: [{ id: 'a' }, { id: 'b' }], kind: 'list' }],
  ])('%j gives %j', async (fields, expected) => {
    const { status, json } = await ask(fields)
    expect(status).toBe(200)
    expect(json).toEqual(expected)
  })

  test.each([
    ['nope', 'nope'],
    ['kind,nope', 'nope'],
    ['Kind', 'Kind'],
    ['ki nd', 'nd'],
    ['constructor', 'constructor'],
    ['items/nope', 'items.nope'],
    ['items(id,owner/nope)', 'items.owner.nope'],
    ['kind/id', 'kind.id'],
    ['kind/*', 'kind.*'],
    ['labels/x/y', 'labels.x.y'],
    ['byName/a/nope', 'byName.a.nope'],
  ])('of %j is refused, as nothing has the path %s', async (fields, path) => {
    expect((await ask(fields)).json).toEqual({
      error: {
        code: 400,
        message: 'Request contains an invalid argument.',
        status: 'INVALID_ARGUMENT',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.BadRequest',
            fieldViolations: [
              {
                field: 'fields',
                description: `Error expanding 'fields' parameter. Cannot find matching fields for path '${path}'.`,
              },
            ],
          },
        ],
      },
    })
    const message = `Invalid field selection ${path}`
    expect((await ask(fields, v1)).json).toEqual({
      error: {
        errors: [
          {
            domain: 'global',
            reason: 'invalidParameter',
            message,
            locationType: 'parameter',
            location: 'fields',
          },
        ],
        code: 400,
        message,
      },
    })
  })

  test.each([
    ',',
    'kind,,items',
    ',kind',
    'items(',
    'items(id',
    ')',
    'items(id))',
    'items)',
    '(id)',
    'items/',
    '/items',
    'items//id',
    'items/(id)',
    'items(id)x',
    '('.repeat(5000),
    'items('.repeat(5000),
  ])('is refused if its grammar is wrong: %.20s', async (fields) => {
    expect((await ask(fields)).status).toBe(400)
    expect((await ask(fields, v1)).json.error.message).toMatch(/^Invalid field selection /)
  })

  test('may come in a header, or with a dollar; the parameter goes first', async () => {
    const header = { 'x-goog-fieldmask': 'kind' }
    expect((await v2.request('/v1/list', { headers: header })).json).toEqual({ kind: 'list' })
    expect((await v2.request('/v1/list?$fields=kind')).json).toEqual({ kind: 'list' })
    const both = await v2.request('/v1/list?fields=labels/x&fields=kind', { headers: header })
    expect(both.json).toEqual({ labels: { x: '1' } })
  })

  test('says nothing where there is nothing to select from', async () => {
    expect((await v2.request('/v1/none?fields=a/b')).status).toBe(204)
    expect((await v2.request('/v1/open?fields=a/b')).json).toEqual({ a: { b: 1 } })
    expect((await v2.request('/v1/open?fields=__proto__/x')).text).toContain('"x": 1')
  })

  test('is checked before the handler is called', async () => {
    const some = serverOf([{ ...api, handlers: {} }])
    expect((await ask('nope', some)).status).toBe(400)
  })
})

describe('hostile fields are answered at once', () => {
  test.each([
    ['a star at every level of a recursive schema', `items/${'*/'.repeat(90)}nope`],
    ['many names', Array.from({ length: 20_000 }, () => 'items/child/id').join(',')],
    ['many unknown names', Array.from({ length: 20_000 }, (_, i) => `x${i}`).join(',')],
    ['deep groups', 'items(child('.repeat(2000)],
    ['a long path', `items/${'child/'.repeat(20_000)}id`],
  ])('%s', async (_, fields) => {
    const start = performance.now()
    const { status } = await v2.request('/v1/list', { headers: { 'x-goog-fieldmask': fields } })
    expect([200, 400]).toContain(status)
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})
