// The call of a method: its handler is asked, and what must hold of its answer is checked.
import { ApiError, invalid } from '../errors.ts'
import type { Call } from '../api/handlers.ts'
import { MediaAnswer } from '../api/media.ts'
import type { BoundMethod, Service } from '../api/service.ts'
import type { CallContext, CheckedCall } from './call.ts'
import { withTimeout } from './timeout.ts'
import { forkOf } from '../api/fork.ts'
import type { AccessControl } from './access.ts'
import type { CallWatch } from './watch.ts'

export interface InvokeOptions {
  /** Seconds a handler may take. */
  readonly timeout: number
  /** Check what handlers answer against the document. */
  readonly validateResponses: boolean
  /** Refuses calls for who makes them. */
  readonly access?: AccessControl | undefined
  /** What looks at every call. */
  readonly watch?: CallWatch | undefined
  /** The state of a module in a fork, made on first ask. Throws where there is no such fork. */
  readonly stateIn?: ((service: Service, fork: string) => Promise<unknown>) | undefined
}

/** The state that a handler works on: of the first fork, which is at hand, or of another. */
export function stateOf(
  service: Service,
  fork: string,
  { stateIn }: Pick<InvokeOptions, 'stateIn'>,
): unknown {
  if (fork === '') return service.state
  if (stateIn === undefined) throw invalid('There are no forks here.')
  return stateIn(service, fork)
}

/** What a method answers: a message, bytes, messages one after the other, or (undefined) nothing. */
export type Answered = unknown

/** Throws what the handler throws, 501 where there is none, or 504. */
export async function invoke(call: CheckedCall, options: InvokeOptions): Promise<Answered> {
  const { bound, alt } = call
  const { behavior, method, service } = bound
  if (behavior === undefined) throw unimplemented(bound)
  const authorized = options.access?.authorize(call)
  if (authorized !== undefined) await authorized
  const handled = new HandlerCall(call)
  const state = stateOf(service, handled.fork, options)
  const work =
    state instanceof Promise
      ? state.then((forked: unknown) => behavior.handler(handled, forked))
      : behavior.handler(handled, state)
  const answer =
    work instanceof Promise
      ? await withTimeout(work, options.timeout, () => tooLate(method.id, options.timeout))
      : work
  if (answer instanceof MediaAnswer !== (alt === 'media')) throw wrongKind(method.id, alt)
  if (answer instanceof MediaAnswer) return answer
  if (isStream(answer)) return options.validateResponses ? checkedStream(bound, answer) : answer
  if (method.response === undefined) return behavior.origin === 'handler' ? undefined : answer
  const value = answer ?? {}
  if (options.validateResponses) checkAnswer(bound, value)
  return value
}

/** Says at the start of an upload what the method would refuse at its end. Throws that. */
export async function beginInvocation(call: CheckedCall, options: InvokeOptions): Promise<void> {
  const { behavior, method, service } = call.bound
  await options.access?.authorize(call)
  if (behavior?.begin === undefined) return
  const { timeout } = options
  const handled = new HandlerCall(call)
  const work = behavior.begin(handled, await stateOf(service, handled.fork, options))
  if (work instanceof Promise) await withTimeout(work, timeout, () => tooLate(method.id, timeout))
}

/** Messages that come one after the other (server streaming). */
export const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value

async function* checkedStream(
  bound: BoundMethod,
  messages: AsyncIterable<unknown>,
): AsyncGenerator {
  for await (const message of messages) {
    checkAnswer(bound, message)
    yield message
  }
}

/** A call as a handler sees it. A class, because its getters are shared. */
class HandlerCall implements Call {
  readonly params: Call['params']
  readonly body: unknown
  readonly nulls: Call['nulls']
  readonly media: Call['media']
  readonly alt: Call['alt']
  readonly #bound: BoundMethod
  readonly #context: CallContext

  constructor({ bound, params, body, nulls, media, alt, context }: CheckedCall) {
    this.params = params
    this.body = body
    this.nulls = nulls
    this.media = media
    this.alt = alt
    this.#bound = bound
    this.#context = context
  }

  get method(): Call['method'] {
    return this.#bound.method
  }

  get baseUrl(): string {
    return this.#context.baseUrl
  }

  get signal(): AbortSignal {
    return this.#context.signal
  }

  get fork(): string {
    return forkOf(this.#context)
  }

  /** A getter too: handlers take a call apart, `({ params, header }) => …`. */
  get header(): Call['header'] {
    return (name) => this.#context.header(name.toLowerCase())
  }

  get resources(): Call['resources'] {
    const { service, method } = this.#bound
    const resources = service.resourcesFor({ header: this.header })
    const { params, body, nulls, media, alt } = this
    return {
      ...resources,
      async default(changed) {
        const kept = media && (await resources.keep(media))
        const request = {
          body,
          nulls,
          alt,
          media: kept,
          ...changed,
          params: { ...params, ...changed?.params },
        }
        return resources.transaction((transaction) => transaction.invoke(method.id, request))
      },
    }
  }
}

function unimplemented({ method, service }: BoundMethod): ApiError {
  const file = service.source.file.replace(/\.api$/, '.ts')
  return new ApiError(
    'UNIMPLEMENTED',
    'notImplemented',
    `${method.id} has no handler: nothing in ${file} says what it does.`,
  )
}

const wrongKind = (id: string, alt: Call['alt']): Error =>
  alt === 'media'
    ? new ApiError(
        'UNIMPLEMENTED',
        'notImplemented',
        `${id} has no media here: its handler answers alt=media with no media(…).`,
      )
    : new Error(`${id} was asked for its resource (alt=json) and answered media(…).`)

export const tooLate = (id: string, seconds: number): ApiError =>
  new ApiError(
    'DEADLINE_EXCEEDED',
    'backendError',
    `${id} took longer than ${seconds} s (the setting timeout).`,
  )

/** A handler cannot drift from its document: what it answers must be a message of the response's schema. */
function checkAnswer({ method, service }: BoundMethod, value: unknown): void {
  const validate = service.validators.of(method.response!)
  if (validate(withoutUndefined(value))) return
  const issues = (validate.errors ?? []).map(
    ({ instancePath, keyword, params, data }) =>
      `${instancePath || '/'}: ${keyword === 'additionalProperties' ? `unknown field ${String(params['additionalProperty'])}` : `${JSON.stringify(data)} does not fit`}`,
  )
  throw new Error(
    `the answer of ${method.id} does not fit its document:\n  ${issues.slice(0, 20).join('\n  ')}`,
  )
}

/** As the client would read it: a field that is undefined is not sent. */
const withoutUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown
