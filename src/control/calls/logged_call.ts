// A call as the log keeps it.
import type { Origin } from '../../api/behavior.ts'
import type { EndedCall } from '../../call/watch.ts'
import type { Micros } from '../../clock.ts'
import type { ErrorBody } from './error_body.ts'

/** One call, from whatever door it came. */
export interface LoggedCall {
  /** Counts up from 1. */
  readonly id: number
  /** Id of its method. */
  readonly method: string
  readonly fork: string
  readonly door: 'http' | 'grpc'
  readonly origin: Origin
  /** When it came, by the clock of its fork. */
  readonly time: Micros
  /** When it came, by the machine's clock, in milliseconds since the epoch. */
  readonly began: number
  /** Milliseconds until it was answered. */
  readonly took: number
  /** Typed, as the handler got them; as they were sent, where they were refused. */
  readonly params: Readonly<Record<string, unknown>>
  readonly message: unknown
  /** HTTP status. */
  readonly code: number
  /** `OK`, or that of the error. */
  readonly status: string
  readonly answer: unknown
  readonly error: ErrorBody | undefined
  /** Name of the fault that met it. */
  readonly fault: string | undefined
  readonly http: EndedCall['http'] | undefined
  /** A few headers of the request that tell who called. */
  readonly userAgent: string | undefined
  readonly baseUrl: string
}
