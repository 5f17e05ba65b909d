// What answers a method, and where its answers come from.
import type { Handler } from './handlers.ts'
import type { AnyMethod } from './method_types.ts'

/** `handler`: a module of the API's; `stateful`: the resource engine; `none`: 501. */
export type Origin = 'handler' | 'stateful' | 'rule' | 'seed' | 'mock' | 'none'

export interface Behavior {
  readonly origin: Origin
  readonly handler: Handler<AnyMethod, unknown>
  /** What is answered where the client says nothing of it, as the parameter `fields` has it; undefined: all. */
  readonly fields?: string | undefined
  /**
   * Asked when an upload in several requests begins, without its bytes: throws what the method would refuse. Google says at
   * the start that a bucket is missing (recorded), not when the last byte is there.
   */
  readonly begin?: Handler<AnyMethod, unknown> | undefined
}
