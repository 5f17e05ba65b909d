// The call of a route's own handler, which reads the request and writes the answer itself.
import { Readable } from 'node:stream'
import { MediaAnswer } from '../api/media.ts'
import type { RawAnswer } from '../api/raw.ts'
import { readBytes } from './body.ts'
import { percentDecoded } from './routing/percent_decoded.ts'
import { stateOf, tooLate, type InvokeOptions } from '../call/invoke.ts'
import { forkOf } from '../api/fork.ts'
import { downloadOf } from './download.ts'
import type { HttpRequest } from './request.ts'
import type { HttpResponse } from './response.ts'
import type { BoundRoute } from '../api/service.ts'
import { withTimeout } from '../call/timeout.ts'

interface RawCall {
  readonly request: HttpRequest
  /** Of the address: without an API's host. */
  readonly path: string
  /** Raw values of the route's variables. */
  readonly values: readonly string[]
}

/** Undefined: the route leaves the request to others. */
export async function answerRaw(
  { method, service, template, raw }: BoundRoute,
  { request: incoming, path, values }: RawCall,
  options: InvokeOptions & { readonly bodyLimit: number },
): Promise<HttpResponse | undefined> {
  const { timeout, bodyLimit } = options
  const params = template.variables.map(
    ({ name, reserved }, i) => [name, percentDecoded(values[i]!, reserved)] as const,
  )
  const request = {
    httpMethod: incoming.httpMethod,
    params: Object.fromEntries(params),
    path: `/${path}`,
    query: new URLSearchParams(incoming.query),
    header: (name: string) => incoming.header(name.toLowerCase()),
    headerNames: () => incoming.headerNames(),
    body: incoming.body,
    bytes: () => readBytes(incoming, bodyLimit, timeout),
    get resources() {
      return service.resourcesFor(this)
    },
  }
  const state = await stateOf(service, forkOf(incoming), options)
  const work = Promise.resolve(raw(request, state))
  const answer = await withTimeout(work, timeout, () => tooLate(method.id, timeout))
  if (answer === undefined) return undefined
  if (answer instanceof MediaAnswer) return downloadOf(answer, incoming.header('range'))
  return answerOf(answer, method.id)
}

function answerOf(answer: RawAnswer, id: string): HttpResponse {
  // A module without types may answer anything.
  if (typeof answer !== 'object' || answer === null)
    throw new Error(`${id} must answer { status, headers, body }, not ${String(answer)}`)
  const { status = 200, headers = {}, body } = answer
  if (!(body instanceof Uint8Array)) return { status, headers: { ...headers }, body: body ?? null }
  return {
    status,
    headers: { 'content-length': `${body.length}`, ...headers },
    body: Readable.from([body]),
  }
}
