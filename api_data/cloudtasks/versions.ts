// Queues in the words of each version of the API, and back.
import { durationMicros, durationText, timeText } from 'discovery-emulator'
import type { HttpTarget, RetryRules } from 'discovery-emulator/queue'
import { invalid } from './errors.ts'
import { burstOf, defaultPullQueue, defaultQueue, type StoredQueue } from './queue.ts'
import { DAY, HOUR, SECOND } from './times.ts'

export type Version = 'v2' | 'v2beta2' | 'v2beta3'

export interface RetryConfig {
  maxAttempts?: number
  unlimitedAttempts?: boolean
  maxRetryDuration?: string
  minBackoff?: string
  maxBackoff?: string
  maxDoublings?: number
}

/** The members of all versions. */
export interface QueueResource {
  name?: string
  state?: string
  purgeTime?: string
  type?: string
  rateLimits?: {
    maxDispatchesPerSecond?: number
    maxTasksDispatchedPerSecond?: number
    maxBurstSize?: number
    maxConcurrentDispatches?: number
    maxConcurrentTasks?: number
  }
  retryConfig?: RetryConfig
  httpTarget?: HttpTarget
  stackdriverLoggingConfig?: { samplingRatio?: number }
  appEngineRoutingOverride?: Routing
  appEngineHttpQueue?: { appEngineRoutingOverride?: Routing }
  appEngineHttpTarget?: { appEngineRoutingOverride?: Routing }
  pullTarget?: object
  taskTtl?: string
  tombstoneTtl?: string
  stats?: object
}

interface Routing {
  service?: string
  version?: string
  instance?: string
  host?: string
}

/** Throws what the service says of a wrong value. Zero and absent are the default. */
export function storedQueueFrom(
  resource: QueueResource,
  version: Version,
  kept: Pick<StoredQueue, 'state' | 'purged' | 'policy'> = { state: 'RUNNING' },
): StoredQueue {
  const isPull = resource.pullTarget !== undefined || resource.type === 'PULL'
  const defaults = isPull ? defaultPullQueue : defaultQueue
  const limits = resource.rateLimits ?? {}
  const rate = limits.maxDispatchesPerSecond ?? limits.maxTasksDispatchedPerSecond ?? 0
  const concurrent = limits.maxConcurrentDispatches ?? limits.maxConcurrentTasks ?? 0
  checkLimits(version, rate, isPull ? 0 : concurrent)
  const routing =
    resource.appEngineRoutingOverride ??
    resource.appEngineHttpQueue?.appEngineRoutingOverride ??
    resource.appEngineHttpTarget?.appEngineRoutingOverride
  const burst = version === 'v2beta2' ? burstGiven(limits.maxBurstSize ?? 0) : 0
  const target = resource.appEngineHttpTarget ? 'appEngine' : 'any'
  return {
    ...defaults,
    ...kept,
    kind: isPull ? 'pull' : 'push',
    target: resource.httpTarget ? 'http' : target,
    rate: rate || defaults.rate,
    burst: burst || burstOf(rate || defaults.rate),
    concurrent: concurrent > 0 ? concurrent : defaults.concurrent,
    retry: { ...defaults.retry, ...retryFrom(resource.retryConfig ?? {}, defaults.retry) },
    lifetime: ttlOf(resource.taskTtl, 'taskTtl', [10 * DAY, 3650 * DAY]) ?? defaults.lifetime,
    tombstone: ttlOf(resource.tombstoneTtl, 'tombstoneTtl', [HOUR, 9 * DAY]) ?? defaults.tombstone,
    ...(resource.httpTarget && { httpTarget: resource.httpTarget }),
    ...(routing && { appEngineRouting: routing }),
    ...(resource.stackdriverLoggingConfig && {
      sampling: resource.stackdriverLoggingConfig.samplingRatio ?? 0,
    }),
  }
}

function checkLimits(version: Version, rate: number, concurrent: number): void {
  const [ofRate, ofConcurrent] =
    version === 'v2beta2'
      ? ['maxTasksDispatchedPerSecond', 'maxConcurrentTasks']
      : ['maxDispatchesPerSecond', 'maxConcurrentDispatches']
  if (rate < 0) throw invalid(`RateLimits.${ofRate} cannot be negative.`)
  if (rate > 500) throw invalid(`RateLimits.${ofRate} must be less than or equal to 500.`)
  if (concurrent < 0) throw invalid(`RateLimits.${ofConcurrent} cannot be negative.`)
  if (concurrent > 5000)
    throw invalid(`RateLimits.${ofConcurrent} must be less than or equal to 5000.`)
}

/** Output only in v2 and v2beta3, where it is passed over whatever it says. */
function burstGiven(burst: number): number {
  if (burst < 0) throw invalid('RateLimits.maxBurstSize cannot be negative.')
  if (burst > 500) throw invalid('RateLimits.maxBurstSize must be less than or equal to 500.')
  return burst
}

/** What of the rules is given. */
export function retryFrom(config: RetryConfig, defaults: RetryRules): Partial<RetryRules> {
  const { maxAttempts = 0, maxDoublings = 0, unlimitedAttempts = false } = config
  const [min, max, total] = [config.minBackoff, config.maxBackoff, config.maxRetryDuration].map(
    (text) => durationMicros(text ?? '0s'),
  )
  if (maxAttempts < -1) throw invalid('RetryConfig.maxAttempts must be greater or equal to -1.')
  if (maxDoublings < 0) throw invalid('RetryConfig.maxDoublings cannot be negative.')
  if (min! < 0) throw invalid('RetryConfig.minBackoff cannot be negative.')
  if (max! < 0) throw invalid('RetryConfig.maxBackoff cannot be negative.')
  if (total! < 0) throw invalid('RetryConfig.maxRetryDuration cannot be negative.')
  if ((min || defaults.minBackoff) > (max || defaults.maxBackoff))
    throw invalid('RetryConfig.minBackoff must be less than or equal to RetryConfig.maxBackoff.')
  return {
    ...(maxAttempts !== 0 && { maxAttempts }),
    ...(unlimitedAttempts && { maxAttempts: -1 }),
    ...(config.maxDoublings !== undefined && maxDoublings > 0 && { maxDoublings }),
    ...(min && { minBackoff: min }),
    ...(max && { maxBackoff: max }),
    ...(total && { maxRetryDuration: total }),
  }
}

function ttlOf(
  text: string | undefined,
  name: string,
  [least, most]: readonly [number, number],
): number | undefined {
  if (text === undefined) return undefined
  const ttl = durationMicros(text)
  if (ttl < least || ttl > most)
    throw invalid(`Queue.${name} must be between [${least / SECOND}s, ${most / SECOND}s].`)
  return ttl
}

export function queueResource(name: string, queue: StoredQueue, version: Version): QueueResource {
  const { state, purged, sampling } = queue
  return {
    name,
    ...targetOf(queue, version),
    rateLimits: limitsOf(queue, version),
    retryConfig: retryResource(queue.retry, version),
    state,
    ...(purged !== undefined && { purgeTime: timeText(purged) }),
    ...(sampling !== undefined &&
      version !== 'v2beta2' && { stackdriverLoggingConfig: { samplingRatio: sampling } }),
    ...(version !== 'v2' && {
      taskTtl: durationText(queue.lifetime),
      tombstoneTtl: durationText(queue.tombstone),
    }),
  }
}

function targetOf(queue: StoredQueue, version: Version): QueueResource {
  const { kind, target, httpTarget, appEngineRouting } = queue
  const override = appEngineRouting && { appEngineRoutingOverride: appEngineRouting as Routing }
  const http = httpTarget && { httpTarget }
  if (version === 'v2') return { ...override, ...http }
  if (version === 'v2beta3')
    return {
      ...(override && { appEngineHttpQueue: override }),
      ...http,
      type: kind === 'pull' ? 'PULL' : 'PUSH',
    }
  if (kind === 'pull') return { pullTarget: {} }
  const isAppEngine = override !== undefined || target === 'appEngine'
  return { ...(isAppEngine && { appEngineHttpTarget: { ...override } }), ...http }
}

function limitsOf({ kind, rate, burst, concurrent }: StoredQueue, version: Version) {
  if (version !== 'v2beta2')
    return {
      maxDispatchesPerSecond: rate,
      maxBurstSize: burst,
      maxConcurrentDispatches: concurrent,
    }
  // A pull queue's concurrency is not limited, and says so.
  return {
    maxTasksDispatchedPerSecond: rate,
    maxBurstSize: burst,
    maxConcurrentTasks: kind === 'pull' ? -1 : concurrent,
  }
}

export function retryResource(retry: Partial<RetryRules>, version: Version): RetryConfig {
  const { maxAttempts, maxRetryDuration, minBackoff, maxBackoff, maxDoublings } = retry
  const unlimited = version === 'v2beta2' && maxAttempts === -1
  return {
    ...(unlimited && { unlimitedAttempts: true }),
    ...(!unlimited && maxAttempts !== undefined && { maxAttempts }),
    ...(maxRetryDuration && { maxRetryDuration: durationText(maxRetryDuration) }),
    ...(minBackoff !== undefined && { minBackoff: durationText(minBackoff) }),
    ...(maxBackoff !== undefined && { maxBackoff: durationText(maxBackoff) }),
    ...(maxDoublings !== undefined && { maxDoublings }),
  }
}
