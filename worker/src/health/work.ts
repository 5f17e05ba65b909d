// All that a worker has in hand, as /work.json says it and the page shows it.
import type { ProcessorAbout } from '../host/about.ts'
import type { DeadLetter } from '../sources/source.ts'
import { unreadiness, type Health, type ProcessHealth } from './health.ts'
import type { LettersView } from './letters.ts'

/** Times are ISO 8601. */
export interface Work {
  readonly name: string
  readonly version: string
  readonly ready: boolean
  /** Why not. */
  readonly problem: string | null
  /** As the source describes itself; null until a process has started. */
  readonly source: string | null
  readonly queues: readonly string[]
  readonly processors: readonly ProcessorAbout[]
  readonly processes: readonly WorkProcess[]
  readonly counters: Health['counters']
  readonly restarts: number
  readonly recent: readonly WorkOutcome[]
  readonly schedules: readonly { readonly schedule: string; readonly next: string | null }[]
  /** Null for a source that keeps none. */
  readonly deadLetters: WorkLetters | null
}

export interface WorkProcess {
  /** From 1. */
  readonly number: number
  readonly pid: number | null
  readonly state: 'missing' | 'silent' | 'starting' | 'draining' | 'cut off' | 'working' | 'idle'
  /** Tasks it can process at a time. */
  readonly places: number
  readonly tasks: readonly {
    readonly id: string
    readonly queue: string
    readonly attempt: number
    readonly since: string
  }[]
  /** Tasks held besides those. */
  readonly waiting: number
}

export interface WorkOutcome {
  readonly task: string
  readonly queue: string
  readonly attempt: number
  readonly outcome: string
  readonly at: string
  readonly durationMs: number
  readonly reason: string | null
}

export interface WorkLetters {
  /** Why they cannot be read now. */
  readonly problem: string | null
  readonly total: number
  /** The newest hundred. */
  readonly letters: readonly WorkLetter[]
}

export interface WorkLetter {
  readonly id: string
  readonly task: string
  readonly queue: string
  readonly reason: string
  readonly attempts: number
  /** Null where nobody has written it down. */
  readonly diedAt: string | null
  /** No worker has buried it, and it has no task: it can only be deleted. */
  readonly foreign: boolean
  readonly bytes: number
  /** Its beginning. */
  readonly payload: string
}

export interface ServiceName {
  readonly name: string
  readonly version: string
}

export function workOf(health: Health, letters: LettersView, { name, version }: ServiceName): Work {
  const about = health.processes.find(({ status }) => status)?.status?.about
  const problem = unreadiness(health) ?? null
  return {
    name,
    version,
    ready: problem === null,
    problem,
    source: about?.source ?? null,
    queues: about?.queues ?? [],
    processors: about?.processors ?? [],
    processes: health.processes.map(processOf),
    counters: health.counters,
    restarts: health.restarts,
    recent: health.recent.map(({ id, at, reason = null, ...rest }) => ({
      task: id,
      ...rest,
      at: iso(at),
      reason,
    })),
    schedules: (about?.schedules ?? []).map(({ description, nextAt }) => ({
      schedule: description,
      next: nextAt === undefined ? null : iso(nextAt),
    })),
    deadLetters: letters === undefined ? null : lettersOf(letters),
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()

/** Milliseconds without a sign of life after which a process is called silent: several of its beats. */
const SILENT = 3000

function processOf(process: ProcessHealth, index: number): WorkProcess {
  const { pid, status } = process
  const tasks = (status?.tasks ?? []).toSorted((a, b) => a.since - b.since)
  return {
    number: index + 1,
    pid: pid ?? null,
    state: stateOf(process),
    places: status?.about.places ?? 0,
    tasks: tasks.map(({ since, ...task }) => ({ ...task, since: iso(since) })),
    waiting: (status?.inFlight ?? 0) - tasks.length,
  }
}

function stateOf({ pid, status, silentMs }: ProcessHealth): WorkProcess['state'] {
  if (pid === undefined) return 'missing'
  if (silentMs > SILENT) return 'silent'
  if (!status?.started) return 'starting'
  if (status.draining) return 'draining'
  if (status.tasks.length > 0) return 'working'
  return status.connected ? 'idle' : 'cut off'
}

const SHOWN_LETTERS = 100

function lettersOf(view: NonNullable<LettersView>): WorkLetters {
  if (view.problem !== undefined) return { problem: view.problem, total: 0, letters: [] }
  const sorted = view.letters.toSorted((a, b) => (b.diedAt ?? 0) - (a.diedAt ?? 0))
  return {
    problem: null,
    total: sorted.length,
    letters: sorted.slice(0, SHOWN_LETTERS).map(letterOf),
  }
}

/** Bytes of a payload that are shown, as `worker dead list` does. */
const SHOWN_BYTES = 500

const letterOf = ({ id, task, notice, diedAt }: DeadLetter): WorkLetter => ({
  id,
  task: task.id,
  queue: task.queue,
  reason: notice.reason.toWellFormed(),
  attempts: notice.attempts,
  // A broker's letter that somebody put there by hand has no moment of its death.
  diedAt: diedAt ? iso(diedAt) : null,
  foreign: diedAt === undefined,
  bytes: task.payload.length,
  payload: Buffer.from(task.payload).subarray(0, SHOWN_BYTES).toString(),
})
