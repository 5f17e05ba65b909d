// What a call is, from any door: a request for a method, then the same request checked.
import type { Media } from '../api/media.ts'
import type { BoundMethod } from '../api/service.ts'
import type { Selection } from './field_mask.ts'

/** Parameters as texts, by name, each with all its values in the order they came. */
export type QueryTexts = ReadonlyMap<string, readonly string[]>

/** A request for a method, not yet checked. */
export interface CallRequest {
  readonly bound: BoundMethod
  /** Values of the path's variables in the template's order, percent-decoded. */
  readonly values: readonly string[]
  /** The other parameters; those that every API understands (system parameters) count for nothing here. */
  readonly query: QueryTexts
  /** Undefined for a method that takes no message; an empty body is the empty message. */
  readonly message: RequestMessage | undefined
  /** Which parts of the answer are wanted: the system parameter `fields`; undefined: all. */
  readonly fields: string | undefined
  /** The resource, or its bytes. */
  readonly alt: 'json' | 'media'
  readonly context: CallContext
}

export interface RequestMessage {
  /** As JSON gave it. */
  readonly value: unknown
  /** Bytes it came in: in a large one only the first issue is looked for. */
  readonly size: number
}

/** Where a call comes from. */
export interface CallContext {
  /** `http://localhost:5052`, as this client reaches the server. */
  readonly baseUrl: string
  /** Aborted when the client has gone. Made when it is first asked for. */
  readonly signal: AbortSignal
  /** A header of HTTP, or metadata of gRPC, by its name in lower case. */
  header(name: string): string | undefined
}

/** A call in which nothing is wrong. */
export interface CheckedCall {
  readonly bound: BoundMethod
  /** Typed, with the document's defaults. */
  readonly params: Readonly<Record<string, unknown>>
  /** In canonical form; undefined for a method that takes no message. */
  readonly body: unknown
  /** Paths of the fields and map keys that the client sent as null. */
  readonly nulls: readonly (readonly string[])[]
  readonly alt: 'json' | 'media'
  /** What the client wants of the answer; undefined: all. */
  readonly selection: Selection | undefined
  readonly context: CallContext
  /** What the client uploaded, if it did. */
  readonly media?: Media | undefined
}
