// What happens to tasks, for whoever subscribes to node:diagnostics_channel `discovery-emulator.worker.task`.
import { channel } from 'node:diagnostics_channel'
import type { Result, Task } from '../sources/source.ts'

export interface TaskEvent {
  readonly event:
    | 'received'
    | 'started'
    | 'published'
    | 'done'
    | 'retried'
    | 'dead'
    | 'released'
    | 'lost'
  readonly task: Task
  /** Milliseconds of the attempt, where there was one. */
  readonly durationMs?: number
  /** Of `published`. */
  readonly result?: Result
}

export const taskChannel = channel('discovery-emulator.worker.task')

export function record(event: TaskEvent['event'], task: Task, durationMs?: number): void {
  if (!taskChannel.hasSubscribers) return
  const told: TaskEvent = { event, task, ...(durationMs !== undefined && { durationMs }) }
  taskChannel.publish(told)
}

/** The queue has it, and had none before. */
export function recordResult(result: Result): void {
  if (!taskChannel.hasSubscribers) return
  const told: TaskEvent = { event: 'published', task: result.task, result }
  taskChannel.publish(told)
}
