// Routes of a handler module that no document has: the request as it came, and an answer of any form.
import type { Readable } from 'node:stream'
import type { MediaAnswer } from './media.ts'
import type { AnyMethods } from './method_types.ts'
import type { Resources } from './resources.ts'

/** A request as it came, for a route of a module. */
export interface RawRequest<Methods = AnyMethods> {
  readonly httpMethod: string
  /** Variables of the route, percent-decoded; in a {+x}, which may span segments, `%2F` stays. */
  readonly params: Readonly<Record<string, string>>
  /** As it was sent, undecoded, without an API's host in front. */
  readonly path: string
  readonly query: URLSearchParams
  readonly header: (name: string) => string | undefined
  /** Names of all headers, in lower case. */
  readonly headerNames: () => readonly string[]
  /** The body as it arrives: still packed if its Content-Encoding says so, of any length. */
  readonly body: Readable
  /** The whole body, unpacked. Throws the ApiErrors of a body that is too large (413) or cannot be read. */
  bytes(): Promise<Buffer>
  /** The resources that the server keeps for the module's API. */
  readonly resources: Resources<Methods>
}

/** An answer as it goes out; without a body it is empty. */
export interface RawAnswer {
  /** 200 where none is said. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | Readable
}

/**
 * Answers a request; `media(…)` answers the range that was asked for. An ApiError is written as for any method. With undefined
 * it leaves the request, whose body it must not have read, to be answered as if the route were not there.
 */
export type RawHandler<State, Methods = AnyMethods> = (
  request: RawRequest<Methods>,
  state: State,
) => RawResult | Promise<RawResult>

type RawResult = RawAnswer | MediaAnswer | undefined
