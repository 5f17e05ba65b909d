// Messages that come one after the other (server streaming): as events, or as the items of one JSON list.
// Source: https://ai.google.dev/api (streamGenerateContent); without alt=sse Google's front end writes a list.
import { Readable } from 'node:stream'
import type { Service } from '../api/service.ts'
import { asApiError, envelopeOf } from './error_response.ts'
import { jsonText, type HttpResponse } from './response.ts'
import type { SystemParameters } from './system_parameters.ts'

type Shape = (message: unknown) => unknown

/** Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): one message each, on one line. */
export async function eventsOf(
  messages: AsyncIterable<unknown>,
  shape: Shape,
  service: Service,
  system: SystemParameters,
): Promise<HttpResponse> {
  const source = await begun(messages)
  async function* texts(): AsyncGenerator<string> {
    for await (const message of withError(source, shape, service, system))
      yield `data: ${jsonText(message, false)}\r\n\r\n`
  }
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
    body: bodyOf(texts(), source),
  }
}

export async function listOf(
  messages: AsyncIterable<unknown>,
  shape: Shape,
  service: Service,
  system: SystemParameters,
): Promise<HttpResponse> {
  const source = await begun(messages)
  async function* texts(): AsyncGenerator<string> {
    let before = '['
    for await (const message of withError(source, shape, service, system)) {
      yield before + jsonText(message, system.prettyPrint)
      before = ',\n'
    }
    yield before === '[' ? '[]\n' : ']\n'
  }
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    body: bodyOf(texts(), source),
  }
}

interface Begun {
  readonly first: IteratorResult<unknown>
  readonly rest: AsyncIterator<unknown>
}

/** What goes wrong before the first message is an error like any other. */
async function begun(messages: AsyncIterable<unknown>): Promise<Begun> {
  const rest = messages[Symbol.asyncIterator]()
  return { first: await rest.next(), rest }
}

/** Each message in its shape; an error that comes after the first is the last of them. */
async function* withError(
  { first, rest }: Begun,
  shape: Shape,
  service: Service,
  system: SystemParameters,
): AsyncGenerator {
  try {
    for (let next = first; next.done !== true; next = await rest.next()) yield shape(next.value)
  } catch (thrown) {
    yield { error: envelopeOf(asApiError(thrown), service, system.errorFormat) }
  }
}

/** A reader that stops, or never begins, ends the source: a generator that was not begun would not. */
function bodyOf(texts: AsyncGenerator<string>, { rest }: Begun): Readable {
  const body = Readable.from(texts, { objectMode: false })
  body.once('close', () => void rest.return?.().catch(() => {})) // too late to be answered
  return body
}
