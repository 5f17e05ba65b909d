// What is wrong with the settings of a timer, each a sentence.
import type { Settings } from '../../config/settings.ts'
import { cronOf, splitExpressions } from './expressions.ts'
import { UNIT_MS, type TimerSettings } from './schedules.ts'

/** Days between runs at a time of day, at most. */
const MOST_DAYS = 366
/** Milliseconds between runs, at least. */
const SHORTEST = 10

type ClockSettings = TimerSettings & Pick<Settings, 'cronJitterSeconds'>

export function timerProblems(settings: ClockSettings): string[] {
  const { cronExpressions, cronTz } = settings
  const zone = isTimeZone(cronTz)
    ? []
    : [`CRON_TZ is "${cronTz}", but must be a time zone such as Europe/Berlin`]
  // CRON_EXPRESSIONS go before the rest, as in the original.
  const rest =
    cronExpressions !== ''
      ? expressionProblems(cronExpressions, zone.length > 0 ? '' : cronTz)
      : intervalProblems(settings)
  return [...zone, ...rest]
}

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', name === '' ? {} : { timeZone: name }) !== undefined
  } catch {
    return false
  }
}

function expressionProblems(text: string, timeZone: string): string[] {
  try {
    const expressions = splitExpressions(text)
    if (expressions.length === 0) return ['CRON_EXPRESSIONS has no expression in it']
    return expressions.flatMap((expression) => expressionProblem(expression, timeZone))
  } catch (error) {
    return [`CRON_EXPRESSIONS: ${(error as Error).message}`]
  }
}

function expressionProblem(expression: string, timeZone: string): string[] {
  try {
    if (cronOf(expression, timeZone).nextRun() !== null) return []
    return [`CRON_EXPRESSIONS: "${expression}" never comes`]
  } catch (error) {
    const { message } = error as Error
    return [`CRON_EXPRESSIONS: "${expression}": ${message.replace(/^CronPattern: /, '')}`]
  }
}

function intervalProblems(settings: ClockSettings): string[] {
  const { cronRunAt, cronTimeAmount, cronTimeUnit, cronJitterSeconds } = settings
  const problems: string[] = []
  if (cronTimeAmount === undefined && cronRunAt.length === 0)
    problems.push(
      'EXECUTION_TYPE=CRON needs CRON_EXPRESSIONS, or CRON_TIME_AMOUNT and CRON_TIME_UNIT',
    )
  if (cronTimeAmount !== undefined && cronTimeUnit === undefined)
    problems.push('CRON_TIME_AMOUNT needs CRON_TIME_UNIT')
  if (cronTimeUnit !== undefined && (cronTimeAmount ?? 1) * UNIT_MS[cronTimeUnit] < SHORTEST)
    problems.push(
      `CRON_TIME_AMOUNT=${cronTimeAmount} ${cronTimeUnit} is less than ${SHORTEST} ms, which no timer keeps`,
    )
  const interval = cronTimeUnit && (cronTimeAmount ?? 1) * UNIT_MS[cronTimeUnit]
  if (interval !== undefined && cronJitterSeconds * 1000 >= interval)
    problems.push(
      `CRON_JITTER_SECONDS is ${cronJitterSeconds}, but must be less than the time between runs`,
    )
  if (cronRunAt.length === 0) return problems
  if (cronTimeUnit !== 'DAYS')
    problems.push(`CRON_RUN_AT needs CRON_TIME_UNIT=DAYS, not ${cronTimeUnit ?? 'none'}`)
  const days = cronTimeAmount ?? 1
  if (!Number.isInteger(days) || days > MOST_DAYS)
    problems.push(
      `CRON_RUN_AT needs a whole CRON_TIME_AMOUNT of days from 1 to ${MOST_DAYS}, not ${days}`,
    )
  return problems
}
