// What gives methods without a handler a behavior.
import type { Behavior } from './behavior.ts'
import type { BoundMethod } from './service.ts'

export interface Fallback {
  /** Undefined where it has nothing for the method, which then answers 501. */
  answer(bound: BoundMethod): Behavior | undefined
}
