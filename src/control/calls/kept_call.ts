// A call as it is kept: what is at hand when it ends, and no more; what people look at is made of that when they do. Most
// calls are never looked at.
import type { Origin } from '../../api/behavior.ts'
import { forkOf } from '../../api/fork.ts'
import { MediaAnswer } from '../../api/media.ts'
import type { BoundMethod } from '../../api/service.ts'
import type { CallRequest } from '../../call/call.ts'
import { isStream } from '../../call/invoke.ts'
import type { EndedCall } from '../../call/watch.ts'
import type { Micros } from '../../clock.ts'
import { errorBodyOf, type ErrorBody } from './error_body.ts'
import type { LoggedCall } from './logged_call.ts'

/** A message of more bytes is not kept. */
const LARGEST = 2 ** 18
const TOO_LARGE = 'more than is kept'

export class KeptCall implements LoggedCall {
  readonly id: number
  readonly time: Micros
  readonly fault: string | undefined
  readonly fork: string
  readonly userAgent: string | undefined
  readonly baseUrl: string
  readonly began: number
  readonly took: number
  readonly message: unknown
  readonly http: EndedCall['http'] | undefined
  /** Bytes of its messages that are kept. */
  readonly size: number
  readonly #bound: BoundMethod
  readonly #checked: Readonly<Record<string, unknown>> | undefined
  /** Of a call that was refused: what its path named, and its query where no address has it. */
  readonly #values: CallRequest['values'] | undefined
  readonly #query: CallRequest['query'] | undefined
  /** What a handler answered may be changed by it later; a text is not, and costs the collector nothing. */
  readonly #answer: unknown
  readonly #isText: boolean
  readonly code: number
  readonly status: string
  /** By gRPC, which has no text. */
  readonly #error: ErrorBody | undefined

  constructor(id: number, ended: EndedCall, time: Micros, fault: string | undefined) {
    const { request, checked, answer, text, error, begun, http } = ended
    const { bound, message, query, values, context } = request
    this.id = id
    this.time = time
    this.fault = fault
    this.fork = forkOf(context)
    this.userAgent = context.header('user-agent')
    this.baseUrl = context.baseUrl
    this.took = performance.now() - begun
    this.began = Date.now() - this.took
    this.http = http
    this.#bound = bound
    this.#checked = checked?.params
    this.#values = checked === undefined ? values : undefined
    this.#query = checked === undefined && http === undefined ? query : undefined
    this.code = error?.code ?? http?.status ?? 200
    this.status = error?.status ?? 'OK'
    // An error itself would keep its stack.
    this.#error = error && text === undefined ? errorBodyOf(error) : undefined
    const asked = message?.size ?? 0
    this.message = asked > LARGEST ? TOO_LARGE : (checked?.body ?? message?.value)
    const answered = text?.length ?? 0
    this.#isText = answered > 0 && answered <= LARGEST
    this.#answer = this.#isText ? text : told(answer, answered)
    this.size = (asked > LARGEST ? 0 : asked) + (this.#isText ? answered : 0)
  }

  get method(): string {
    return this.#bound.outline.id
  }

  get door(): 'http' | 'grpc' {
    return this.http === undefined ? 'grpc' : 'http'
  }

  get origin(): Origin {
    return this.#bound.behavior?.origin ?? 'none'
  }

  get params(): Readonly<Record<string, unknown>> {
    return this.#checked ?? textsOf(this.#bound, this.#values!, this.#query ?? this.#ownQuery())
  }

  #ownQuery(): CallRequest['query'] {
    const query = this.http!.target.split('?')[1] ?? ''
    return Map.groupBy(new URLSearchParams(query), ([name]) => name)
      .entries()
      .reduce(
        (all, [name, pairs]) =>
          all.set(
            name,
            pairs.map(([, text]) => text),
          ),
        new Map<string, string[]>(),
      )
  }

  get answer(): unknown {
    if (this.status !== 'OK') return undefined
    return this.#isText ? parsed(this.#answer as string) : this.#answer
  }

  get error(): ErrorBody | undefined {
    if (this.status === 'OK') return undefined
    if (this.#error !== undefined) return this.#error
    const { code, status } = this
    const written = parsed(this.#answer as string) as { readonly error?: ErrorBody }
    const { message = '', details } = written.error ?? {}
    return { code, status, message, ...(details && { details }) }
  }
}

function told(answer: unknown, size: number): unknown {
  if (size > LARGEST) return TOO_LARGE
  if (answer instanceof MediaAnswer) return 'bytes'
  return isStream(answer) ? 'a stream' : answer
}

/** An answer that a page wraps into a call (JSONP) is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Parameters as they were sent, of a call that was refused. */
const textsOf = (
  { template }: BoundMethod,
  values: CallRequest['values'],
  query: CallRequest['query'],
): Readonly<Record<string, unknown>> =>
  Object.fromEntries([
    ...template.variables.map(({ name }, i) => [name, values[i]] as const),
    ...[...query].map(([name, texts]) => [name, texts.length === 1 ? texts[0] : texts] as const),
  ])
