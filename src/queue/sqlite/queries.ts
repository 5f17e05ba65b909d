// The SQL of a task store, prepared once. Each query finds its rows through an index, whatever the number of tasks and tags.
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { TagChoice } from '../store.ts'

interface Query<Row> {
  get(...values: SQLInputValue[]): Row | undefined
  all(...values: SQLInputValue[]): Row[]
  iterate(...values: SQLInputValue[]): Iterable<Row>
  run(...values: SQLInputValue[]): { changes: number | bigint; lastInsertRowid: number | bigint }
}

export interface TaskRow {
  readonly tid: number
  readonly id: string
  readonly tag: string
  readonly eta: number
  readonly enqueued: number
  readonly retries: number
  readonly body: string
  readonly note: string
}

export interface RecordRow {
  readonly resource: string
  readonly gate: string | null
  readonly revision: number
  readonly tokens: number
  readonly filled: number
}

const taskRows = `
  SELECT tid, id, tag, eta, enqueued, retries, note, body FROM task JOIN payload USING (tid)
  WHERE qid = ?`

/** Available tasks, first in line first; without LIMIT, since the reader knows when he has enough. */
export const availableSql = {
  every: `${taskRows} AND eta <= ? ORDER BY eta, tid`,
  only: `${taskRows} AND tag = ? AND eta <= ? ORDER BY eta, tid`,
  oldest: 'SELECT tag FROM task WHERE qid = ? AND eta <= ? ORDER BY eta, tid LIMIT 1',
} as const satisfies Record<TagChoice['kind'], string>

/** Tasks whose last lease has ended. */
export const spentSql = `
  SELECT tid, retries FROM task INDEXED BY task_by_last_lease
  WHERE qid = ? AND last_lease = 1 AND eta <= ?`

export const firstSql = `${taskRows} ORDER BY eta, tid LIMIT ?`

export type Queries = ReturnType<typeof prepareQueries>

export function prepareQueries(database: DatabaseSync) {
  const prepare = <Row = never>(sql: string): Query<Row> =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the SQL knows its rows
    database.prepare(sql) as unknown as Query<Row>
  return { ...taskQueries(prepare), ...queueQueries(prepare), ...dispatchQueries(prepare) }
}

type Prepare = <Row = never>(sql: string) => Query<Row>

const taskQueries = (prepare: Prepare) => ({
  insertTask: prepare(`
    INSERT INTO task (qid, id, tag, eta, enqueued, retries, named, last_lease)
    VALUES (?, ?, ?, ?, ?, 0, ?, 0)`),
  insertPayload: prepare('INSERT INTO payload (tid, body) VALUES (?, ?)'),
  task: prepare<TaskRow>(`${taskRows} AND id = ?`),
  first: prepare<TaskRow>(firstSql),
  after: prepare<TaskRow>(`${taskRows} AND (eta, enqueued) > (?, ?) ORDER BY eta, tid LIMIT ?`),
  available: prepare<TaskRow>(availableSql.every),
  availableOfTag: prepare<TaskRow>(availableSql.only),
  oldestTag: prepare<{ tag: string }>(availableSql.oldest),
  /** A list of tids as JSON: one statement however many there are. */
  leaseTasks: prepare(`
    UPDATE task SET eta = ?, retries = retries + 1, last_lease = (retries + 1 = ?)
    WHERE tid IN (SELECT value FROM json_each(?))`),
  renewTask: prepare('UPDATE task SET eta = ? WHERE tid = ?'),
  spent: prepare<{ tid: number; retries: number }>(spentSql),
  /** For a task whose queue allows more leases than when it was leased. */
  forgetLastLease: prepare('UPDATE task SET last_lease = 0 WHERE tid = ?'),
  deleteTask: prepare<{ named: number; tag: string; eta: number }>(
    'DELETE FROM task WHERE tid = ? RETURNING named, tag, eta',
  ),
  tagged: prepare<{ tid: number }>('SELECT tid FROM task WHERE qid = ? AND tag = ? LIMIT 1'),
  bringForth: prepare(`
    UPDATE task SET eta = ? WHERE tid =
      (SELECT tid FROM task WHERE qid = ? AND tag = ? AND eta = ? ORDER BY tid LIMIT 1)`),
  deletePayload: prepare('DELETE FROM payload WHERE tid = ?'),
  tid: prepare<{ tid: number }>('SELECT tid FROM task WHERE qid = ? AND id = ?'),
  oldestEta: prepare<{ eta: number }>(
    'SELECT eta FROM task WHERE qid = ? ORDER BY eta, tid LIMIT 1',
  ),
})

const queueQueries = (prepare: Prepare) => ({
  queue: prepare<{ qid: number; clock: number; total: number }>(
    'SELECT qid, clock, total FROM queue WHERE project = ? AND name = ?',
  ),
  insertQueue: prepare('INSERT INTO queue (project, name, clock, total) VALUES (?, ?, 0, 0)'),
  updateQueue: prepare('UPDATE queue SET clock = ?, total = ? WHERE qid = ?'),
  queues: prepare<{ project: string; name: string }>(
    'SELECT project, name FROM queue ORDER BY project, name',
  ),
  tombstone: prepare<{ until: number }>('SELECT until FROM tombstone WHERE qid = ? AND id = ?'),
  insertTombstone: prepare('INSERT OR REPLACE INTO tombstone (qid, id, until) VALUES (?, ?, ?)'),
  trimTombstones: prepare(`
    DELETE FROM tombstone WHERE (qid, id) IN
      (SELECT qid, id FROM tombstone WHERE until <= ? ORDER BY until LIMIT 4)`),
  countLeased: prepare(`
    INSERT INTO leased (qid, slot, start, tasks) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET
      tasks = iif(start = excluded.start, tasks, 0) + excluded.tasks, start = excluded.start`),
  leased: prepare<{ minute: number; hour: number }>(`
    SELECT
      coalesce(sum(tasks) FILTER (WHERE slot < 60 AND start > ? - 60), 0) AS minute,
      coalesce(sum(tasks) FILTER (WHERE slot >= 60 AND start > ? - 60), 0) AS hour
    FROM leased WHERE qid = ?`),
})

const dispatchQueries = (prepare: Prepare) => ({
  record: prepare<RecordRow>(
    'SELECT resource, gate, revision, tokens, filled FROM record WHERE qid = ?',
  ),
  insertRecord: prepare('INSERT INTO record VALUES (?, ?, ?, 1, ?, ?)'),
  updateRecord: prepare(
    'UPDATE record SET resource = ?, gate = ?, revision = revision + 1 WHERE qid = ?',
  ),
  updateTokens: prepare('UPDATE record SET tokens = ?, filled = ? WHERE qid = ?'),
  held: prepare<{ tasks: number; first: number | null }>(
    'SELECT count(*) AS tasks, min(eta) AS first FROM task WHERE qid = ? AND held = 1 AND eta > ?',
  ),
  nextEta: prepare<{ eta: number }>(
    'SELECT eta FROM task WHERE qid = ? AND held = 0 ORDER BY eta, tid LIMIT 1',
  ),
  holdTask: prepare('UPDATE task SET eta = ?, retries = retries + 1, held = 1 WHERE tid = ?'),
  settleTask: prepare('UPDATE task SET eta = ?, held = ?, note = ? WHERE tid = ?'),
  buryNamed: prepare(`
    INSERT OR REPLACE INTO tombstone (qid, id, until)
    SELECT qid, id, ? FROM task WHERE qid = ? AND named = 1`),
  deletePayloads: prepare('DELETE FROM payload WHERE tid IN (SELECT tid FROM task WHERE qid = ?)'),
  /** All but payloads, which are found by their tasks. */
  forgetQueue: ['task', 'tombstone', 'leased', 'record', 'queue'].map((table) =>
    prepare(`DELETE FROM ${table} WHERE qid = ?`),
  ),
  deleteTasks: prepare('DELETE FROM task WHERE qid = ?'),
})
