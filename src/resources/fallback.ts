// The engine as what serves methods without a handler.
import type { Fallback } from '../api/fallback.ts'
import type { Engine } from './engine.ts'

export const engineFallback = (engine: Engine): Fallback => ({
  origin: 'stateful',
  answer({ service, method }) {
    return engine.behaviorOf(service.source, method)
  },
})
