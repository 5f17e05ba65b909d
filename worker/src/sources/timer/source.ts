// Runs by the clock as tasks: one at a time, never two at once.
import { JSON_TYPE } from '../../processor/codecs.ts'
import type { Task, TaskSource } from '../source.ts'
import { Runs, type Run, type TimerOptions } from './runs.ts'

/**
 * A failed run is tried again like any task (TASK_RETRY_LIMIT=1 forbids it), but the next run by the clock takes the
 * place of a retry that still waits. Of the runs that come due while one goes on none is done after it, or one.
 */
export function openTimer(options: TimerOptions): TaskSource {
  const { schedules, logger } = options
  const runs = new Runs(options)
  let unread = false
  return {
    description: schedules.map(({ description }) => description).join(' and ') || 'one run',
    leases: false,
    async receive({ signal, listening }) {
      listening?.()
      const run = await runs.next(signal)
      if (run === 'ended') return 'ended'
      return run === undefined ? [] : [taskOf(run)]
    },
    extend: async () => 'held',
    async publish({ task }) {
      if (!unread)
        logger.warn({ task: task.id }, 'a timer has no queue of results: they are dropped')
      unread = true
      return 'published'
    },
    ack: async () => runs.over(),
    release: async (task, delayMs) => void runs.again(runOf(task), delayMs),
    deadLetter: async () => runs.over(),
    schedules: () =>
      schedules.map((schedule) => {
        const nextAt = schedule.nextAt()
        return {
          description: schedule.description,
          nextAt: nextAt === Infinity ? undefined : nextAt,
        }
      }),
    close: async () => runs.close(),
  }
}

const taskOf = ({ dueAt, schedule, attempt }: Run): Task => {
  const scheduledAt = new Date(dueAt).toISOString()
  return {
    id: `${schedule} ${scheduledAt}`,
    queue: 'timer',
    attempt,
    payload: Buffer.from(JSON.stringify({ schedule, scheduled_at: scheduledAt })),
    mimetype: JSON_TYPE,
    headers: {},
    enqueuedAt: dueAt,
  }
}

/** The run that a task stands for. */
const runOf = ({ attempt, payload }: Task): Run => {
  const told: unknown = JSON.parse(Buffer.from(payload).toString())
  const { schedule, scheduled_at } = told as { schedule: string; scheduled_at: string }
  return { schedule, attempt, dueAt: Date.parse(scheduled_at) }
}
