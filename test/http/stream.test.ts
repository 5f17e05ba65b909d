// Messages that come one after the other: as a list, as events, and what becomes of them when the client goes away.
import { once } from 'node:events'
import { get } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { Call, HandlerModule } from '../../src/api/handlers.ts'
import type { Schema } from '../../src/discovery/document.ts'
import { notFound } from '../../src/errors.ts'
import { listening } from '../helpers/listening.ts'
import { documentOf, methodsOf, oldStyleParameters, serverOf } from '../helpers/server.ts'

const schemas: Record<string, Schema> = {
  Word: {
    id: 'Word',
    type: 'object',
    properties: { text: { type: 'string' }, last: { type: 'boolean' } },
  },
}
const methods = methodsOf('talk', {
  say: { path: 'v1/say', response: { $ref: 'Word' } },
  tell: { path: 'v1/say:stream', httpMethod: 'POST', request: {}, response: { $ref: 'Word' } },
})
const document = documentOf({ name: 'talk', methods, schemas })
const serving = (say: HandlerModule['handlers'][string], options = {}) =>
  serverOf([{ document, handlers: { 'talk.say': say, 'talk.tell': say } }], options)

async function* words(): AsyncGenerator {
  yield { text: 'one' }
  await Promise.resolve()
  yield { text: 'two', last: true }
}

/** The second does not fit the document. */
async function* wrong(): AsyncGenerator {
  yield { text: 'one' }
  yield { txt: 'two' }
}

const events = (text: string): unknown[] => {
  expect(text).toMatch(/^(data: .+\r\n\r\n)*$/)
  return text
    .split('\r\n\r\n')
    .slice(0, -1)
    .map((event) => JSON.parse(event.slice('data: '.length)) as unknown)
}

describe('messages of a handler', () => {
  test('are a list of JSON', async () => {
    const { status, headers, json } = await serving(words).request('/v1/say')
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=UTF-8'])
    expect(json).toEqual([{ text: 'one' }, { text: 'two', last: true }])
  })

  test('are events where the client asks for them, also of a POST', async () => {
    const server = serving(words)
    for (const answer of [
      await server.request('/v1/say?alt=sse'),
      await server.request('/v1/say?$alt=SSE'),
      await server.post('/v1/say:stream?alt=sse', {}),
    ]) {
      expect(answer.headers.get('content-type')).toBe('text/event-stream')
      expect(events(answer.text)).toEqual([{ text: 'one' }, { text: 'two', last: true }])
    }
  })

  test('may be none', async () => {
    const server = serving(async function* () {})
    expect((await server.request('/v1/say')).json).toEqual([])
    expect((await server.request('/v1/say?alt=sse')).text).toBe('')
  })

  test('have the fields that the client wants', async () => {
    const server = serving(words)
    expect((await server.request('/v1/say?fields=text')).json).toEqual([
      { text: 'one' },
      { text: 'two' },
    ])
    expect(events((await server.request('/v1/say?fields=last&alt=sse')).text)).toEqual([
      {},
      { last: true },
    ])
  })

  test('may come from a handler that is async itself', async () => {
    const { json } = await serving(() => Promise.resolve(words())).request('/v1/say')
    expect(json).toHaveLength(2)
  })
})

test('a lone message is one event where the client asks for events', async () => {
  const { text } = await serving(() => ({ text: 'one' })).request('/v1/say?alt=sse')
  expect(events(text)).toEqual([{ text: 'one' }])
})

test('APIs of the old style know no events', async () => {
  const old = documentOf({ name: 'talk', methods, schemas, parameters: oldStyleParameters! })
  const server = serverOf([{ document: old, handlers: { 'talk.say': words } }])
  const { status, json } = await server.request('/v1/say?alt=sse')
  expect(status).toBe(400)
  expect(json.error.message).toBe(`Invalid value "sse" for query parameter 'alt'`)
})

describe('an error', () => {
  test.each(['', '?alt=sse'])(
    'before the first message is an error like any other: %j',
    async (query) => {
      const server = serving(async function* () {
        yield* await Promise.reject<unknown[]>(notFound('There is nothing to say.'))
      })
      const { status, json } = await server.request(`/v1/say${query}`)
      expect([status, json.error.message]).toEqual([404, 'There is nothing to say.'])
    },
  )

  test('after it is the last message', async () => {
    const server = serving(async function* () {
      yield { text: 'one' }
      throw notFound('There is no more to say.')
    })
    const error = { code: 404, message: 'There is no more to say.', status: 'NOT_FOUND' }
    const list = await server.request('/v1/say')
    expect(list.status).toBe(200)
    expect(list.json).toMatchObject([{ text: 'one' }, { error }])
    expect(events((await server.request('/v1/say?alt=sse')).text)).toMatchObject([
      { text: 'one' },
      { error },
    ])
  })

  test('is a message that does not fit the document, where answers are checked', async () => {
    expect((await serving(wrong).request('/v1/say')).json).toMatchObject([
      { text: 'one' },
      { error: { code: 500 } },
    ])
    const unchecked = await serving(wrong, { validateResponses: false }).request('/v1/say')
    expect(unchecked.json).toEqual([{ text: 'one' }, { txt: 'two' }])
  })
})

/** Handlers that say how they end: `ended` resolves when the generator's `finally` has run. */
function endless(wait: Promise<void>) {
  const { promise: ended, resolve: end } = Promise.withResolvers<string>()
  const { promise: begun, resolve: begin } = Promise.withResolvers<Call>()
  async function* messages(call: Call): AsyncGenerator {
    try {
      begin(call)
      await wait
      for (;;) {
        yield { text: 'x'.repeat(1000) }
        await new Promise((resolve) => void setImmediate(resolve))
      }
    } finally {
      end('ended')
    }
  }
  return { messages, begun, ended }
}

describe('a client that goes away ends the messages', () => {
  test.each(['', '?alt=sse'])('while it reads them: %j', async (query) => {
    const { messages, begun, ended } = endless(Promise.resolve())
    await using server = await listening(serving(messages).app)
    const request = get(`${server.url}/v1/say${query}`)
    const [response] = (await once(request, 'response')) as [AsyncIterable<Buffer>]
    await response[Symbol.asyncIterator]().next()
    request.destroy()
    expect(await ended).toBe('ended')
    expect((await begun).signal.aborted).toBe(true)
  })

  test('before the first', async () => {
    const { promise: wait, resolve: go } = Promise.withResolvers<void>()
    const { messages, begun, ended } = endless(wait)
    await using server = await listening(serving(messages).app)
    const request = get(`${server.url}/v1/say`)
    request.once('error', () => {}) // the connection that we cut
    const { signal } = await begun
    request.destroy()
    if (!signal.aborted) await once(signal, 'abort')
    go()
    expect(await ended).toBe('ended')
  })

  test('of a HEAD as well, which has no use for them', async () => {
    const { messages, ended } = endless(Promise.resolve())
    const { status, text } = await serving(messages).request('/v1/say', { method: 'HEAD' })
    expect([status, text]).toEqual([200, ''])
    expect(await ended).toBe('ended')
  })
})
