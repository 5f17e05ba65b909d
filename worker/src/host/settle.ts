// Says to the source what became of a task: its result and its end, its return, or its death.
import { prefixed } from '../config/resource_name.ts'
import { failed, type Failure, type Outcome } from '../executors/outcome.ts'
import { Stopping, type HeldTask } from './held_task.ts'
import type { HostParts } from './parts.ts'
import { failureSeed } from '../log/originals.ts'
import { retryDelay } from './retry.ts'
import { SourceUnavailable, type Result } from '../sources/source.ts'
import { record, recordResult } from './events.ts'

/** What is said in the end. */
export type Verdict = 'done' | 'retried' | 'dead' | 'released' | 'lost'

/** Throws only when the source refuses to hear what became of the task; its lease then ends by itself. */
export async function settle(parts: HostParts, held: HeldTask, outcome: Outcome): Promise<Verdict> {
  if (held.lost.aborted) return lost(parts, held)
  if (outcome.kind === 'failed') return settleFailure(parts, held, outcome)
  try {
    return await settleSuccess(parts, held, outcome)
  } catch (error) {
    if (held.lost.aborted) return lost(parts, held)
    if (error instanceof SourceUnavailable) throw error
    return settleFailure(parts, held, failed(error))
  }
}

async function settleSuccess(
  parts: HostParts,
  held: HeldTask,
  outcome: Outcome & { kind: 'done' },
): Promise<Verdict> {
  const { source } = parts
  const sent = await publish(parts, held, outcome)
  if (!sent) return lost(parts, held)
  await held.letGo()
  await persistently(parts, () => source.ack(held.task))
  return 'done'
}

/** The result goes out before the task is removed: a worker that dies in between leaves a task, never a gap. */
async function publish(
  parts: HostParts,
  held: HeldTask,
  { result, traceparent }: Outcome & { kind: 'done' },
): Promise<boolean> {
  const { source, outage, settings, clock } = parts
  const ending = AbortSignal.any([parts.ending, held.lost])
  if (!(await persistently({ ending, outage, clock }, () => held.confirm()))) return false
  if (result === undefined) return true
  const { value, body, mimetype, to, mostBytes } = result
  const headers: Record<string, string> = traceparent === undefined ? {} : { traceparent }
  const ready: Result = {
    task: held.task,
    id: `result-${held.task.id}`,
    value,
    body,
    mimetype,
    headers,
    to: to === undefined ? undefined : prefixed(settings.queueNamePrefix, to),
    mostBytes,
  }
  const sent = await persistently({ ending, outage, clock }, () => source.publish(ready))
  if (sent === 'published') recordResult(ready)
  return true
}

async function settleFailure(
  parts: HostParts,
  held: HeldTask,
  { error, permanent, retryAfterMs, rateLimitedMs }: Outcome & { kind: 'failed' },
): Promise<Verdict> {
  const { settings, counters, logger } = parts
  const { task } = held
  if (held.signal.reason instanceof Stopping) {
    await giveBack(parts, held, 0)
    return 'released'
  }
  counters.failed += 1
  held.failure = error.message
  const about = { task: task.id, attempt: task.attempt, queue: task.queue, err: error }
  if (permanent) return die(parts, held, { reason: error.message, error })
  if (task.attempt >= settings.taskRetryLimit)
    return die(parts, held, { reason: `failed ${task.attempt} times: ${error.message}`, error })
  const delayMs = retryAfterMs ?? rateLimitedMs ?? retryDelay(task.attempt, settings)
  logger.warn(
    {
      ...about,
      delayMs: Math.round(delayMs),
      seed: failureSeed(parts.worker, task, error.message),
    },
    'attempt failed',
  )
  await giveBack(parts, held, delayMs)
  return 'retried'
}

async function giveBack(parts: HostParts, held: HeldTask, delayMs: number): Promise<void> {
  await held.letGo()
  if (held.lost.aborted) return
  await persistently(parts, () => parts.source.release(held.task, delayMs))
}

/** Milliseconds for `resultOfDead`, with the start of a lane for it. */
const SAYING_SO = 30_000

/** A dead letter, and whatever result the processor wants for it. */
export async function die(
  parts: HostParts,
  held: HeldTask,
  { reason, error }: { reason: string; error: Failure },
): Promise<Verdict> {
  const { source, lanes, logger, worker } = parts
  const { task } = held
  held.failure = reason
  const { isle } = failureSeed(worker, task, error.message)
  const deathSeed = { isle: `${isle} dead: ${reason}` }
  logger.error(
    { task: task.id, attempt: task.attempt, queue: task.queue, err: error, seed: deathSeed },
    `dead: ${reason}`,
  )
  if (worker.processors.some((each) => each.resultOfDead !== undefined)) {
    const request = { task, attemptLimit: parts.settings.taskRetryLimit }
    // Not the signal of the task: its time may be over, and that is what is to be said.
    const signal = AbortSignal.any([held.lost, AbortSignal.timeout(SAYING_SO)])
    const [outcome] = await lanes.call({ kind: 'resultOfDead', request, error }, [signal])
    if (outcome?.kind === 'done' && !(await publish(parts, held, outcome))) return lost(parts, held)
    if (outcome?.kind === 'failed')
      logger.error({ task: task.id, err: outcome.error }, 'resultOfDead failed')
  }
  await held.letGo()
  if (held.lost.aborted) return lost(parts, held)
  await persistently(parts, () =>
    source.deadLetter(task, { reason, error, attempts: task.attempt }),
  )
  return 'dead'
}

/** Nothing is said to the source. */
export function lost({ logger, counters, losses }: HostParts, held: HeldTask): Verdict {
  const { task, lost: signal } = held
  counters.lostLeases += 1
  const why = signal.reason instanceof Error ? signal.reason.message : 'the lease was lost'
  held.failure = why
  losses.note(task, why)
  logger.warn({ task: task.id, attempt: task.attempt, queue: task.queue }, why)
  record('lost', task)
  return 'lost'
}

/**
 * Calls until the source can be reached; throws SourceUnavailable when `ending` is aborted first, though a call may be
 * under way: a broker short of memory leaves it unanswered for as long as it is.
 */
export async function persistently<T>(
  { ending, outage, clock }: Pick<HostParts, 'ending' | 'outage' | 'clock'>,
  call: () => Promise<T>,
): Promise<T> {
  for (;;)
    try {
      const answer = await unlessEnded(call(), ending)
      outage.over()
      return answer
    } catch (error) {
      if (!(error instanceof SourceUnavailable) || ending.aborted) throw error
      await clock.wait(outage.waitAfter(error), ending)
    }
}

/** Milliseconds of a call that begins when all is ending. */
const LAST_CALL = 500

async function unlessEnded<T>(answer: Promise<T>, ending: AbortSignal): Promise<T> {
  const ended = Promise.withResolvers<never>()
  const end = (): void =>
    ended.reject(new SourceUnavailable('the worker ended before the queue answered'))
  const timer = ending.aborted ? setTimeout(end, LAST_CALL) : undefined
  ending.addEventListener('abort', end)
  try {
    return await Promise.race([answer, ended.promise])
  } finally {
    clearTimeout(timer)
    ending.removeEventListener('abort', end)
  }
}
