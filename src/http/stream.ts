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
  const first = await begun(messages)
  async function* texts(): AsyncGenerator<string> {
    for await (const value of told(first, service, system))
      yield `data: ${jsonText(value(shape), false)}\r\n\r\n`
  }
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
    body: Readable.from(texts()),
  }
}

export async function listOf(
  messages: AsyncIterable<unknown>,
  shape: Shape,
  service: Service,
  system: SystemParameters,
): Promise<HttpResponse> {
  const first = await begun(messages)
  async function* texts(): AsyncGenerator<string> {
    let before = '['
    for await (const value of told(first, service, system)) {
      yield before + jsonText(value(shape), system.prettyPrint)
      before = ',\n'
    }
    yield before === '[' ? '[]\n' : ']\n'
  }
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    body: Readable.from(texts()),
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

/** Each message; an error that comes after the first is the last of them. A reader that stops ends the source. */
async function* told(
  { first, rest }: Begun,
  service: Service,
  system: SystemParameters,
): AsyncGenerator<(shape: Shape) => unknown> {
  try {
    for (let next = first; next.done !== true; next = await rest.next()) {
      const { value } = next
      yield (shape) => shape(value)
    }
  } catch (thrown) {
    const error = { error: envelopeOf(asApiError(thrown), service, system.errorFormat) }
    yield () => error
  } finally {
    await rest.return?.()
  }
}
