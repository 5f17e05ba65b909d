// Reads tasks as the scripts answer them.
import type { StoredTask } from '../store.ts'

/** Ids, metas, payloads and (not of a lease) notes of tasks, in the same order. */
export type Columns = readonly [
  readonly string[],
  readonly string[],
  readonly string[],
  (readonly (string | null)[])?,
]

/** eta retries flags size enqueued tag */
const metaPattern = /^(\d+) (\d+) \d \d+ (\d+) (.*)$/s

export function storedTask(
  id: string,
  meta: string,
  payload: string,
  note: string | null = '',
): StoredTask {
  const [, eta, retries, enqueued, tag = ''] = metaPattern.exec(meta) ?? []
  return {
    id,
    payload,
    tag,
    enqueuedAt: Number(enqueued),
    leaseTimestamp: eta === enqueued ? 0 : Number(eta),
    retryCount: Number(retries),
    availableAt: Number(eta),
    note: note ?? '',
  }
}

export const storedTasks = ([ids, metas, payloads, notes]: Columns): StoredTask[] =>
  ids.map((id, index) =>
    storedTask(id, metas[index] ?? '', payloads[index] ?? '', notes?.[index] ?? ''),
  )
