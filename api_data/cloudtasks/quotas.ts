// How often methods may be called, as Google's quotas have it; kept only in the strict profile, by each server process for itself.
// Source: https://cloud.google.com/tasks/docs/quotas
import { ApiError, CallWindows, quotaExceeded, type Clock } from 'discovery-emulator'
import { SECOND } from './times.ts'

/** Calls within a window of seconds, of a project or of a queue. */
interface Quota {
  readonly metric: string
  readonly most: number
  readonly seconds: number
  /** What its calls share. */
  readonly scope: 'project' | 'queue'
}

const RUN: Quota = { metric: 'run_task_requests', most: 60, seconds: 60, scope: 'project' }
const LIST: Quota = { metric: 'list_requests', most: 600, seconds: 60, scope: 'project' }
const LEASE: Quota = { metric: 'lease_tasks_requests', most: 10, seconds: 1, scope: 'queue' }

/** By the last names of a method's id. */
const quotas: Readonly<Record<string, Quota>> = {
  'tasks.run': RUN,
  'tasks.list': LIST,
  'queues.list': LIST,
  'tasks.lease': LEASE,
}

/** Queues of a project in one location. */
export const MOST_QUEUES = 1000

export class Quotas {
  readonly #clock: Clock
  readonly #windows = new CallWindows()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Counts a call. Throws RESOURCE_EXHAUSTED where it is one too many. `method`: `queues.list`. `name`: of what it is for. */
  count(method: string, name: string): void {
    const quota = quotas[method]
    if (quota === undefined) return
    const owner = name
      .split('/')
      .slice(0, quota.scope === 'project' ? 2 : 6)
      .join('/')
    const { metric, most, seconds } = quota
    const now = this.#clock.now()
    if (this.#windows.count(`${metric} ${owner}`, now, seconds * SECOND) <= most) return
    const consumer = owner.split('/').slice(0, 2).join('/')
    throw quotaExceeded({ service: 'cloudtasks.googleapis.com', metric, limit: most, consumer })
  }
}

export const tooManyQueues = (): ApiError =>
  new ApiError(
    'RESOURCE_EXHAUSTED',
    'rateLimitExceeded',
    `The project has ${MOST_QUEUES} queues in this location, as many as it may have.`,
  )
