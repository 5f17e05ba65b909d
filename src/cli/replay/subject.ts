// The emulator that is judged, as the judge sees it.
import type { JsonObject } from '../../resources/json.ts'
import type { Identify } from './identify.ts'
import type { RecordedCall } from './recorded.ts'

export interface OwnAnswer {
  readonly status: number
  /** JSON, or a text that is none. */
  readonly body: unknown
  /** Method that answered, '' if none did. */
  readonly method: string
  readonly origin: string
  /** Where an upload goes on. */
  readonly location?: string | undefined
}

/** The emulator that is judged. */
export interface Subject {
  /** Which method a request is for. */
  readonly identify: Identify
  /** Whether the API is served. */
  serves(api: string): boolean
  /** A fresh state: nothing that an earlier sequence did is there. */
  reset(): Promise<void>
  /** `takesTime`: an operation that it starts is done when it is asked for, not at once. */
  call(call: RecordedCall, takesTime: boolean): Promise<OwnAnswer>
  /** Ends all operations that run. */
  finish(api: string): Promise<void>
  /** Full names of all resources that are there. */
  names(api: string): Promise<ReadonlySet<string>>
  /** The resource a call is about, and those it is in which something must have made. */
  target(call: RecordedCall): Target | undefined
  /** Puts a resource there as if it had been there before. */
  plant(api: string, name: string, resource: JsonObject): Promise<void>
  /** The request message without what only the server sets. */
  settable(call: RecordedCall): unknown
  /** The number of a project. */
  projectNumber(id: string): string
  /** The id in an answer that holds one resource, or in the request that makes it. */
  idsIn(call: RecordedCall): readonly string[]
  /** The resource in an answer, and its type. */
  resourceIn(
    call: RecordedCall,
    answer: unknown,
  ): { readonly type: string; readonly resource: JsonObject } | undefined
}

export interface Target {
  readonly name: string
  readonly parents: readonly string[]
  readonly isOnMember: boolean
}
