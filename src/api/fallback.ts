// What gives methods without a handler a behaviour.
import type { AnyMethod, Handler } from './handlers.ts'
import type { BoundMethod } from './service.ts'

/** Where the answer of a method comes from. */
export type Origin = 'handler' | 'stateful' | 'rule' | 'seed' | 'mock' | 'none'

export interface Behavior {
  readonly origin: Origin
  readonly handler: Handler<AnyMethod, unknown>
}

export interface Fallback {
  /** Undefined where it has nothing for the method, which then answers 501. */
  answer(bound: BoundMethod): Behavior | undefined
}
