// What answers a method, and where its answers come from.
import type { AnyMethod, Handler } from './handlers.ts'

/** `handler`: a module of the API's; `stateful`: the resource engine; `none`: 501. */
export type Origin = 'handler' | 'stateful' | 'rule' | 'seed' | 'mock' | 'none'

export interface Behavior {
  readonly origin: Origin
  readonly handler: Handler<AnyMethod, unknown>
}
