// A call as it is kept, as text: what a handler was given and answered may be changed by it later. Most calls are never looked at.
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

export interface CallRecord {
  /** All but the text of the answer, as JSON. */
  readonly head: string
  /** The answer as it was written; '' where that is no text. */
  readonly text: string
}

export interface Noted {
  readonly id: number
  /** When it came, by the clock of its fork. */
  readonly time: Micros
  /** Name of the fault that met it. */
  readonly fault: string | undefined
}

export function recordOf(noted: Noted, ended: EndedCall): CallRecord {
  const { request, checked, answer, text = '', error, begun, http } = ended
  const { bound, message, query, values, context } = request
  const took = performance.now() - begun
  const asked = message?.size ?? 0
  const isText = text !== '' && text.length <= LARGEST
  const head: LoggedCall = {
    ...noted,
    method: bound.outline.id,
    fork: forkOf(context),
    door: http === undefined ? 'grpc' : 'http',
    origin: bound.behavior?.origin ?? 'none',
    began: Date.now() - took,
    took,
    params: checked?.params ?? textsOf(bound, values, query),
    message: asked > LARGEST ? TOO_LARGE : (checked?.body ?? message?.value),
    code: error?.code ?? http?.status ?? 200,
    status: error?.status ?? 'OK',
    answer: isText || error !== undefined ? undefined : told(answer, text.length),
    error: error && !isText ? errorBodyOf(error) : undefined,
    http,
    userAgent: context.header('user-agent'),
    baseUrl: context.baseUrl,
  }
  return { head: written(head), text: isText ? text : '' }
}

/** Handlers that are not checked may answer what is no JSON. */
function written(head: LoggedCall): string {
  try {
    return JSON.stringify(head)
  } catch {
    return JSON.stringify({ ...head, message: undefined, answer: 'no JSON' })
  }
}

export function callIn({ head, text }: CallRecord): LoggedCall {
  const call = JSON.parse(head) as LoggedCall
  const { code, status } = call
  if (text === '') return call
  const answer = parsed(text)
  if (status === 'OK') return { ...call, answer }
  const { message = '', details } = (answer as { readonly error?: ErrorBody }).error ?? {}
  return { ...call, error: { code, status, message, ...(details && { details }) } }
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
