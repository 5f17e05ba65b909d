// The path of a request from its arrival to its answer: every request to an API takes it.
import { ApiError } from '../errors.ts'
import { MediaAnswer } from '../media.ts'
import type { Address } from './address.ts'
import { isForm, readBytes, readMessage } from './body.ts'
import { parameterDecoder, type ParameterDecoder } from './decode.ts'
import { dispatch } from './dispatch.ts'
import { downloadOf } from './download.ts'
import { asApiError, errorAnswer } from './error_response.ts'
import { select, selectionOf } from './fields.ts'
import type { Incoming } from './incoming.ts'
import { matcherOf, type Matcher } from './match.ts'
import { choose } from './choose.ts'
import { answerOf, type Answer } from './serialize.ts'
import type { BoundMethod, Service } from './service.ts'
import { refusal } from './style.ts'
import {
  altOf,
  checkSystemParameters,
  defaultSystemParameters,
  readSystemParameters,
} from './system_parameters.ts'

export interface CallOptions {
  /** Bytes of a request body. */
  readonly bodyLimit: number
  /** Seconds a handler may take. */
  readonly timeout: number
  /** Check what handlers answer against the document. */
  readonly validateResponses: boolean
}

export interface CallAnswer extends Answer {
  /** The method the request was for; undefined if there is none. */
  readonly bound: BoundMethod | undefined
  readonly error: ApiError | undefined
}

export type AnswerCall = (incoming: Incoming, address: Address) => Promise<CallAnswer>

export function callAnswerer(services: readonly Service[], options: CallOptions): AnswerCall {
  const matcher = matcherOf(services.flatMap(({ methods }) => methods))
  const decoders = new Map<BoundMethod, ParameterDecoder>()

  return async (incoming, address) => {
    const query = new URLSearchParams(incoming.query)
    let bound: BoundMethod | undefined
    let system = defaultSystemParameters
    try {
      const httpMethod = overriddenMethod(incoming, query)
      const found = find(matcher, address, httpMethod)
      bound = found.bound
      const { service } = bound
      const bytes = await bytesFor(bound, incoming, options.bodyLimit, query)
      system = readSystemParameters(
        query,
        httpMethod,
        service.document,
        incoming.header('x-goog-fieldmask'),
      )
      checkSystemParameters(query, httpMethod, service.document, bound.method)
      const { params, fields, faults } = decoderOf(decoders, bound).decode(found.values, query)
      const message = bytes && readMessage(bound, bytes, incoming.header('content-type'))
      if (faults.length > 0 || (message?.faults.length ?? 0) > 0)
        throw refusal(service.style, [...faults, ...(message?.faults ?? [])])
      const selection =
        system.fields === undefined
          ? undefined
          : selectionOf(
              system.fields,
              bound.method.response,
              service.document.schemas ?? {},
              service.style,
            )
      const body = message && withFields(message.body, fields)
      const alt = altOf(query, bound.method)
      const call = { params, body, media: undefined, alt }
      const value = await dispatch(bound, call, options)
      if (value instanceof MediaAnswer)
        return {
          ...(await downloadOf(value, incoming.header('range'))),
          bound,
          error: undefined,
        }
      const wanted = selection === undefined ? value : select(value, selection)
      return { ...answerOf(wanted, system), bound, error: undefined }
    } catch (thrown) {
      const error = asApiError(thrown)
      return { ...errorAnswer(error, bound?.service, system), bound, error }
    }
  }
}

/** A client that can only POST, or whose URL would be too long, says the real method in a header. */
function overriddenMethod(incoming: Incoming, query: URLSearchParams): string {
  if (incoming.httpMethod !== 'POST') return incoming.httpMethod
  const asked = incoming.header('x-http-method-override') || query.get('$httpMethod') || 'POST'
  return asked.toUpperCase()
}

function find(
  matcher: Matcher,
  { rootHost, path }: Address,
  httpMethod: string,
): { readonly bound: BoundMethod; readonly values: readonly string[] } {
  const match = matcher.match(httpMethod, path, rootHost)
  if (match.methods.length > 0) return choose(match.methods)
  if (match.allowed.length > 0)
    throw new ApiError(
      'METHOD_NOT_ALLOWED',
      'httpMethodNotAllowed',
      `${httpMethod} is not allowed for /${path}; allowed: ${match.allowed.join(', ')}.`,
    )
  throw new ApiError(
    'NOT_FOUND',
    'notFound',
    `No method of ${rootHost ?? 'the served APIs'} has the path ${httpMethod} /${path}. What is served is listed at / and at /discovery/v1/apis.`,
  )
}

/** The bytes of the message, if the method takes one; those of a form are more of the query instead. */
async function bytesFor(
  { method }: BoundMethod,
  incoming: Incoming,
  limit: number,
  query: URLSearchParams,
): Promise<Buffer | undefined> {
  const form = isForm(incoming.header('content-type'))
  if (method.request === undefined && !form) return undefined
  const bytes = await readBytes(incoming, limit)
  if (!form) return bytes
  for (const [name, value] of new URLSearchParams(bytes.toString('utf8'))) query.append(name, value)
  return method.request === undefined ? undefined : Buffer.alloc(0)
}

/** A message with what the query says of it. */
function withFields(body: unknown, fields: Readonly<Record<string, unknown>>): unknown {
  return Object.keys(fields).length === 0 ? body : { ...(body as object), ...fields }
}

function decoderOf(decoders: Map<BoundMethod, ParameterDecoder>, bound: BoundMethod) {
  let decoder = decoders.get(bound)
  if (decoder === undefined) {
    decoder = parameterDecoder(bound)
    decoders.set(bound, decoder)
  }
  return decoder
}
