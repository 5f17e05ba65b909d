// A task while this worker holds it: its lease is renewed until it is let go, and its signal says when to stop.
import { pause } from './pause.ts'
import { SourceUnavailable, type Task, type TaskSource } from './source.ts'

/** The task is somebody else's by now, or gone; nothing may be said about it any more. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** The soft time limit. */
export class TimeLimit extends Error {
  override readonly name = 'TimeLimit'
}

/** The worker stops; the task is given back. */
export class Stopping extends Error {
  override readonly name = 'Stopping'
}

export interface HeldTask {
  readonly task: Task
  /** Aborted with a LeaseLost, a TimeLimit or a Stopping; the first counts. */
  readonly signal: AbortSignal
  /** Aborted with a LeaseLost only. */
  readonly lost: AbortSignal
  abort(reason: TimeLimit | Stopping): void
  /** Whether the task is surely ours at this moment; renews the lease if that is not known. */
  confirm(): Promise<boolean>
  /** Renews no more; resolves when no renewal is under way. */
  letGo(): Promise<void>
}

export interface HoldOptions {
  readonly source: TaskSource
  readonly leaseMs: number
  /** When the lease was asked for: it began no earlier. */
  readonly since: number
  readonly onRenewed: () => void
  readonly onFault: (error: unknown) => void
}

export function hold(task: Task, options: HoldOptions): HeldTask {
  const { source, leaseMs, onRenewed, onFault } = options
  const stopping = new AbortController()
  const losing = new AbortController()
  const letting = new AbortController()
  let until = options.since + leaseMs
  const lose = (why: string): void => losing.abort(new LeaseLost(why))
  const renew = async (): Promise<boolean> => {
    const asked = Date.now()
    if ((await source.extend(task, leaseMs)) === 'lost') {
      lose('the lease was lost: somebody else has the task, or it was deleted')
      return false
    }
    until = asked + leaseMs
    onRenewed()
    return true
  }
  const keepRenewing = async (): Promise<void> => {
    const ended = AbortSignal.any([letting.signal, losing.signal])
    let wait = (until - Date.now()) / 2
    while (!ended.aborted) {
      await pause(wait, ended)
      if (ended.aborted) return
      try {
        await renew()
        wait = leaseMs / 2
      } catch (error) {
        if (!(error instanceof SourceUnavailable)) onFault(error)
        if (Date.now() >= until) lose('the lease ran out while the queue could not be reached')
        wait = Math.min(1000, leaseMs / 10)
      }
    }
  }
  const renewing = source.leases ? keepRenewing() : Promise.resolve()
  task.lost?.addEventListener('abort', () => lose('the connection that held the task was lost'))
  if (task.lost?.aborted) lose('the connection that held the task was lost')
  return {
    task,
    signal: AbortSignal.any([losing.signal, stopping.signal]),
    lost: losing.signal,
    abort: (reason) => stopping.abort(reason),
    async confirm() {
      if (losing.signal.aborted) return false
      return !source.leases || Date.now() < until || renew()
    },
    async letGo() {
      letting.abort()
      await renewing
    },
  }
}
