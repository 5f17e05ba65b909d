// How the workers do, as the page and the health check say it.
import type { Health, ProcessHealth } from '@discovery-emulator/worker/service'

export interface WorkerState {
  /** From 1. */
  readonly number: number
  readonly pid: number | null
  readonly state: 'missing' | 'starting' | 'silent' | 'draining' | 'no queue' | 'working' | 'idle'
  /** Id of the task in hand; the one begun first, where there are several. */
  readonly task: string | null
  /** When it began, ISO 8601. */
  readonly since: string | null
}

export interface State {
  readonly workers: readonly WorkerState[]
  readonly done: number
  /** Attempts that failed. */
  readonly failed: number
  readonly restarts: number
}

/** Milliseconds without a sign of life after which the page calls a worker silent: several of its beats. */
const SILENT = 3000

export const stateOf = (health: Health): State => ({
  workers: workersOf(health, SILENT),
  done: health.counters.done,
  failed: health.counters.failed,
  restarts: health.restarts,
})

export const workersOf = ({ processes }: Health, silentMs: number): readonly WorkerState[] =>
  processes.map((process, index) => {
    const first = process.status?.tasks.toSorted((a, b) => a.since - b.since)[0]
    return {
      number: index + 1,
      pid: process.pid ?? null,
      state: wordFor(process, silentMs),
      task: first?.id ?? null,
      since: first === undefined ? null : new Date(first.since).toISOString(),
    }
  })

function wordFor(process: ProcessHealth, most: number): WorkerState['state'] {
  const { pid, status, silentMs } = process
  if (pid === undefined) return 'missing'
  if (silentMs > most) return 'silent'
  if (!status?.started) return 'starting'
  if (status.draining) return 'draining'
  if (status.tasks.length > 0) return 'working'
  return status.connected ? 'idle' : 'no queue'
}
