// The way of tasks that were received: held, attempted within their time, settled. See the table in README.md.
import { after } from '../clock.ts'
import type { Outcome } from '../executors/outcome.ts'
import { record } from './events.ts'
import { TimeLimit, type HeldTask } from './held_task.ts'
import type { HostParts } from './parts.ts'
import { doneSeed, isOfIsle, messageLine } from '../log/originals.ts'
import { timeLimit } from './retry.ts'
import { die, lost, settle, type Verdict } from './settle.ts'

/** What RateLimited asks of the host. */
export interface RateLimit {
  /** Milliseconds in which no task may begin. */
  readonly waitMs: number
  /** Still held, to be handled again then. */
  readonly tasks: readonly HeldTask[]
}

/** One task, or a batch that is processed together. Never rejects. */
export async function handleTasks(
  parts: HostParts,
  all: readonly HeldTask[],
): Promise<RateLimit | undefined> {
  const [gone, tasks] = parted(all, ({ lost: { aborted } }) => aborted)
  const losses = gone.map((held) => finish(parts, held, 0, async () => lost(parts, held)))
  const recalled = new Map<HeldTask, Outcome>()
  for (const held of tasks) {
    const outcome = await parts.seen.recall(held.task)
    if (outcome) recalled.set(held, outcome)
  }
  const fresh = tasks.filter((held) => !recalled.has(held))
  // Handed out too often, and nobody lived to say why.
  const [worn, fit] = parted(fresh, ({ task }) => task.attempt > parts.settings.taskRetryLimit)
  const deaths = worn.map((held) => finish(parts, held, 0, () => dieOfAttempts(parts, held)))
  const over = [...recalled].map(([held, outcome]) =>
    finish(parts, held, 0, () => settle(parts, held, outcome)),
  )
  const started = parts.clock.now()
  const outcomes = fit.length === 0 ? [] : await attemptAll(parts, fit)
  for (const [index, { task }] of fit.entries()) await parts.seen.remember(task, outcomes[index]!)
  const limit = rateLimitOf(parts, fit, outcomes)
  const ends = fit.map(async (held, index) => {
    if (limit?.tasks.includes(held)) return
    await finish(parts, held, parts.clock.now() - started, () =>
      settle(parts, held, outcomes[index]!),
    )
  })
  await Promise.all([...losses, ...deaths, ...over, ...ends])
  return limit
}

/** A task whose signal is aborted is settled like any other: it took too long, is lost, or the worker stops. */
function rateLimitOf(
  { counters, logger }: HostParts,
  tasks: readonly HeldTask[],
  outcomes: readonly Outcome[],
): RateLimit | undefined {
  const limits = tasks.flatMap((held, index) => {
    const outcome = outcomes[index]
    if (outcome?.kind !== 'failed' || outcome.rateLimitedMs === undefined) return []
    return { held, waitMs: outcome.rateLimitedMs, why: outcome.error.message }
  })
  if (limits.length === 0) return undefined
  for (const { held, waitMs, why } of limits) {
    const { id, attempt, queue } = held.task
    counters.rateLimited += 1
    logger.warn({ task: id, attempt, queue, delayMs: Math.round(waitMs) }, `rate limited: ${why}`)
  }
  return {
    waitMs: Math.max(...limits.map(({ waitMs }) => waitMs)),
    tasks: limits.map(({ held }) => held).filter(({ signal }) => !signal.aborted),
  }
}

const parted = <T>(all: readonly T[], test: (one: T) => boolean): readonly [T[], T[]] => [
  all.filter((one) => test(one)),
  all.filter((one) => !test(one)),
]

async function attemptAll(
  parts: HostParts,
  tasks: readonly HeldTask[],
): Promise<readonly Outcome[]> {
  const { lanes, settings, clock } = parts
  const over = new AbortController()
  const begin = (): void => {
    for (const held of tasks) {
      record('started', held.task)
      tellMessage(parts, held)
      const limitMs = timeLimit(held.task.attempt, settings)
      const late = () => held.abort(new TimeLimit(`the task took more than ${limitMs / 1000} s`))
      void after(clock, limitMs, over.signal, late)
    }
  }
  const requests = tasks.map(({ task }) => ({ task, attemptLimit: settings.taskRetryLimit }))
  const signals = tasks.map(({ signal }) => signal)
  try {
    return await lanes.call({ kind: 'attempt', requests }, signals, begin)
  } finally {
    over.abort()
  }
}

/** Only in the format that asks for it: payloads are nobody else's to read. */
function tellMessage({ logger, settings, worker }: HostParts, { task }: HeldTask): void {
  if (settings.logFormat !== 'seed' || isOfIsle(worker)) return
  logger.info({ seed: { rococo: messageLine(task) } }, 'received')
}

function dieOfAttempts(parts: HostParts, held: HeldTask): Promise<Verdict> {
  const why = parts.losses.why(held.task)
  const times = `handed out ${held.task.attempt - 1} times`
  const reason =
    why === undefined
      ? `${times}, and no worker lived to finish it`
      : `${times} and not finished; the last time ${why}`
  return die(parts, held, { reason, error: { name: 'AttemptsExhausted', message: reason } })
}

async function finish(
  { counters, seen, logger, recent, clock }: HostParts,
  held: HeldTask,
  durationMs: number,
  say: () => Promise<Verdict>,
): Promise<void> {
  const { task } = held
  const about = { task: task.id, attempt: task.attempt, queue: task.queue, durationMs }
  try {
    const verdict = await say()
    const { id, attempt, queue } = task
    const reason = verdict === 'done' ? undefined : held.failure
    recent.add({
      id,
      attempt,
      queue,
      durationMs,
      outcome: verdict,
      at: clock.now(),
      ...(reason !== undefined && { reason }),
    })
    if (verdict === 'lost') return
    record(verdict, task, durationMs)
    if (verdict === 'retried' || verdict === 'dead') counters[verdict] += 1
    if (verdict !== 'done') return
    counters.done += 1
    counters.durationMs += durationMs
    await seen.settled(task)
    logger.info({ ...about, seed: doneSeed(task) }, 'done')
  } catch (error) {
    logger.error(
      { ...about, err: error },
      'the queue was not told what became of the task; its lease will end',
    )
  } finally {
    await held.letGo()
  }
}
