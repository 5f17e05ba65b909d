// How often something may be done within a window of time, and how Google's service control refuses what is more.
// Source: https://cloud.google.com/docs/quotas/troubleshoot
import type { Micros } from './clock.ts'
import { ApiError } from './errors.ts'

interface Window {
  from: Micros
  calls: number
}

/** Counts calls in fixed windows, one for each key, kept by this process alone. */
export class CallWindows {
  readonly #windows = new Map<string, Window>()

  /** Counts a call at `now`, and says how many of `key` there are within its window, which is as long as `length`. */
  count(key: string, now: Micros, length: Micros): number {
    let window = this.#windows.get(key)
    if (window === undefined || now - window.from >= length || now < window.from)
      this.#windows.set(key, (window = { from: now, calls: 0 }))
    window.calls += 1
    return window.calls
  }
}

/** What a client is told of the quota that it used up. */
export interface ExceededQuota {
  /** `cloudtasks.googleapis.com` */
  readonly service: string
  /** `list_requests` */
  readonly metric: string
  /** Calls in a window. */
  readonly limit: number
  /** `projects/p` */
  readonly consumer: string
  /** What Google adds of the limit, where it is known: its name, unit and place. */
  readonly metadata?: Readonly<Record<string, string>>
}

/** RESOURCE_EXHAUSTED, with what Google's clients look at: the reason and the metadata of its ErrorInfo. */
export function quotaExceeded(quota: ExceededQuota): ApiError {
  const { service, metric, limit, consumer, metadata = {} } = quota
  const message = `Quota exceeded for quota metric '${service}/${metric}' of service '${service}' for consumer '${consumer}'.`
  return new ApiError('RESOURCE_EXHAUSTED', 'rateLimitExceeded', message, {
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'RATE_LIMIT_EXCEEDED',
        domain: 'googleapis.com',
        metadata: {
          service,
          consumer,
          quota_metric: `${service}/${metric}`,
          ...metadata,
          quota_limit_value: String(limit),
        },
      },
      {
        '@type': 'type.googleapis.com/google.rpc.Help',
        links: [
          {
            description: 'Request a higher quota limit.',
            url: 'https://cloud.google.com/docs/quotas/help/request_increase',
          },
        ],
      },
    ],
  })
}
