// One call of an rpc: its message as a call of a method, its answer as the rpc's message.
import type { DescMethod, JsonObject, Message, Registry } from '@bufbuild/protobuf'
import { Code, ConnectError, type HandlerContext } from '@connectrpc/connect'
import type { RpcHandler } from '../api/handlers.ts'
import { MediaAnswer } from '../api/media.ts'
import type { BoundMethod, Service } from '../api/service.ts'
import type { CallContext, CallRequest, CheckedCall } from '../call/call.ts'
import { check } from '../call/check.ts'
import { invoke, isStream, stateOf, type InvokeOptions } from '../call/invoke.ts'
import { forkOf } from '../api/fork.ts'
import { ConnectionDropped } from '../call/watch.ts'
import { ApiError, unavailable } from '../errors.ts'
import { isMixin, mixinBindings } from './mixins.ts'
import type { Binding, Rpc } from './rpc_table.ts'
import { asJson, asMessage, transcoded } from './transcode.ts'

export interface RpcOptions extends InvokeOptions {
  readonly services: readonly Service[]
  readonly registry: Registry
  /** `http://localhost:5052`, as it reaches the server. */
  readonly baseUrlOf: (authority: string) => string
}

/** What answered, for the log and the headers. */
export interface Answered {
  readonly bound: BoundMethod
  readonly answer: Message | AsyncIterable<Message>
}

/** Answers an rpc that is a method of a document. */
export async function answerRpc(
  rpc: Rpc,
  request: Message,
  context: HandlerContext,
  options: RpcOptions,
): Promise<Answered> {
  const message = asJson(rpc.method.input, request, options.registry)
  const bindings = bindingsOf(rpc, message, context, options)
  // Of several APIs that could have the resource, the first that knows it answers.
  let unknown: unknown
  for (const [i, binding] of bindings.entries()) {
    try {
      return await answerBound(
        rpc,
        message,
        isMixin(rpc.name) ? [binding] : bindings,
        context,
        options,
      )
    } catch (error) {
      const isLast = i === bindings.length - 1
      const mayBeElsewhere =
        error instanceof ApiError && ['NOT_FOUND', 'UNIMPLEMENTED'].includes(error.status)
      if (!isMixin(rpc.name) || isLast || !mayBeElsewhere) throw unknown ?? error
      unknown ??= error
    }
  }
  throw unimplemented(rpc)
}

function bindingsOf(
  rpc: Rpc,
  message: JsonObject,
  context: HandlerContext,
  { services }: RpcOptions,
): readonly Binding[] {
  if (!isMixin(rpc.name)) return rpc.bindings
  const host = new URL(context.url).hostname
  return mixinBindings(rpc.name, rpc.method, message, host, services)
}

const unimplemented = ({ method, unmapped }: Rpc): ApiError =>
  new ApiError(
    'UNIMPLEMENTED',
    'notImplemented',
    `${method.parent.typeName}/${method.name} is not served: ${unmapped ?? 'no served API has this resource'}.`,
  )

async function answerBound(
  { method }: Rpc,
  message: JsonObject,
  bindings: readonly Binding[],
  context: HandlerContext,
  options: RpcOptions,
): Promise<Answered> {
  const { binding, values, query, message: body } = transcoded(message, bindings)
  const { bound, rule } = binding
  const { watch } = options
  context.responseHeader.set('x-emulator-method', bound.outline.id)
  const fields = context.requestHeader.get('x-goog-fieldmask') ?? undefined
  const request: CallRequest = {
    bound,
    values,
    query,
    message: body,
    fields,
    alt: 'json',
    context: new RpcContext(context, options),
  }
  context.responseHeader.set('x-emulator-origin', bound.behavior?.origin ?? 'none')
  const begun = performance.now()
  let checked: CheckedCall | undefined
  let answer: unknown
  try {
    const disturbance = await watch?.arrived(request)
    checked = check(request)
    answer = await untilAborted(invoke(checked, options), context.signal)
    if (answer instanceof MediaAnswer) throw new Error(`${bound.outline.id} answered media(…)`)
    // A message of gRPC has no half.
    if (disturbance === 'lost' || disturbance === 'truncated') throw new ConnectionDropped()
    watch?.ended({ request, checked, answer, error: undefined, begun, size: 0 })
  } catch (thrown) {
    const error =
      thrown instanceof ConnectionDropped ? unavailable('The connection was dropped.') : thrown
    const told = error instanceof ApiError ? error : unavailable(String(error))
    watch?.ended({ request, checked, answer, error: told, begun, size: 0 })
    throw error
  }
  const asOutput = (value: unknown) =>
    asMessage(method.output, value, rule.responseBody, options.registry)
  return { bound, answer: isStream(answer) ? mapped(answer, asOutput) : asOutput(answer) }
}

async function* mapped(
  values: AsyncIterable<unknown>,
  change: (value: unknown) => Message,
): AsyncGenerator<Message> {
  for await (const value of values) yield change(value)
}

/** Answers an rpc by a handler of its own. */
export async function answerByHandler(
  { input, output }: DescMethod,
  requests: AsyncIterable<Message>,
  handler: RpcHandler<unknown>,
  service: Service,
  context: HandlerContext,
  options: RpcOptions,
): Promise<Message | AsyncIterable<Message>> {
  const { registry } = options
  const messages = {
    async *[Symbol.asyncIterator]() {
      for await (const request of requests) yield asJson(input, request, registry)
    },
  }
  const call = new RpcContext(context, options)
  const state = await stateOf(service, call.fork, options)
  const work = handler(messages, call, state)
  const answer = work instanceof Promise ? await untilAborted(work, context.signal) : work
  const asOutput = (value: unknown) => asMessage(output, value, '', registry)
  return isStream(answer) ? mapped(answer, asOutput) : asOutput(answer)
}

/** A client that has gone, or whose deadline is over, is not kept waiting by a handler that goes on. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const abort = () =>
    reject(
      signal.reason instanceof ConnectError
        ? signal.reason
        : new ConnectError('The call was cancelled.', Code.Canceled),
    )
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort)
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  return promise
}

/** A class, because its getters are shared. */
class RpcContext implements CallContext {
  readonly #context: HandlerContext
  readonly #options: RpcOptions

  constructor(context: HandlerContext, options: RpcOptions) {
    this.#context = context
    this.#options = options
  }

  get baseUrl(): string {
    return this.#options.baseUrlOf(new URL(this.#context.url).host)
  }

  get signal(): AbortSignal {
    return this.#context.signal
  }

  get fork(): string {
    return forkOf(this)
  }

  header(name: string): string | undefined {
    return this.#context.requestHeader.get(name) ?? undefined
  }
}
