// A queue as the store keeps it, whichever version of the API made it.
import type {
  Gate,
  HttpTarget,
  QueueDeclaration,
  QueueRules,
  RetryRules,
} from 'discovery-emulator/queue'
import { DAY, HOUR, SECOND } from './times.ts'

export interface StoredQueue extends QueueRules {
  readonly kind: 'push' | 'pull'
  /** v2beta2 says whether its tasks go to App Engine. */
  readonly target: 'any' | 'appEngine' | 'http'
  readonly state: 'RUNNING' | 'PAUSED' | 'DISABLED'
  readonly rate: number
  readonly burst: number
  readonly concurrent: number
  readonly purged?: number | undefined
  readonly sampling?: number | undefined
  readonly httpTarget?: HttpTarget | undefined
  readonly policy?: object | undefined
  /** It was deleted, and its name is not to be had before this time. */
  readonly deletedUntil?: number | undefined
}

const defaultRetry: RetryRules = {
  maxAttempts: 100,
  maxRetryDuration: 0,
  minBackoff: SECOND / 10,
  maxBackoff: HOUR,
  maxDoublings: 16,
}

export const defaultQueue: StoredQueue = {
  kind: 'push',
  target: 'any',
  state: 'RUNNING',
  rate: 500,
  burst: 100,
  concurrent: 1000,
  retry: defaultRetry,
  lifetime: 31 * DAY,
  tombstone: HOUR,
}

/** Leases of a pull queue's tasks are not limited unless somebody says so. */
export const defaultPullQueue: StoredQueue = {
  ...defaultQueue,
  kind: 'pull',
  retry: { ...defaultRetry, maxAttempts: -1 },
}

/** The service picks it by the rate: 100 for the default of 500 a second. By which rule is not known. */
export const burstOf = (rate: number): number => Math.max(1, Math.min(100, Math.ceil(rate / 5)))

export const gateOf = (queue: StoredQueue): Gate | undefined =>
  queue.kind === 'pull' || queue.deletedUntil !== undefined
    ? undefined
    : {
        paused: queue.state !== 'RUNNING',
        rate: queue.rate,
        burst: queue.burst,
        concurrent: queue.concurrent,
      }

const seconds = (value: number | undefined, otherwise: number): number =>
  value === undefined ? otherwise : Math.round(value * SECOND)

/** As App Engine's queue.yaml declares it: 5 tasks a second, in bursts of 5, unless it says more. */
export function declaredQueue({ mode, maxLeases, push }: QueueDeclaration): StoredQueue {
  if (mode === 'pull') {
    const maxAttempts = maxLeases === 0 ? -1 : maxLeases
    return { ...defaultPullQueue, retry: { ...defaultPullQueue.retry, maxAttempts } }
  }
  const [service = '', version] = (push?.target ?? '').split('.').toReversed()
  return {
    ...defaultQueue,
    rate: push?.rate ?? 5,
    burst: push?.bucketSize ?? 5,
    concurrent: push?.concurrent ?? 1000,
    retry: {
      maxAttempts: maxLeases === 0 ? -1 : maxLeases + 1,
      maxRetryDuration: seconds(push?.ageLimit, 0),
      minBackoff: seconds(push?.minBackoff, defaultRetry.minBackoff),
      maxBackoff: seconds(push?.maxBackoff, defaultRetry.maxBackoff),
      maxDoublings: push?.maxDoublings ?? defaultRetry.maxDoublings,
    },
    ...(service !== '' && { appEngineRouting: { service, ...(version && { version }) } }),
  }
}
