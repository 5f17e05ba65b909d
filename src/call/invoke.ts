// The call of a handler, and what must hold of its answer.
import { ApiError } from '../errors.ts'
import type { Call } from '../api/handlers.ts'
import { MediaAnswer } from '../api/media.ts'
import type { BoundMethod } from '../api/service.ts'
import { withinTime } from './timeout.ts'

export interface DispatchOptions {
  /** Seconds a handler may take. */
  readonly timeout: number
  /** Check what handlers answer against the document. */
  readonly validateResponses: boolean
}

/** The handler's answer; undefined for a method without one. Throws what the handler throws, 501 or 504. */
export async function dispatch(
  bound: BoundMethod,
  call: Call,
  options: DispatchOptions,
): Promise<unknown> {
  const { method, service } = bound
  const { behavior } = bound
  if (behavior === undefined) throw unimplemented(bound)
  const work = behavior.handler(call, service.state)
  const answer =
    work instanceof Promise
      ? await withinTime(work, options.timeout, () => tooLate(method.id, options.timeout))
      : await work
  if (answer instanceof MediaAnswer !== (call.alt === 'media')) throw wrongKind(method.id, call.alt)
  if (answer instanceof MediaAnswer) return answer
  if (method.response === undefined) return bound.handler === undefined ? answer : undefined
  const value = answer ?? {}
  if (options.validateResponses) checkAnswer(bound, value)
  return value
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
  const faults = (validate.errors ?? []).map(
    ({ instancePath, keyword, params, data }) =>
      `${instancePath || '/'}: ${keyword === 'additionalProperties' ? `unknown field ${String(params['additionalProperty'])}` : `${JSON.stringify(data)} does not fit`}`,
  )
  throw new Error(
    `the answer of ${method.id} does not fit its document:\n  ${faults.slice(0, 20).join('\n  ')}`,
  )
}

/** As the client would read it: a field that is undefined is not sent. */
const withoutUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown
