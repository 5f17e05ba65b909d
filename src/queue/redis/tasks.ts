// Reads tasks as the scripts answer them.
import type { StoredTask } from '../store.ts'

/** Ids, metas and payloads of tasks, in the same order. */
export type Columns = readonly [readonly string[], readonly string[], readonly string[]]

/** eta retries flags size enqueued tag */
const metaPattern = /^(\d+) (\d+) \d \d+ (\d+) (.*)$/s

export function storedTask(id: string, meta: string, payload: string): StoredTask {
  const [, eta, retries, enqueued, tag = ''] = metaPattern.exec(meta) ?? []
  return {
    id,
    payload,
    tag,
    enqueuedAt: Number(enqueued),
    leaseTimestamp: eta === enqueued ? 0 : Number(eta),
    retryCount: Number(retries),
  }
}

export const storedTasks = ([ids, metas, payloads]: Columns): StoredTask[] =>
  ids.map((id, index) => storedTask(id, metas[index] ?? '', payloads[index] ?? ''))
