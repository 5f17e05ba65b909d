// Does what a call asks, on the thread it is called on.
import { attempt, resultOfDead, type AttemptSurroundings } from './attempt.ts'
import type { Outcome } from './outcome.ts'
import type { Call } from './lane.ts'

export async function runCall(
  surroundings: AttemptSurroundings,
  call: Call,
  signals: readonly AbortSignal[],
): Promise<readonly Outcome[]> {
  if (call.kind === 'attempt') return attempt(surroundings, call.requests, signals)
  const { request, error } = call
  const signal = signals[0] ?? AbortSignal.abort()
  return [await resultOfDead(surroundings, request, { error, signal })]
}
