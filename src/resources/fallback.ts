// The engine as what serves methods without a handler.
import type { Fallback } from '../server/fallback.ts'
import type { Engine } from './engine.ts'

export const engineFallback = (engine: Engine): Fallback => ({
  answer({ service, method }) {
    const handler = engine.handlerOf(service.document, method)
    return handler && { origin: 'stateful', handler }
  },
})
