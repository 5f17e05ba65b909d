// The latest calls, as people and tests look at them. What is kept is bounded: by number, and by the bytes of their messages.
import type { Clock, Micros } from '../../clock.ts'
import { MediaAnswer } from '../../api/media.ts'
import { forkOf } from '../../api/fork.ts'
import type { EndedCall } from '../../call/watch.ts'
import { isStream } from '../../call/invoke.ts'
import { errorBodyOf } from './error_body.ts'
import { fits, type CallFilter } from './filter.ts'
import type { LoggedCall } from './logged_call.ts'

const MOST_BYTES = 16 * 2 ** 20
/** A message that is larger is not kept. */
const LARGEST = 2 ** 18

export class CallLog {
  readonly #most: number
  #calls: { readonly call: LoggedCall; readonly size: number }[] = []
  #bytes = 0
  #count = 0
  #waiting = new Set<(call: LoggedCall) => void>()

  /** `most`: calls that are kept; 0: none. */
  constructor(most: number) {
    this.#most = most
  }

  /** `clockOf`: the clock of its fork. `fault`: name of the one that met it. */
  add(ended: EndedCall, clockOf: () => Clock, fault: string | undefined): void {
    if (this.#most === 0) return
    this.#count += 1
    const asked = ended.request.message?.size ?? 0
    const call = logged(this.#count, ended, clockOf().now(), fault)
    const size = Math.min(asked, LARGEST) + Math.min(ended.size, LARGEST)
    this.#calls.push({ call, size })
    this.#bytes += size
    // Twice as many are let grow, so that moving them costs nothing.
    if (this.#calls.length > 2 * this.#most || this.#bytes > MOST_BYTES) this.#shrink()
    for (const tell of this.#waiting) tell(call)
  }

  /** Oldest first. */
  list(filter: CallFilter = {}): readonly LoggedCall[] {
    return this.#kept()
      .map(({ call }) => call)
      .filter((call) => fits(call, filter))
  }

  /** The first call that fits, of those that are kept or of those to come. Undefined: none came in time. */
  wait(
    filter: CallFilter,
    milliseconds: number,
    signal?: AbortSignal,
  ): Promise<LoggedCall | undefined> {
    const [known] = this.list(filter)
    if (known !== undefined || milliseconds <= 0) return Promise.resolve(known)
    return new Promise((resolve) => {
      const end = (call: LoggedCall | undefined) => {
        clearTimeout(timer)
        this.#waiting.delete(tell)
        signal?.removeEventListener('abort', leave)
        resolve(call)
      }
      const leave = () => end(undefined)
      const tell = (call: LoggedCall) => fits(call, filter) && end(call)
      const timer = setTimeout(leave, milliseconds)
      this.#waiting.add(tell)
      signal?.addEventListener('abort', leave)
    })
  }

  /** Forgets the calls of a fork; of all of them by default. */
  clear(fork?: string): void {
    this.#calls = fork === undefined ? [] : this.#calls.filter(({ call }) => call.fork !== fork)
    this.#bytes = this.#calls.reduce((sum, { size }) => sum + size, 0)
  }

  #kept() {
    return this.#calls.slice(-this.#most)
  }

  #shrink(): void {
    this.#calls = this.#kept()
    this.#bytes = this.#calls.reduce((sum, { size }) => sum + size, 0)
    while (this.#bytes > MOST_BYTES / 2) this.#bytes -= this.#calls.shift()!.size
  }
}

function logged(
  id: number,
  { request, checked, answer, error, begun, size, http }: EndedCall,
  time: Micros,
  fault: string | undefined,
): LoggedCall {
  const { bound, message, query, values, context } = request
  const took = performance.now() - begun
  const isLarge = (message?.size ?? 0) > LARGEST
  return {
    id,
    method: bound.outline.id,
    fork: forkOf(context),
    door: http === undefined ? 'grpc' : 'http',
    origin: bound.behavior?.origin ?? 'none',
    time,
    began: Date.now() - took,
    took,
    params: checked?.params ?? rawParams(bound.template.variables, values, query),
    message: isLarge ? TOO_LARGE : (checked?.body ?? message?.value),
    code: error?.code ?? http?.status ?? 200,
    status: error?.status ?? 'OK',
    answer: size > LARGEST ? TOO_LARGE : shown(answer),
    error: error && errorBodyOf(error),
    fault,
    http,
    userAgent: context.header('user-agent'),
    baseUrl: context.baseUrl,
  }
}

const TOO_LARGE = 'more than is kept'

function shown(answer: unknown): unknown {
  if (answer instanceof MediaAnswer) return 'bytes'
  return isStream(answer) ? 'a stream' : answer
}

const rawParams = (
  variables: readonly { readonly name: string }[],
  values: readonly string[],
  query: EndedCall['request']['query'],
) =>
  Object.fromEntries([
    ...variables.map(({ name }, i) => [name, values[i]] as const),
    ...[...query].map(([name, texts]) => [name, texts.length === 1 ? texts[0] : texts] as const),
  ])
