// How often methods may be called, as Google's quotas have it; kept only in the strict profile, by each server process for itself.
// Source: https://cloud.google.com/tasks/docs/quotas
import { ApiError, type Clock } from 'discovery-emulator'

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

interface Window {
  from: number
  calls: number
}

export class Quotas {
  readonly #clock: Clock
  readonly #windows = new Map<string, Window>()

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
    const now = this.#clock.now() / 1_000_000
    const key = `${quota.metric} ${owner}`
    let window = this.#windows.get(key)
    if (window === undefined || now - window.from >= quota.seconds || now < window.from)
      this.#windows.set(key, (window = { from: now, calls: 0 }))
    window.calls += 1
    if (window.calls > quota.most) throw exceeded(quota, owner)
  }
}

/** In the words of Google's service control. */
function exceeded({ metric, most }: Quota, owner: string): ApiError {
  const consumer = owner.split('/').slice(0, 2).join('/')
  return new ApiError(
    'RESOURCE_EXHAUSTED',
    'rateLimitExceeded',
    `Quota exceeded for quota metric 'cloudtasks.googleapis.com/${metric}' of service 'cloudtasks.googleapis.com' for consumer '${consumer}'.`,
    {
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'RATE_LIMIT_EXCEEDED',
          domain: 'googleapis.com',
          metadata: {
            service: 'cloudtasks.googleapis.com',
            consumer,
            quota_metric: `cloudtasks.googleapis.com/${metric}`,
            quota_limit_value: String(most),
          },
        },
      ],
    },
  )
}

export const tooManyQueues = (): ApiError =>
  new ApiError(
    'RESOURCE_EXHAUSTED',
    'rateLimitExceeded',
    `The project has ${MOST_QUEUES} queues in this location, as many as it may have.`,
  )
