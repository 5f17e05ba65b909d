// The path of a request from its arrival to its answer: every request to an API takes it.
import { ApiError } from '../errors.ts'
import { answerRaw } from './raw_route.ts'
import type { Address } from './routing/address.ts'
import { isForm, readBytes } from './body.ts'
import { checker, perform, type Conditions, type Request } from './checked_call.ts'
import type { DispatchOptions } from '../call/invoke.ts'
import { asApiError, errorAnswer } from './error_response.ts'
import type { Incoming } from './request.ts'
import { matcherOf, type Match, type Matcher } from './routing/match.ts'
import { choose } from './routing/resolve_ambiguity.ts'
import type { Answer } from './response.ts'
import type { BoundMethod, BoundRoute, Service } from '../api/service.ts'
import { defaultSystemParameters, readSystemParameters } from './system_parameters.ts'
import { answerUpload, begunUploadOf } from './upload/answer.ts'
import type { UploadFolder } from './upload/folder.ts'

export interface CallOptions extends DispatchOptions {
  /** Bytes of a request body. */
  readonly bodyLimit: number
  /** Where what is uploaded is kept until it is whole. */
  readonly uploads: UploadFolder
  /** `host:port` that addresses name instead of the request's Host. */
  readonly advertised: string | undefined
}

export interface CallAnswer extends Answer {
  /** The method the request was for; undefined if there is none. */
  readonly bound: BoundMethod | undefined
  readonly error: ApiError | undefined
}

export type AnswerCall = (incoming: Incoming, address: Address) => Promise<CallAnswer>

export function callAnswerer(services: readonly Service[], options: CallOptions): AnswerCall {
  const matcher = matcherOf(services.flatMap(({ methods }) => methods))
  const check = checker()
  const routes = matcherOf(services.flatMap((service) => service.routes))

  return async (incoming, address) => {
    const query = new URLSearchParams(incoming.query)
    let bound: BoundMethod | undefined
    let system = defaultSystemParameters
    const refuse = (thrown: unknown) => {
      const error = asApiError(thrown)
      // Where no method was found, nothing is read yet; the client's wish for a format counts all the same.
      if (bound === undefined)
        system = readSystemParameters(query, incoming.httpMethod, undefined, undefined)
      return { ...errorAnswer(error, bound?.service, system), bound, error }
    }
    try {
      const asked = overriddenMethod(incoming, query)
      const begun = await begunUploadOf(incoming, query, options.uploads)
      // What goes on with an upload is for the method that began it, whatever its own HTTP method.
      const httpMethod = begun?.start.httpMethod ?? asked
      const found = find(matcher, routes, address, httpMethod)
      bound = found.bound
      if (isRaw(bound)) {
        const { values } = found
        const call = { incoming, path: address.path, query, values }
        return { ...(await answerRaw(bound, call, options)), bound, error: undefined }
      }
      const isUpload = found.door === 'upload'
      const bytes = isUpload ? undefined : await bytesFor(bound, incoming, query, options)
      const fieldMask = incoming.header('x-goog-fieldmask')
      system = readSystemParameters(query, httpMethod, bound.service.document, fieldMask)
      const request: Request = { ...found, httpMethod, query, system }
      const contentType = incoming.header('content-type')
      if (!isUpload) {
        const checked = check(request, bytes && { bytes, contentType })
        const answer = await perform(request, checked, undefined, conditionsOf(incoming), options)
        return { ...answer, bound, error: undefined }
      }
      const answer = await answerUpload(
        {
          ...request,
          incoming,
          timeout: options.timeout,
          messageLimit: options.bodyLimit,
          check: (message) => check(request, bound?.method.request && message),
          perform: (checked, media) => perform(request, checked, media, undefined, options),
          refuse,
        },
        begun,
        asked,
        options.uploads,
        urlOf(incoming, address, options),
      )
      return { error: undefined, ...answer, bound }
    } catch (thrown) {
      return refuse(thrown)
    }
  }
}

/** A client that can only POST, or whose URL would be too long, says the real method in a header. */
function overriddenMethod(incoming: Incoming, query: URLSearchParams): string {
  if (incoming.httpMethod !== 'POST') return incoming.httpMethod
  const asked = incoming.header('x-http-method-override') || query.get('$httpMethod') || 'POST'
  return asked.toUpperCase()
}

const isRaw = (bound: BoundMethod): bound is BoundRoute => bound.raw !== undefined

/** `routes`: those that modules add; they have what no document has. */
function find(
  matcher: Matcher,
  routes: Matcher,
  address: Address,
  httpMethod: string,
): Match['methods'][number] {
  const { rootHost, path } = address
  const match = matcher.match(httpMethod, path, rootHost)
  if (match.methods.length > 0) return choose(match.methods)
  for (const verb of [httpMethod, '*']) {
    const { methods } = routes.match(verb, path, rootHost)
    if (methods.length > 0) return choose(methods)
  }
  const elsewhere = address.isCommon ? matcher.match(httpMethod, path, undefined).methods : []
  if (elsewhere.length > 0) return choose(elsewhere)
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
  query: URLSearchParams,
  { bodyLimit, timeout }: CallOptions,
): Promise<Buffer | undefined> {
  const form = isForm(incoming.header('content-type'))
  if (method.request === undefined && !form) return undefined
  const bytes = await readBytes(incoming, bodyLimit, timeout)
  if (!form) return bytes
  for (const [name, value] of new URLSearchParams(bytes.toString('utf8'))) query.append(name, value)
  return method.request === undefined ? undefined : Buffer.alloc(0)
}

const conditionsOf = (incoming: Incoming): Conditions => ({
  range: incoming.header('range'),
  ifNoneMatch: incoming.header('if-none-match'),
})

/** Where the client sent the request, or reaches it if addresses name another host. */
function urlOf(incoming: Incoming, address: Address, { advertised }: CallOptions): string {
  if (advertised === undefined)
    return `http://${incoming.header('host') || 'localhost'}${incoming.path}`
  const { rootHost, path } = address
  return `http://${advertised}/${rootHost === undefined ? '' : `${rootHost}/`}${path}`
}
