// One call of an rpc that is a method of a document, or that a handler answers by its full name.
import type { JsonObject } from '@bufbuild/protobuf'
import { MediaAnswer } from '../api/media.ts'
import type { Service } from '../api/service.ts'
import { forkOf } from '../api/fork.ts'
import type { CallContext, CallRequest, CheckedCall } from '../call/call.ts'
import { check } from '../call/check.ts'
import { invoke, isStream, type InvokeOptions } from '../call/invoke.ts'
import { ConnectionDropped, type CallWatch } from '../call/watch.ts'
import { ApiError, unavailable } from '../errors.ts'
import { jsonPathOf } from './http_rule.ts'
import { isMixin, mixinBindings } from './mixins.ts'
import type { Rpc } from './rpc_table.ts'
import { transcoderOf, type Transcoded } from './transcode.ts'
import type { RpcCall } from './wire/rpc_call.ts'

export interface CallOptions extends InvokeOptions {
  readonly services: readonly Service[]
  /** `http://localhost:5052`, as it reaches the server. */
  readonly baseUrlOf: (scheme: 'http' | 'https', authority: string) => string
}

/** One message, or an AsyncIterable of them, as handlers answer them. */
export type Answer = (message: JsonObject, call: RpcCall) => Promise<unknown>

/** Answers an rpc that is a method of a document. */
export function methodAnswerer(rpc: Rpc, options: CallOptions): Answer {
  if (isMixin(rpc.name)) return (message, call) => answerMixin(rpc, message, call, options)
  if (rpc.bindings.length === 0) throw unimplemented(rpc, rpc.unmapped!)
  const transcode = transcoderOf(rpc.method.input, rpc.bindings)
  return (message, call) => answerBound(transcode(message), call, options)
}

/** Of several APIs that could have the resource, the first that knows it answers; of lists the first that has something. */
async function answerMixin(
  rpc: Rpc,
  message: JsonObject,
  call: RpcCall,
  options: CallOptions,
): Promise<unknown> {
  const host = call.authority.replace(/:\d+$/, '')
  let unknown: unknown
  let bare: unknown
  for (const binding of mixinBindings(rpc.name, rpc.method, message, host, options.services)) {
    try {
      const transcode = transcoderOf(rpc.method.input, [binding])
      const answer = await answerBound(transcode(message), call, options)
      if (!rpc.method.name.startsWith('List') || hasItems(answer)) return answer
      bare ??= answer
    } catch (error) {
      const mayBeElsewhere =
        error instanceof ApiError && ['NOT_FOUND', 'UNIMPLEMENTED'].includes(error.status)
      if (!mayBeElsewhere) throw unknown ?? error
      unknown ??= error
    }
  }
  if (bare !== undefined) return bare
  const named = message['name'] ?? message['resource']
  throw unknown ?? unimplemented(rpc, `no served API has it for ${JSON.stringify(named ?? '')}`)
}

/** Also where they are on a page that comes later. */
const hasItems = (answer: unknown): boolean => Object.keys(answer ?? {}).length > 0

const unimplemented = ({ method }: Rpc, why: string): ApiError =>
  new ApiError(
    'UNIMPLEMENTED',
    'notImplemented',
    `${method.parent.typeName}/${method.name} is not served: ${why}.`,
  )

async function answerBound(
  { binding, values, query, message }: Transcoded,
  call: RpcCall,
  options: CallOptions,
): Promise<unknown> {
  const { bound, rule } = binding
  call.responseHeaders['x-emulator-method'] = bound.outline.id
  call.responseHeaders['x-emulator-origin'] = bound.behavior?.origin ?? 'none'
  const request: CallRequest = {
    bound,
    values,
    query,
    message,
    fields: call.header('x-goog-fieldmask'),
    alt: 'json',
    context: new RpcContext(call, options),
  }
  const { watch } = options
  const answer =
    watch === undefined
      ? await performed(admitted(request, options), options)
      : await watched(request, watch, options)
  if (rule.responseBody === '') return answer
  const field = jsonPathOf(rule.responseBody)
  return isStream(answer) ? wrapped(answer, field) : { [field]: answer }
}

function admitted(request: CallRequest, { access }: InvokeOptions): CheckedCall {
  access?.admit(request)
  return check(request)
}

async function performed(call: CheckedCall, options: InvokeOptions): Promise<unknown> {
  const answer = await invoke(call, options)
  if (answer instanceof MediaAnswer) throw new Error(`${call.bound.outline.id} answered media(…)`)
  return answer
}

/** The same with what looks at calls, and may disturb them. */
async function watched(
  request: CallRequest,
  watch: CallWatch,
  options: InvokeOptions,
): Promise<unknown> {
  const begun = performance.now()
  let checked: CheckedCall | undefined
  try {
    const disturbance = await watch.arrived(request)
    checked = admitted(request, options)
    const answer = await performed(checked, options)
    // A message of gRPC has no half.
    if (disturbance !== undefined && disturbance !== 'none') throw new ConnectionDropped()
    watch.ended({ request, checked, answer, error: undefined, begun })
    return answer
  } catch (thrown) {
    const error =
      thrown instanceof ConnectionDropped ? unavailable('The connection was dropped.') : thrown
    const seen = error instanceof ApiError ? error : unavailable(String(error))
    watch.ended({ request, checked, answer: undefined, error: seen, begun })
    throw error
  }
}

async function* wrapped(answers: AsyncIterable<unknown>, field: string): AsyncGenerator<object> {
  for await (const answer of answers) yield { [field]: answer }
}

/** A call as handlers see it. A class, because its getters are shared. */
export class RpcContext implements CallContext {
  readonly #call: RpcCall
  readonly #options: Pick<CallOptions, 'baseUrlOf'>

  constructor(call: RpcCall, options: Pick<CallOptions, 'baseUrlOf'>) {
    this.#call = call
    this.#options = options
  }

  get baseUrl(): string {
    return this.#options.baseUrlOf(this.#call.scheme, this.#call.authority)
  }

  get signal(): AbortSignal {
    return this.#call.signal
  }

  get fork(): string {
    return forkOf(this)
  }

  /** A getter: handlers take a call apart, `(requests, { header }) => …`. */
  get header(): CallContext['header'] {
    return (name) => this.#call.header(name.toLowerCase())
  }
}
