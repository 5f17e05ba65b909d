// Requests made to hang or exhaust the server are answered at once. The bounds only tell a hang from an answer.
import { describe, expect, test } from 'vitest'
import type { Schema } from '../../src/discovery/document.ts'
import { documentOf, methodsOf, oldStyleParameters, serverOf } from '../helpers/server.ts'

const schemas: Record<string, Schema> = {
  Node: {
    id: 'Node',
    type: 'object',
    properties: {
      name: { type: 'string' },
      size: { type: 'string', format: 'int64' },
      data: { type: 'string', format: 'byte' },
      mask: { type: 'string', format: 'google-fieldmask' },
      tags: { type: 'array', items: { type: 'string' } },
      children: { type: 'array', items: { $ref: 'Node' } },
      next: { $ref: 'Node' },
      anything: { type: 'any' },
    },
  },
}
const query = (parts: Schema): Schema => ({ type: 'string', location: 'query', ...parts })
const parameters: Record<string, Schema> = {
  // The pattern of the parameter `filters` of the Admin Reports API (docs/google_rest.md#patterns).
  filters: query({ pattern: '(.+[<,<=,==,>=,>,<>].+,)*(.+[<,<=,==,>=,>,<>].+)' }),
  size: query({ type: 'integer' }),
  sizes: query({ type: 'integer', repeated: true }),
  mask: query({ format: 'google-fieldmask' }),
}
const methods = methodsOf('n', {
  list: { path: 'v1/{+name}', parameters, response: {} },
  create: {
    path: 'v1/nodes',
    httpMethod: 'POST',
    parameters,
    request: { $ref: 'Node' },
    response: {},
  },
})
const handlers = { 'n.list': () => ({}), 'n.create': () => ({}) }
const document = documentOf({ name: 'n', methods, schemas })
const server = serverOf([{ document, handlers }], { bodyLimit: 2 ** 24 })
const old = serverOf([{ document: { ...document, parameters: oldStyleParameters! }, handlers }], {
  bodyLimit: 2 ** 24,
})

/** Status and size of the answer, given within ten seconds. */
async function answered(ask: Promise<{ status: number; text: string }>): Promise<number> {
  const start = performance.now()
  const { status, text } = await ask
  expect(performance.now() - start).toBeLessThan(10_000)
  expect(text.length).toBeLessThan(100_000)
  return status
}

describe('a hostile URL', () => {
  test.each([
    [
      'for a pattern that backtracks',
      `nodes?filters=${encodeURIComponent(`${'a<b,'.repeat(1000)}\n`)}`,
    ],
    ['with a huge number', `nodes?size=${'9'.repeat(15_000)}`],
    ['with many faults', `nodes?${'sizes=x&'.repeat(2000)}`],
    [
      'with many unknown names',
      `nodes?${Array.from({ length: 2000 }, (_, i) => `x${i}`).join('&')}`,
    ],
    ['with a mask that is none', `nodes?mask=${'a.'.repeat(7000)}%24`],
    ['of broken escapes', `nodes/${'%'.repeat(15_000)}?filters=${'%'.repeat(1000)}`],
    ['of many segments', 'a/'.repeat(8000)],
  ])('%s', async (_, url) => {
    expect([200, 400, 404]).toContain(await answered(server.request(`/v1/${url}`)))
  })
})

const nested = (open: string, close: string) => (depth: number) =>
  open.repeat(depth) + close.repeat(depth)

describe('a hostile body', () => {
  const lists = nested('[', ']')
  test.each([
    ['of deep lists', `{"tags":${lists(400_000)}}`],
    ['of deep lists of anything', `{"anything":${lists(400_000)}}`],
    ['of deep lists in a field nobody knows', `{"nope":${lists(400_000)}}`],
    ['of deep lists that do not end', '['.repeat(800_000)],
    ['of deep messages', `${'{"next":'.repeat(80_000)}{}${'}'.repeat(80_000)}`],
    ['of deep messages that do not end', '{"next":'.repeat(80_000)],
    ['of many wrong messages', `{"children":[${'{"x":1},'.repeat(100_000)}{}]}`],
    ['of many wrong items', `{"tags":[${'1,'.repeat(400_000)}1]}`],
    [
      'of many unknown fields',
      `{${Array.from({ length: 80_000 }, (_, i) => `"x${i}":1`).join(',')}}`,
    ],
    ['with a huge number', `{"size":${'9'.repeat(900_000)}}`],
    ['with a huge number as text', `{"size":"${'9'.repeat(900_000)}"}`],
    ['with a long text that is no base64', `{"data":"${'A'.repeat(900_000)}%"}`],
    ['with a long mask that is none', `{"mask":"${'a.'.repeat(400_000)}$"}`],
    ['of deep lists with a large number', `{"size":1234567890123456,"tags":${lists(100_000)}}`],
    ['of lenient JSON', `{${"name:'x',".repeat(100_000)}`],
  ])('%s is refused', async (_, body) => {
    for (const one of [server, old]) {
      const status = await answered(one.post('/v1/nodes', body))
      // The older style passes over what it does not know.
      expect([one === old ? 200 : 400, 400]).toContain(status)
    }
  })

  test.each([
    ['an unknown name', `{"${'x'.repeat(9_000_000)}":1}`],
    ['a key of a wrong value', `{"next":{"${'x'.repeat(9_000_000)}":{}}}`],
  ])('with %s of 9 MB leaves a short answer and a short line in the log', async (_, body) => {
    server.log.length = 0
    expect(await answered(server.post('/v1/nodes', body))).toBe(400)
    expect(JSON.stringify(server.log).length).toBeLessThan(10_000)
  })

  test.each([
    ['of many faults', 'sizes=x&'.repeat(100_000)],
    ['of many unknown names', Array.from({ length: 80_000 }, (_, i) => `x${i}`).join('&')],
    ['for a pattern that backtracks', `filters=${'a%3Cb,'.repeat(100_000)}`],
    ['of deep fields', `fields=${'a('.repeat(300_000)}`],
  ])('that is a form %s is refused', async (_, form) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(await answered(server.post('/v1/nodes', form, headers))).toBe(400)
  })
})
