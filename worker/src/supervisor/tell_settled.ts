// What became of each task, as the events of this process tell it.
import { JSON_TYPE } from '../processor/codecs.ts'
import { taskChannel, type TaskEvent } from '../host/events.ts'
import type { Task } from '../sources/source.ts'
import type { Settled } from './messages.ts'

const verdicts: ReadonlySet<string> = new Set<Settled['verdict']>([
  'done',
  'retried',
  'dead',
  'released',
  'lost',
])

/** Calls `tell` for each task that is settled from now on. */
export function onSettled(tell: (settled: Settled) => void): void {
  const results = new WeakMap<Task, string>()
  taskChannel.subscribe((message) => {
    const { event, task, durationMs = 0, result } = message as TaskEvent
    if (result?.mimetype === JSON_TYPE) results.set(task, Buffer.from(result.body).toString())
    if (!isVerdict(event)) return
    const { id: taskId, queue, attempt } = task
    const sent = results.get(task)
    tell({
      taskId,
      queue,
      attempt,
      verdict: event,
      durationMs,
      ...(sent !== undefined && { result: sent }),
    })
  })
}

const isVerdict = (event: string): event is Settled['verdict'] => verdicts.has(event)
