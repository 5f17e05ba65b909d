// Several queues, each asked first as often as its weight says, and the others after it.
import type { QueueChoice } from '../config/queue_names.ts'

/** The names in the order to ask them this time; `chance` is from 0 to 1. */
export function inTurn(
  queues: readonly QueueChoice[],
  chance: () => number = Math.random,
): string[] {
  // A key of chance^(1/weight) sorts each queue to the front in proportion to its weight.
  const keyed = queues.map(({ name, weight }) => ({ name, key: chance() ** (1 / weight) }))
  return keyed.toSorted((a, b) => b.key - a.key).map(({ name }) => name)
}
