// Counts leased tasks by second and by minute, in as many rows as there are slots.
import type { Micros } from '../../clock.ts'
import type { QueueStats } from '../store.ts'
import type { Queries } from './queries.ts'

const slots = 60
const second = 1_000_000
const minute = 60 * second

export function countLeased(queries: Queries, qid: number, now: Micros, tasks: number): void {
  const seconds = Math.floor(now / second)
  const minutes = Math.floor(now / minute)
  queries.countLeased.run(qid, seconds % slots, seconds, tasks)
  queries.countLeased.run(qid, slots + (minutes % slots), minutes, tasks)
}

export function leasedUntil(
  queries: Queries,
  qid: number,
  now: Micros,
): Pick<QueueStats, 'leasedLastMinute' | 'leasedLastHour'> {
  const sums = queries.leased.get(Math.floor(now / second), Math.floor(now / minute), qid)
  return { leasedLastMinute: sums?.minute ?? 0, leasedLastHour: sums?.hour ?? 0 }
}
