// What became of an attempt, in a form that crosses threads and processes.
import { encode, JSON_TYPE } from '../processor/codecs.ts'
import { PermanentError, type RateLimited, type RetryAfter } from '../processor/errors.ts'
import { checking } from './prepare.ts'
import type { Processor } from '../processor/processor.ts'
import { parserOf } from '../processor/schema.ts'

export interface Failure {
  readonly name: string
  readonly message: string
  readonly stack?: string
  /** Of a PermanentError. */
  readonly field?: string
}

export interface EncodedResult {
  /** Undefined where the media type is not JSON. */
  readonly value: unknown
  readonly body: Uint8Array
  readonly mimetype: string
  readonly to: string | undefined
  readonly mostBytes: number | undefined
}

export interface Done {
  readonly kind: 'done'
  readonly result: EncodedResult | undefined
  readonly traceparent: string | undefined
}

export interface Failed {
  readonly kind: 'failed'
  readonly error: Failure
  /** No further attempt would help. */
  readonly permanent: boolean
  readonly retryAfterMs?: number
  /** Milliseconds in which this process is to begin no task. */
  readonly rateLimitedMs?: number
}

export type Outcome = Done | Failed

/** Throws for a value that its schema or its media type refuses. */
export function done(processor: Processor, traceparent: string | undefined, value: unknown): Done {
  if (value === undefined) return { kind: 'done', result: undefined, traceparent }
  const { output, outKey: to, outMimetype: mimetype = JSON_TYPE, mostBytes } = processor
  const checked = output ? checking('result', () => parserOf(output).parse(value)) : value
  const body = checking('result', () => encode(checked, mimetype))
  // As whoever reads it will see it: a value with methods of its own could not cross threads.
  const plain: unknown =
    mimetype === JSON_TYPE ? JSON.parse(new TextDecoder().decode(body)) : undefined
  return { kind: 'done', traceparent, result: { value: plain, body, mimetype, to, mostBytes } }
}

export function failed(thrown: unknown): Failed {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  // By name: a processor may have another copy of this package.
  const retryAfterMs = error.name === 'RetryAfter' ? (error as RetryAfter).delayMs : undefined
  const rateLimitedMs = error.name === 'RateLimited' ? (error as RateLimited).delayMs : undefined
  return {
    kind: 'failed',
    error: failureOf(error),
    permanent: error instanceof PermanentError || error.name === 'PermanentError',
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(rateLimitedMs !== undefined && { rateLimitedMs }),
  }
}

function failureOf({ name, message, stack, field }: Error & { field?: unknown }): Failure {
  return {
    name,
    message,
    ...(stack !== undefined && { stack }),
    ...(typeof field === 'string' && { field }),
  }
}

/** The failure as an Error again, with its own stack. */
export const errorOf = (failure: Failure): Error =>
  Object.assign(new Error(failure.message), failure)
