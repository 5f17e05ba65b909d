// When runs are due: every so often, at times of day, by cron expressions.
import type { Cron } from 'croner'
import type { Settings } from '../../config/settings.ts'
import type { Clock } from '../../clock.ts'
import { cronOf, expressionAt, splitExpressions } from './expressions.ts'

export interface Occurrence {
  /** Milliseconds since the epoch. */
  readonly dueAt: number
  /** Earlier runs that were due and not taken, because the machine slept or was too slow. */
  readonly missed: number
}

export interface Schedule {
  readonly description: string
  /** Milliseconds; 0 or less when a run is due, Infinity when none will ever be. */
  untilDue(): number
  /** When the next run is due, in milliseconds since the epoch; Infinity when none ever will be. */
  nextAt(): number
  /** Milliseconds after which `untilDue` must be asked again, since its clock may have been set. */
  readonly certainFor: number
  /** The run that is due, once; many that are due together count as one. */
  take(): Occurrence
}

export type TimerSettings = Pick<
  Settings,
  'cronTimeAmount' | 'cronTimeUnit' | 'cronRunAt' | 'cronExpressions' | 'cronTz'
>

export const UNIT_MS = {
  SECONDS: 1000,
  MINUTES: 60_000,
  HOURS: 3_600_000,
  DAYS: 86_400_000,
  WEEKS: 604_800_000,
} as const

export function schedulesOf(settings: TimerSettings, clock: Clock): readonly Schedule[] {
  const { cronExpressions, cronRunAt, cronTz, cronTimeAmount, cronTimeUnit } = settings
  if (cronExpressions !== '')
    return splitExpressions(cronExpressions).map((expression) =>
      byExpression(expression, cronOf(expression, cronTz), clock),
    )
  if (cronRunAt.length > 0)
    return cronRunAt.map((time) => atTime(time, cronTimeAmount ?? 1, cronTz, clock))
  return [every(cronTimeAmount ?? 1, cronTimeUnit ?? 'DAYS', clock)]
}

/** The longest that a timer of Node waits. */
const LONGEST_TIMER = 2 ** 31 - 1
/** How late a sleeping machine, or a clock that was set, is noticed. */
const GLANCE = 15_000

/** By the monotonic clock: setting the time of day moves no run, and a run that comes late moves none after it. */
function every(amount: number, unit: keyof typeof UNIT_MS, clock: Clock): Schedule {
  const interval = amount * UNIT_MS[unit]
  const start = clock.monotonic()
  let number = 1
  const since = (): number => clock.monotonic() - start
  return {
    description: `every ${amount} ${unit.toLowerCase()}`,
    certainFor: LONGEST_TIMER,
    untilDue: () => number * interval - since(),
    nextAt: () => Math.ceil(clock.now() + number * interval - since()),
    take() {
      const dueAt = clock.now() + number * interval - since()
      const reached = Math.max(Math.floor(since() / interval), number)
      const missed = reached - number
      number = reached + 1
      return { dueAt, missed }
    },
  }
}

function atTime(time: string, days: number, timeZone: string, clock: Clock): Schedule {
  const cron = cronOf(expressionAt(time), timeZone)
  const description = `${days === 1 ? 'daily' : `every ${days} days`} at ${time}`
  return byCalendar(
    description,
    (after) => {
      // The first at the next such time; then each that many days later.
      let due = cron.nextRun(new Date(after.time))
      for (let day = 1; after.taken && day < days && due !== null; day += 1) due = cron.nextRun(due)
      return due
    },
    clock,
  )
}

const byExpression = (expression: string, cron: Cron, clock: Clock): Schedule =>
  byCalendar(expression, ({ time }) => cron.nextRun(new Date(time)), clock)

interface After {
  readonly time: number
  /** Whether there was a run at that time. */
  readonly taken: boolean
}

/** Missed runs beyond this are not counted one by one. */
const COUNTED = 1000

/** Each due time follows from the one before, never from now: a timer that fires early runs nothing twice. */
function byCalendar(
  description: string,
  dueAfter: (after: After) => Date | null,
  clock: Clock,
): Schedule {
  let due = dueAfter({ time: clock.now(), taken: false })?.getTime() ?? Infinity
  const next = (time: number): number => dueAfter({ time, taken: true })?.getTime() ?? Infinity
  return {
    description,
    certainFor: clock.steady ? LONGEST_TIMER : GLANCE,
    untilDue: () => due - clock.now(),
    nextAt: () => due,
    take() {
      let dueAt = due
      let missed = 0
      for (due = next(dueAt); due <= clock.now(); due = next(dueAt)) {
        dueAt = missed < COUNTED ? due : clock.now()
        missed += 1
      }
      return { dueAt, missed }
    },
  }
}
