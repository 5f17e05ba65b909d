// What looks at every call, by whatever door it came, and may disturb it: faults on demand, the log of calls.
import type { ApiError } from '../errors.ts'
import type { CallRequest, CheckedCall } from './call.ts'

/** A call of which no more is known yet than that it brings bytes. */
export type UploadingCall = Pick<CallRequest, 'bound' | 'context'>

export interface CallWatch {
  /** Before a call is checked. Throws what is answered instead, and takes as long as the answer is to be late. */
  arrived(request: CallRequest): Promise<Disturbance> | undefined
  /**
   * Before bytes of an upload are taken, of which `received` are here from requests before. Undefined where nothing waits
   * for them.
   */
  uploading(call: UploadingCall, received: number): UploadMark | undefined
  /** When it was answered. */
  ended(call: EndedCall): void
}

/** What becomes of the answer of a call that is performed. */
export type Disturbance = 'none' | 'lost' | Truncation

export interface Truncation {
  /** So many bytes of the answer come; undefined: half of it. */
  readonly bytes: number | undefined
}

export interface UploadMark {
  /** Bytes from the beginning of the upload. */
  readonly at: number
  /** When so many are here. Throws what is answered instead of taking more. */
  reached(): Promise<void>
}

/** Thrown by a watch: the connection ends, and the call is never performed. */
export class ConnectionDropped extends Error {}

export interface EndedCall {
  readonly request: CallRequest
  /** Undefined where the check refused it. */
  readonly checked: CheckedCall | undefined
  /** What was answered: a message, bytes, a stream, or undefined. */
  readonly answer: unknown
  readonly error: ApiError | undefined
  /** Milliseconds of performance.now() when it came. */
  readonly begun: number
  /** The answer as it was written, where that is a text. */
  readonly text?: string | undefined
  /** How it came and went, by HTTP. */
  readonly http?: HttpExchange
}

export interface HttpExchange {
  readonly method: string
  /** Path and query, as they were sent. */
  readonly target: string
  readonly status: number
}
