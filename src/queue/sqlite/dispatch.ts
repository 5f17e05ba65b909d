// Taking tasks for dispatch: what the gate of a queue lets through, inside a transaction.
import type { Micros } from '../../clock.ts'
import { bucketAt, gateOf } from '../gate.ts'
import type { SettleRequest, StoredTask, Taken, TakeRequest } from '../store.ts'
import type { Queries, TaskRow } from './queries.ts'
import { keepTime, type QueueRow } from './queue_rows.ts'
import { storedTask } from './tasks.ts'

export function takeTasks(
  queries: Queries,
  row: QueueRow,
  { count, hold }: TakeRequest,
  now: Micros,
): Taken {
  const record = queries.record.get(row.qid)
  const gate = gateOf(record?.gate)
  if (record === undefined || gate === undefined || gate.paused)
    return { tasks: [], resource: record?.resource ?? '', next: undefined }
  const { tasks: held, first } = queries.held.get(row.qid, now)!
  const tokens = bucketAt(now, record, gate)
  const room = Math.min(count, gate.concurrent - held, Math.floor(tokens))
  const due: TaskRow[] = []
  if (room > 0)
    for (const task of queries.available.iterate(row.qid, now)) {
      due.push(task)
      if (due.length === room) break
    }
  for (const { tid } of due) queries.holdTask.run(now + hold, tid)
  const left = tokens - due.length
  if (due.length > 0) {
    queries.updateTokens.run(left, now, row.qid)
    keepTime(row, now)
  }
  const { resource } = record
  const tasks = due.map((task) => storedTask(task, now + hold, task.retries + 1))
  if (gate.concurrent - held - due.length <= 0)
    return { tasks, resource, next: first ?? now + hold }
  const waiting = queries.oldestEta.get(row.qid)?.eta
  if (waiting === undefined) return { tasks, resource, next: undefined }
  const filled = left >= 1 ? now : now + Math.ceil(((1 - left) / gate.rate) * 1_000_000)
  return { tasks, resource, next: Math.max(waiting, filled) }
}

export function takeTask(
  queries: Queries,
  row: QueueRow,
  { id, hold }: { readonly id: string; readonly hold: Micros },
  now: Micros,
): StoredTask | undefined {
  const task = queries.task.get(row.qid, id)
  if (task === undefined) return undefined
  queries.holdTask.run(now + hold, task.tid)
  keepTime(row, now)
  return storedTask(task, now + hold, task.retries + 1)
}

export function settleTask(
  queries: Queries,
  row: QueueRow,
  { id, token, duration, held, note }: SettleRequest & { readonly id: string },
  now: Micros,
): StoredTask | 'missing' | 'stale' {
  const task = queries.task.get(row.qid, id)
  if (task === undefined) return 'missing'
  if (task.eta !== token) return 'stale'
  const settled = { ...task, note: note ?? task.note }
  queries.settleTask.run(now + duration, held ? 1 : 0, settled.note, task.tid)
  keepTime(row, now)
  return storedTask(settled, now + duration)
}
