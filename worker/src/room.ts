// The places for tasks in one host: those begun, and those that wait for a free one.
import { record } from './events.ts'
import { handleTasks } from './handle_tasks.ts'
import { hold, Stopping, type HeldTask } from './held_task.ts'
import type { HostParts } from './host.ts'
import { persistently } from './settle.ts'
import type { Task } from './source.ts'

export interface Room {
  /** Tasks that may enter now. */
  places(): number
  held(): number
  /** Milliseconds since the epoch. */
  emptySince(): number
  /** Resolves when there is a place, or `signal` is aborted. */
  free(signal: AbortSignal): Promise<void>
  /** `since` is when their lease was asked for. */
  enter(tasks: readonly Task[], since: number): void
  /** From now on tasks that have not begun are given back. */
  close(): void
  /** Those begun are told to stop. */
  abortAll(): void
  /** Resolves when all have left. */
  empty(): Promise<void>
}

export function openRoom(parts: HostParts): Room {
  const { settings, worker } = parts
  const batch =
    worker.processors.length === 1 && worker.processors[0]?.processBatch ? settings.batchSize : 1
  const most = settings.concurrency * batch + settings.leaseAhead
  const begun = new Set<HeldTask>()
  const waiting: HeldTask[] = []
  const leaving = new Set<Promise<void>>()
  let groups = 0
  let closed = false
  let emptySince = Date.now()
  let left = Promise.withResolvers<void>()
  const track = (work: Promise<void>, after: () => void): void => {
    const done = work.finally(() => {
      leaving.delete(done)
      after()
      if (begun.size + waiting.length === 0) emptySince = Date.now()
      left.resolve()
      left = Promise.withResolvers()
    })
    leaving.add(done)
  }
  const giveBackWaiting = (): void => {
    for (const held of waiting.splice(0)) track(giveBack(parts, held), () => undefined)
  }
  const begin = (): void => {
    if (closed) return giveBackWaiting()
    while (waiting.length > 0 && groups < settings.concurrency) {
      const group = waiting.splice(0, batch)
      groups += 1
      for (const held of group) begun.add(held)
      track(handleTasks(parts, group), () => {
        groups -= 1
        for (const held of group) begun.delete(held)
        begin()
      })
    }
  }
  return {
    places: () => most - begun.size - waiting.length,
    held: () => begun.size + waiting.length,
    emptySince: () => emptySince,
    async free(signal) {
      const aborted = Promise.withResolvers<void>()
      const abort = () => aborted.resolve()
      signal.addEventListener('abort', abort)
      while (begun.size + waiting.length >= most && !signal.aborted)
        await Promise.race([left.promise, aborted.promise])
      signal.removeEventListener('abort', abort)
    },
    enter(tasks, since) {
      parts.counters.received += tasks.length
      for (const task of tasks) {
        record('received', task)
        waiting.push(holding(parts, task, since))
      }
      begin()
    },
    close() {
      closed = true
      giveBackWaiting()
    },
    abortAll: () => begun.forEach((held) => held.abort(new Stopping('the worker stops'))),
    async empty() {
      while (leaving.size > 0) await Promise.all(leaving)
    },
  }
}

function holding(
  { source, settings, counters, logger }: HostParts,
  task: Task,
  since: number,
): HeldTask {
  return hold(task, {
    source,
    since,
    leaseMs: settings.leaseSeconds * 1000,
    onRenewed: () => (counters.renewals += 1),
    onFault: (error) => logger.error({ task: task.id, err: error }, 'the lease cannot be renewed'),
  })
}

async function giveBack(parts: HostParts, held: HeldTask): Promise<void> {
  const { task } = held
  try {
    await held.letGo()
    await persistently(parts, () => parts.source.release(task, 0))
    record('released', task)
  } catch (error) {
    parts.logger.error(
      { task: task.id, err: error },
      'the task could not be given back; its lease will end',
    )
  }
}
