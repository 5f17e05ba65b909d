// What happens to tasks, for whoever subscribes to node:diagnostics_channel `discovery-emulator.worker.task`.
import { channel } from 'node:diagnostics_channel'
import type { Task } from './source.ts'

export interface TaskEvent {
  readonly event: 'received' | 'started' | 'done' | 'retried' | 'dead' | 'released' | 'lost'
  readonly task: Task
  /** Milliseconds of the attempt, where there was one. */
  readonly durationMs?: number
}

export const taskChannel = channel('discovery-emulator.worker.task')

export function record(event: TaskEvent['event'], task: Task, durationMs?: number): void {
  if (!taskChannel.hasSubscribers) return
  const told: TaskEvent = { event, task, ...(durationMs !== undefined && { durationMs }) }
  taskChannel.publish(told)
}
