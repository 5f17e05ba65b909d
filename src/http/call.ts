// The path of a request for a method, from its address to its answer.
import type { CallContext, CallRequest, CheckedCall, QueryTexts } from '../call/call.ts'
import { check } from '../call/check.ts'
import { beginInvocation, invoke, type InvokeOptions } from '../call/invoke.ts'
import type { BoundMethod, BoundRoute, Service } from '../api/service.ts'
import { ConnectionDropped, type Disturbance } from '../call/watch.ts'
import { unavailable, type ApiError } from '../errors.ts'
import { answerRaw } from './raw_route.ts'
import type { RawMessage } from './body.ts'
import { HttpContext } from './context.ts'
import { asApiError, refusalOf } from './error_response.ts'
import { parseQuery, textIn } from './query.ts'
import { messageIn, readBody } from './read_message.ts'
import type { HttpRequest } from './request.ts'
import { respond } from './respond.ts'
import type { HttpResponse } from './response.ts'
import type { Address } from './routing/address.ts'
import { methodFinder, type Found } from './routing/find_method.ts'
import { percentDecoded } from './routing/percent_decoded.ts'
import {
  altOf,
  checkSystemParameters,
  defaultSystemParameters,
  readSystemParameters,
  type SystemParameters,
} from './system_parameters.ts'
import { begunUploadOf, uploadTurns } from './upload/answer.ts'
import type { UploadFolder } from './upload/folder.ts'
import type { UploadTurns } from './upload/upload_call.ts'

export interface CallOptions extends InvokeOptions {
  /** Bytes of a request body. */
  readonly bodyLimit: number
  /** Where what is uploaded is kept until it is whole. */
  readonly uploads: UploadFolder
  /** Throws where not everybody may call the method. */
  readonly guard?: ((bound: BoundMethod, request: HttpRequest) => void) | undefined
  /** `host:port` that addresses name instead of the request's Host. */
  readonly advertised: string | undefined
}

export interface CallAnswer extends HttpResponse {
  /** The method the request was for; undefined if there is none. */
  readonly bound: BoundMethod | undefined
  readonly error: ApiError | undefined
}

export type AnswerCall = (request: HttpRequest, address: Address) => Promise<CallAnswer>

export function callAnswerer(services: readonly Service[], options: CallOptions): AnswerCall {
  const findMethod = methodFinder(services)

  return async (request, address) => {
    const asked = parseQuery(request.query)
    let bound: BoundMethod | undefined
    try {
      const ownMethod = overriddenMethod(request, asked)
      const { begun, query } = asked.has('upload_id')
        ? await begunUploadOf(request, asked, options.uploads)
        : { begun: undefined, query: asked }
      // What goes on with an upload is for the method that began it, whatever its own HTTP method.
      const httpMethod = begun?.start.httpMethod ?? ownMethod
      let found = findMethod(address, httpMethod)
      bound = found.bound
      options.guard?.(bound, request)
      const passed: BoundMethod[] = []
      while (isRaw(found.bound)) {
        const call = { request, path: address.path, values: found.values }
        const answer = await answerRaw(found.bound, call, options)
        if (answer !== undefined) return { ...answer, bound, error: undefined }
        passed.push(found.bound)
        bound = undefined
        found = findMethod(address, httpMethod, passed)
        bound = found.bound
        options.guard?.(bound, request)
      }
      const context = new HttpContext(request, options.advertised)
      if (found.pathKind !== 'upload') {
        const { message, query: whole } = await readBody(bound, request, query, options)
        return await new HttpCall(found, httpMethod, request, whole, context, options).answer(
          message,
        )
      }
      // Who goes on with an upload shows its id, which is as good as a token.
      const own = begun === undefined ? options : { ...options, access: undefined }
      const call = new HttpCall(found, httpMethod, request, query, context, own)
      const { timeout, bodyLimit: messageLimit, watch } = options
      const uploading = { bound, context }
      const markAfter = (received: number) => watch?.uploading(uploading, received)
      const upload = { bound, request, query, timeout, messageLimit, markAfter }
      const url = urlOf(request, address, options)
      return await call.answerUpload(uploadTurns(upload, begun, ownMethod, options.uploads, url))
    } catch (thrown) {
      return refused(thrown, bound, asked, request)
    }
  }
}

/** A call as it came by HTTP. */
class HttpCall {
  readonly #found: Found
  readonly #httpMethod: string
  readonly #request: HttpRequest
  readonly #query: QueryTexts
  readonly #context: CallContext
  readonly #options: InvokeOptions
  readonly #system: SystemParameters
  readonly #begun = performance.now()
  #asked: CallRequest | undefined
  #checked: CheckedCall | undefined
  #value: unknown
  #disturbance: Disturbance = 'none'

  constructor(
    found: Found,
    httpMethod: string,
    request: HttpRequest,
    query: QueryTexts,
    context: CallContext,
    options: InvokeOptions,
  ) {
    this.#found = found
    this.#httpMethod = httpMethod
    this.#request = request
    this.#query = query
    this.#context = context
    this.#options = options
    const fieldMask = request.header('x-goog-fieldmask')
    const { document } = found.bound.service
    this.#system = readSystemParameters(query, httpMethod, document, fieldMask)
  }

  async answer(message: RawMessage | undefined): Promise<CallAnswer> {
    try {
      const answer = await this.#respond(await this.#check(message))
      return this.#ended(this.#answered(answer))
    } catch (thrown) {
      return this.#ended(this.#refused(thrown))
    }
  }

  /** Takes an upload from turn to turn. */
  async answerUpload(turns: UploadTurns): Promise<CallAnswer> {
    let checked: CheckedCall | undefined
    let called: CallAnswer | undefined
    try {
      for (;;) {
        const { done, value } = await turns.next(called)
        if (done) return this.#ended({ ...this.#answered(value), error: called?.error })
        if ('media' in value) called = await this.#call({ ...checked!, media: value.media })
        else {
          checked = await this.#check(this.#found.bound.method.request && value.message)
          if (value.isStart) await beginInvocation(checked, this.#options)
        }
      }
    } catch (thrown) {
      return this.#ended(this.#refused(thrown))
    } finally {
      await turns.return(undefined as never)
    }
  }

  async #call(checked: CheckedCall): Promise<CallAnswer> {
    try {
      return this.#answered(await this.#respond(checked))
    } catch (thrown) {
      return this.#refused(thrown)
    }
  }

  async #check(raw: RawMessage | undefined): Promise<CheckedCall> {
    const { bound, values, pathKind } = this.#found
    const { method, service, template } = bound
    checkSystemParameters(this.#query, this.#httpMethod, service.document, method)
    const request: CallRequest = {
      bound,
      values: values.map((value, i) => percentDecoded(value, template.variables[i]!.reserved)),
      query: this.#query,
      message: raw && messageIn(bound, raw),
      fields: this.#system.fields,
      alt: pathKind === 'download' ? 'media' : altOf(this.#query, method),
      context: this.#context,
    }
    this.#asked = request
    const disturbance = this.#options.watch?.arrived(request)
    if (disturbance !== undefined) this.#disturbance = await disturbance
    this.#options.access?.admit(request)
    return (this.#checked = check(request))
  }

  async #respond(checked: CheckedCall): Promise<HttpResponse> {
    const value = await invoke(checked, this.#options)
    this.#value = value
    return respond(value, checked, this.#request, this.#httpMethod, this.#system)
  }

  #answered(answer: HttpResponse): CallAnswer {
    const { status, headers, body } = answer
    const called = { status, headers, body, bound: this.#found.bound, error: undefined }
    if (this.#disturbance === 'none') return called
    return { ...called, cut: this.#disturbance === 'lost' ? 'dropped' : this.#disturbance }
  }

  /** Tells the watch of it. */
  #ended(called: CallAnswer): CallAnswer {
    const request = this.#asked
    if (request === undefined) return called
    const { path, query } = this.#request
    this.#options.watch?.ended({
      request,
      checked: this.#checked,
      answer: this.#value,
      error: called.error,
      begun: this.#begun,
      text: typeof called.body === 'string' ? called.body : undefined,
      http: {
        method: this.#httpMethod,
        target: query === '' ? path : `${path}?${query}`,
        status: called.status,
      },
    })
    return called
  }

  #refused(thrown: unknown): CallAnswer {
    if (thrown instanceof ConnectionDropped)
      return {
        status: 503,
        headers: {},
        body: null,
        cut: 'dropped',
        bound: this.#found.bound,
        error: unavailable('The connection was dropped.'),
      }
    const error = asApiError(thrown)
    const { bound } = this.#found
    return { ...refusalOf(error, bound.service, this.#system), bound, error }
  }
}

/** Where no method was found, or its body not read, the client's wish for a format counts all the same. */
function refused(
  thrown: unknown,
  bound: BoundMethod | undefined,
  query: QueryTexts,
  { httpMethod }: HttpRequest,
): CallAnswer {
  const error = asApiError(thrown)
  const system =
    bound === undefined
      ? readSystemParameters(query, httpMethod, undefined, undefined)
      : defaultSystemParameters
  return { ...refusalOf(error, bound?.service, system), bound, error }
}

/** A client that can only POST, or whose URL would be too long, says the real method in a header. */
function overriddenMethod(request: HttpRequest, query: QueryTexts): string {
  if (request.httpMethod !== 'POST') return request.httpMethod
  const asked = request.header('x-http-method-override') || textIn(query, '$httpMethod') || 'POST'
  return asked.toUpperCase()
}

const isRaw = (bound: BoundMethod): bound is BoundRoute => bound.raw !== undefined

/** Where the client sent the request, or reaches it if addresses name another host. */
function urlOf(request: HttpRequest, address: Address, { advertised }: CallOptions): string {
  if (advertised === undefined)
    return `${request.scheme}://${request.header('host') || 'localhost'}${request.path}`
  const { rootHost, path } = address
  return `${request.scheme}://${advertised}/${rootHost === undefined ? '' : `${rootHost}/`}${path}`
}
