// RabbitMQ takes back what is not acknowledged in time: a task must not be allowed longer than that.
import type { Settings } from '../../config/settings.ts'
import { timeLimit } from '../../host/retry.ts'
import type { QueueOptions } from './queue_options.ts'

export type TimeSettings = Pick<
  Settings,
  'taskSeconds' | 'taskTimeMult' | 'taskRetryLimit' | 'taskGraceSeconds'
>

/** Milliseconds; the broker's own where rabbitmq.conf says nothing, and AMQP has no way to ask for what it says. */
const DEFAULT_TIMEOUT = 1_800_000

/** A sentence for each queue whose tasks may take longer than the broker lets a worker hold them. */
export function timeoutDoubts(
  settings: TimeSettings,
  queues: ReadonlyMap<string, Pick<QueueOptions, 'arguments'>>,
): readonly string[] {
  const longest = timeLimit(settings.taskRetryLimit, settings) + settings.taskGraceSeconds * 1000
  return [...queues].flatMap(([queue, options]) => {
    const own = options.arguments?.['x-consumer-timeout']
    const allowed = typeof own === 'number' ? own : DEFAULT_TIMEOUT
    if (longest <= allowed) return []
    const seconds = `${allowed / 1000} s`
    const where =
      allowed === own
        ? `x-consumer-timeout of queue ${queue} is ${seconds}`
        : `consumer_timeout of RabbitMQ is ${seconds} unless its configuration says otherwise`
    return [
      `a task of queue ${queue} may take ${longest / 1000} s in its last attempt (TASK_SECONDS, TASK_TIME_MULT, TASK_RETRY_LIMIT, ` +
        `TASK_GRACE_SECONDS), but ${where}, and then the broker takes the task back: raise that, or let tasks take less`,
    ]
  })
}
