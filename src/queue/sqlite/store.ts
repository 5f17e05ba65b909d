// The task store in SQLite: a file that several processes may share, or memory.
import type { DatabaseSync } from 'node:sqlite'
import type { Clock, Micros } from '../../clock.ts'
import {
  BEHIND,
  type AcknowledgeRequest,
  type LeaseRequest,
  type NewTask,
  type Position,
  type Queue,
  type QueueRecord,
  type QueueStats,
  type RenewRequest,
  type SettleRequest,
  type StoredTask,
  type Taken,
  type TakeRequest,
  type TaskStore,
} from '../store.ts'
import { faultOf } from '../../store/sqlite/fault.ts'
import { GroupCommit } from '../../store/sqlite/group_commit.ts'
import { closeDatabase } from '../../store/sqlite/open_database.ts'
import { sameFileCheck } from '../../store/sqlite/same_file.ts'
import { gateOf } from '../gate.ts'
import { settleTask, takeTask, takeTasks } from './dispatch.ts'
import { countLeased, leasedUntil } from './leased.ts'
import { prepareQueries, type Queries } from './queries.ts'
import { keepTime, QueueRows, type QueueRow } from './queue_rows.ts'
import { chooseTasks, deleteTask, dropSpent, isTaken, storedTask } from './tasks.ts'

export interface SqliteOptions {
  /** For people. */
  readonly path: string
  readonly clock: Clock
  /** How long the name of a deleted task stays taken. */
  readonly tombstone: Micros
  /** Whose queues these are; '' for those of Cloud Tasks and Task Queue. */
  readonly space: string
}

const noRecord: QueueRecord = { resource: '', gate: undefined, revision: 0 }

export class SqliteStore implements TaskStore {
  readonly description: string
  readonly warnings: readonly string[] = []
  readonly #database: DatabaseSync
  readonly #clock: Clock
  readonly #tombstone: Micros
  readonly #queries: Queries
  readonly #rows: QueueRows
  readonly #group: GroupCommit

  /** Closes the database in the end. */
  constructor(database: DatabaseSync, { path, clock, tombstone, space }: SqliteOptions) {
    this.#database = database
    this.#clock = clock
    this.#tombstone = tombstone
    this.#queries = prepareQueries(this.#database)
    this.#rows = new QueueRows(this.#queries, space)
    this.#group = new GroupCommit(this.#database, {
      beforeBegin: sameFileCheck(path, 'task store'),
      beforeCommit: () => this.#rows.write(),
      afterTransaction: () => this.#rows.forget(),
      faultOf: (error) => faultOf(error, `task store ${path}`),
      store: 'task store',
    })
    this.description = path === ':memory:' ? 'memory of this process' : `SQLite file ${path}`
  }

  async insert(queue: Queue, task: NewTask): Promise<StoredTask | 'exists'> {
    const answer = await this.insertAll(queue, [task])
    return answer === 'exists' ? answer : answer[0]!
  }

  insertAll(queue: Queue, tasks: readonly NewTask[]): Promise<readonly StoredTask[] | 'exists'> {
    return this.#group.run(() => {
      const row = this.#rows.findOrMake(queue)
      const now = this.#nextTime(row)
      dropSpent(this.#queries, queue, row, now)
      if (tasks.some((task) => isTaken(this.#queries, row, task, now))) return 'exists'
      if (new Set(tasks.map(({ id }) => id)).size < tasks.length) return 'exists'
      return tasks.map((task) => this.#insert(queue, row, task, this.#nextTime(row)))
    }, true)
  }

  get(queue: Queue, id: string): Promise<StoredTask | undefined> {
    return this.#look(queue, undefined, (row) => {
      const task = this.#queries.task.get(row.qid, id)
      return task && storedTask(task)
    })
  }

  list(queue: Queue, limit: number, after?: Position): Promise<StoredTask[]> {
    return this.#look(queue, [], (row) => {
      const rows =
        after === undefined
          ? this.#queries.first.all(row.qid, limit)
          : this.#queries.after.all(row.qid, after.availableAt, after.enqueuedAt, limit)
      return rows.map((task) => storedTask(task))
    })
  }

  lease(queue: Queue, request: LeaseRequest): Promise<StoredTask[]> {
    return this.#change(queue, [], (row, now) => this.#lease(queue, row, request, now))
  }

  renew(
    queue: Queue,
    id: string,
    request: RenewRequest,
  ): Promise<StoredTask | 'missing' | 'expired'> {
    return this.#change<StoredTask | 'missing' | 'expired'>(queue, 'missing', (row, now) => {
      const task = this.#queries.task.get(row.qid, id)
      if (!task) return 'missing'
      if (task.eta <= now || task.eta === BEHIND) return 'expired'
      const { leaseTimestamp = task.eta, retryCount = task.retries } = request
      if (leaseTimestamp !== task.eta || retryCount !== task.retries) return 'expired'
      const eta = now + request.duration
      this.#queries.renewTask.run(eta, task.tid)
      keepTime(row, now)
      return storedTask(task, eta)
    })
  }

  remove(queue: Queue, id: string, tombstone = this.#tombstone): Promise<boolean> {
    return this.#change(queue, false, (row, now) => {
      const found = this.#queries.tid.get(row.qid, id)
      if (!found) return false
      this.#bury(queue, row, { id, tid: found.tid }, now, tombstone)
      return true
    })
  }

  acknowledge(
    queue: Queue,
    id: string,
    { token, tombstone }: AcknowledgeRequest,
  ): Promise<'done' | 'missing' | 'expired'> {
    return this.#change<'done' | 'missing' | 'expired'>(queue, 'missing', (row, now) => {
      const found = this.#queries.task.get(row.qid, id)
      if (!found) return 'missing'
      if (found.eta !== token || found.eta <= now) return 'expired'
      this.#bury(queue, row, found, now, tombstone)
      return 'done'
    })
  }

  isRemembered(queue: Queue, id: string): Promise<boolean> {
    return this.#look(
      queue,
      false,
      (row, now) => (this.#queries.tombstone.get(row.qid, id)?.until ?? 0) > now,
    )
  }

  take(queue: Queue, request: TakeRequest): Promise<Taken> {
    return this.#change<Taken>(queue, { tasks: [], resource: '', next: undefined }, (row, now) =>
      takeTasks(this.#queries, row, request, now),
    )
  }

  takeOne(queue: Queue, id: string, hold: Micros): Promise<StoredTask | undefined> {
    return this.#change<StoredTask | undefined>(queue, undefined, (row, now) =>
      takeTask(this.#queries, row, { id, hold }, now),
    )
  }

  settle(
    queue: Queue,
    id: string,
    request: SettleRequest,
  ): Promise<StoredTask | 'missing' | 'stale'> {
    return this.#change<StoredTask | 'missing' | 'stale'>(queue, 'missing', (row, now) =>
      settleTask(this.#queries, row, { ...request, id }, now),
    )
  }

  purge(queue: Queue, tombstone: Micros): Promise<number> {
    return this.#change(queue, 0, (row, now) => {
      const tasks = row.total
      this.#queries.buryNamed.run(now + tombstone, row.qid)
      this.#queries.deletePayloads.run(row.qid)
      this.#queries.deleteTasks.run(row.qid)
      row.total = 0
      keepTime(row, now)
      return tasks
    })
  }

  record(queue: Queue): Promise<QueueRecord> {
    return this.#look<QueueRecord>(queue, noRecord, (row) => {
      const record = this.#queries.record.get(row.qid)
      if (!record) return noRecord
      const { resource, gate, revision } = record
      return { resource, gate: gateOf(gate), revision }
    })
  }

  writeRecord(
    queue: Queue,
    { resource, gate }: Omit<QueueRecord, 'revision'>,
    revision: number,
  ): Promise<'done' | 'conflict'> {
    return this.#group.run(() => {
      const row = this.#rows.findOrMake(queue)
      if ((this.#queries.record.get(row.qid)?.revision ?? 0) !== revision) return 'conflict'
      const text = gate === undefined ? null : JSON.stringify(gate)
      if (revision > 0) this.#queries.updateRecord.run(resource, text, row.qid)
      else {
        const now = this.#nextTime(row)
        this.#queries.insertRecord.run(row.qid, resource, text, gate?.burst ?? 0, now)
      }
      return 'done'
    }, true)
  }

  stats(queue: Queue): Promise<QueueStats> {
    const empty = {
      totalTasks: 0,
      oldestAvailableAt: undefined,
      leasedLastMinute: 0,
      leasedLastHour: 0,
    }
    return this.#look<QueueStats>(queue, empty, (row, now) => ({
      totalTasks: row.total,
      oldestAvailableAt: this.#queries.oldestEta.get(row.qid)?.eta,
      ...leasedUntil(this.#queries, row.qid, now),
    }))
  }

  queues(): Promise<{ readonly project: string; readonly name: string }[]> {
    return this.#group.run(() => this.#rows.all(), false)
  }

  clear(): Promise<void> {
    return this.#group.run(() => this.#rows.clear(), true)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#group.close()
    closeDatabase(this.#database)
  }

  /** A step that may write; `none` is the answer of a queue that has never held a task. */
  #change<Answer>(
    queue: Queue,
    none: Answer,
    step: (row: QueueRow, now: Micros) => Answer,
  ): Promise<Answer> {
    return this.#group.run(() => {
      const row = this.#rows.find(queue)
      if (!row) return none
      const now = this.#nextTime(row)
      dropSpent(this.#queries, queue, row, now)
      return step(row, now)
    }, true)
  }

  /** A step that writes nothing, except that it may be the first to notice that a task's last lease has ended. */
  #look<Answer>(
    queue: Queue,
    none: Answer,
    step: (row: QueueRow, now: Micros) => Answer,
  ): Promise<Answer> {
    return this.#group.run(() => {
      const row = this.#rows.find(queue)
      if (!row) return none
      const now = Math.max(this.#clock.now(), row.clock)
      dropSpent(this.#queries, queue, row, now)
      return step(row, now)
    }, queue.maxLeases > 0)
  }

  #insert(queue: Queue, row: QueueRow, task: NewTask, now: Micros): StoredTask {
    const { id, payload, tag, named } = task
    const isBehind =
      queue.isOrdered === true && tag !== '' && this.#queries.tagged.get(row.qid, tag) !== undefined
    const eta = isBehind ? BEHIND : Math.max(now, task.availableAt ?? 0)
    const inserted = this.#queries.insertTask.run(row.qid, id, tag, eta, now, named ? 1 : 0)
    this.#queries.insertPayload.run(inserted.lastInsertRowid, payload)
    row.total += 1
    keepTime(row, now)
    return storedTask({ id, tag, eta, enqueued: now, retries: 0, note: '', body: payload })
  }

  #lease(queue: Queue, row: QueueRow, request: LeaseRequest, now: Micros): StoredTask[] {
    const chosen = chooseTasks(this.#queries, queue, row, request, now)
    if (chosen.length === 0) return []
    const eta = now + request.duration
    const tids = JSON.stringify(chosen.map(({ tid }) => tid))
    this.#queries.leaseTasks.run(eta, queue.maxLeases, tids)
    countLeased(this.#queries, row.qid, now, chosen.length)
    keepTime(row, now)
    return chosen.map((task) => storedTask(task, eta, task.retries + 1))
  }

  #bury(
    queue: Queue,
    row: QueueRow,
    { id, tid }: { readonly id: string; readonly tid: number },
    now: Micros,
    tombstone: Micros,
  ): void {
    this.#queries.trimTombstones.run(now)
    if (deleteTask(this.#queries, queue, row, tid, now)?.named)
      this.#queries.insertTombstone.run(row.qid, id, now + tombstone)
  }

  #nextTime(row: QueueRow): Micros {
    return Math.max(this.#clock.now(), row.clock + 1)
  }
}
