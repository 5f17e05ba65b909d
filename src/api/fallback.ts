// What gives methods without a handler a behavior.
import type { Behavior, Origin } from './behavior.ts'
import type { BoundMethod } from './service.ts'

export interface Fallback {
  /** What it is to methods that it has something for, as a page says it of many without reading their documents. */
  readonly origin: Exclude<Origin, 'handler' | 'none'>
  /** Undefined where it has nothing for the method, which then answers 501. */
  answer(bound: BoundMethod): Behavior | undefined
}
