// The settings of task queues, for the modules that serve them.
import { bool, text, whole } from '../setting.ts'

const YEAR = 366 * 86_400 // seconds

/** Settings of pull queues, for the `settings` of a handler module. */
export const queueSettings = {
  queue_yaml: {
    default: '',
    env: 'QUEUE_YAML',
    about: "App Engine's queue.yaml, which declares queues",
    read: text,
  },
  strict_queues: {
    default: false,
    env: 'STRICT_QUEUES',
    about: 'Refuse queues that queue.yaml does not declare, instead of making them on first use',
    read: bool,
  },
  tombstone_seconds: {
    default: 7 * 86_400,
    env: 'TOMBSTONE_SECONDS',
    about: 'Seconds for which the name of a deleted task stays taken',
    read: whole(0, YEAR),
  },
}

/** What is wrong with them together; undefined: nothing. */
export const queueSettingsProblem = (values: {
  readonly queue_yaml: string
  readonly strict_queues: boolean
}): string | undefined =>
  values.strict_queues && values.queue_yaml === ''
    ? 'strict_queues needs queue_yaml, or no queue could be used at all'
    : undefined
