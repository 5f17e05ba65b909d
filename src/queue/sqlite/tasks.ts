// What several operations do to the tasks of one queue, inside a transaction.
import type { Micros } from '../../clock.ts'
import { BEHIND, type LeaseRequest, type NewTask, type Queue, type StoredTask } from '../store.ts'
import type { Queries, TaskRow } from './queries.ts'
import { keepTime, type QueueRow } from './queue_rows.ts'

/** Whether a task of the id lives, or is remembered if the client chose it. */
export const isTaken = (
  queries: Queries,
  { qid }: QueueRow,
  { id, named }: NewTask,
  now: Micros,
): boolean =>
  queries.tid.get(qid, id) !== undefined ||
  (named && (queries.tombstone.get(qid, id)?.until ?? 0) > now)

/** Available tasks in line, as many as the request allows. */
export function chooseTasks(
  queries: Queries,
  queue: Queue,
  row: QueueRow,
  request: LeaseRequest,
  now: Micros,
): TaskRow[] {
  const chosen: TaskRow[] = []
  const spent: TaskRow[] = []
  let room = request.maxPayload
  for (const task of availableTasks(queries, row, request, now)) {
    // It had all its leases before the queue got its maxLeases, so dropSpent does not know it.
    if (queue.maxLeases > 0 && task.retries >= queue.maxLeases) {
      spent.push(task)
      continue
    }
    room -= task.body.length
    if (room < 0 && chosen.length > 0) break
    chosen.push(task)
    if (chosen.length === request.count) break
  }
  for (const { tid } of spent) deleteTask(queries, queue, row, tid, now)
  return chosen
}

function availableTasks(
  queries: Queries,
  row: QueueRow,
  { tags }: LeaseRequest,
  now: Micros,
): Iterable<TaskRow> {
  if (tags.kind === 'every') return queries.available.iterate(row.qid, now)
  const tag = tags.kind === 'only' ? tags.tag : queries.oldestTag.get(row.qid, now)?.tag
  return tag === undefined ? [] : queries.availableOfTag.iterate(row.qid, tag, now)
}

/** Deletes the tasks whose last lease has ended. Every operation begins with it, so they are never seen. */
export function dropSpent(queries: Queries, queue: Queue, row: QueueRow, now: Micros): void {
  if (queue.maxLeases === 0) return
  for (const { tid, retries } of queries.spent.all(row.qid, now)) {
    if (retries >= queue.maxLeases) deleteTask(queries, queue, row, tid, now)
    else queries.forgetLastLease.run(tid)
  }
}

export function deleteTask(
  queries: Queries,
  queue: Queue,
  row: QueueRow,
  tid: number,
  now: Micros,
): { named: number } | undefined {
  const deleted = queries.deleteTask.get(tid)
  queries.deletePayload.run(tid)
  row.total -= 1
  row.changed = true
  if (queue.isOrdered === true && deleted !== undefined && deleted.eta !== BEHIND) {
    // The next of its tag comes forth.
    queries.bringForth.run(now, row.qid, deleted.tag, BEHIND)
    keepTime(row, now)
  }
  return deleted
}

/** As the row says, or with a new `eta` and number of `retries`. */
export const storedTask = (
  task: Omit<TaskRow, 'tid'>,
  eta = task.eta,
  retries = task.retries,
): StoredTask => ({
  id: task.id,
  payload: task.body,
  tag: task.tag,
  enqueuedAt: task.enqueued,
  leaseTimestamp: eta === task.enqueued ? 0 : eta,
  retryCount: retries,
  availableAt: eta,
  note: task.note,
})
