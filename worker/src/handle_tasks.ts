// The way of tasks that were received: held, attempted within their time, settled. See the table in README.md.
import type { Outcome } from './outcome.ts'
import { record } from './events.ts'
import { TimeLimit, type HeldTask } from './held_task.ts'
import type { HostParts } from './host.ts'
import { doneSeed, isOfIsle, messageLine } from './log/originals.ts'
import { timeLimit } from './retry.ts'
import { die, settle, type Verdict } from './settle.ts'

/** One task, or a batch that is processed together. Never rejects. */
export async function handleTasks(parts: HostParts, tasks: readonly HeldTask[]): Promise<void> {
  const recalled = new Map<HeldTask, Outcome>()
  for (const held of tasks) {
    const outcome = await parts.seen.recall(held.task)
    if (outcome) recalled.set(held, outcome)
  }
  const fresh = tasks.filter((held) => !recalled.has(held))
  // Handed out too often, and nobody lived to say why.
  const worn = fresh.filter(({ task }) => task.attempt > parts.settings.taskRetryLimit)
  const fit = fresh.filter((held) => !worn.includes(held))
  const deaths = worn.map((held) => finish(parts, held, 0, () => dieOfAttempts(parts, held)))
  const over = [...recalled].map(([held, outcome]) =>
    finish(parts, held, 0, () => settle(parts, held, outcome)),
  )
  const started = Date.now()
  const outcomes = fit.length === 0 ? [] : await attemptAll(parts, fit)
  for (const [index, { task }] of fit.entries()) await parts.seen.remember(task, outcomes[index]!)
  const ends = fit.map((held, index) =>
    finish(parts, held, Date.now() - started, () => settle(parts, held, outcomes[index]!)),
  )
  await Promise.all([...deaths, ...over, ...ends])
}

async function attemptAll(
  parts: HostParts,
  tasks: readonly HeldTask[],
): Promise<readonly Outcome[]> {
  const { lanes, settings } = parts
  let timers: readonly NodeJS.Timeout[] = []
  const begin = (): void => {
    timers = tasks.map((held) => {
      record('started', held.task)
      tellMessage(parts, held)
      const limitMs = timeLimit(held.task.attempt, settings)
      const late = () => held.abort(new TimeLimit(`the task took more than ${limitMs / 1000} s`))
      return setTimeout(late, Math.min(limitMs, 2 ** 31 - 1))
    })
  }
  const requests = tasks.map(({ task }) => ({ task, attemptLimit: settings.taskRetryLimit }))
  const signals = tasks.map(({ signal }) => signal)
  try {
    return await lanes.call({ kind: 'attempt', requests }, signals, begin)
  } finally {
    timers.forEach(clearTimeout)
  }
}

/** Only in the format that asks for it: payloads are nobody else's to read. */
function tellMessage({ logger, settings, worker }: HostParts, { task }: HeldTask): void {
  if (settings.logFormat !== 'seed' || isOfIsle(worker)) return
  logger.info({ seed: { rococo: messageLine(task) } }, 'received')
}

function dieOfAttempts(parts: HostParts, held: HeldTask): Promise<Verdict> {
  const reason = `handed out ${held.task.attempt - 1} times, and no worker lived to finish it`
  return die(parts, held, { reason, error: { name: 'AttemptsExhausted', message: reason } })
}

async function finish(
  { counters, seen, logger }: HostParts,
  held: HeldTask,
  durationMs: number,
  say: () => Promise<Verdict>,
): Promise<void> {
  const { task } = held
  const about = { task: task.id, attempt: task.attempt, queue: task.queue, durationMs }
  try {
    const verdict = await say()
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
