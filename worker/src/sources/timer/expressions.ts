// Cron expressions and times of day, as settings write them.
import { Cron } from 'croner'

/**
 * CRON_EXPRESSIONS one by one. They are separated by commas, and have commas of their own (`0 9,17 * * *`): a comma
 * separates where both sides are whole expressions. Throws an Error where that can be read in two ways, or in none.
 */
export function splitExpressions(text: string): readonly string[] {
  return text
    .split(/[;\n]/)
    .filter((part) => part.trim() !== '')
    .flatMap((part) => splitAtCommas(part))
}

function splitAtCommas(text: string): readonly string[] {
  const [reading, ...others] = readings(text.split(','))
  if (reading === undefined)
    throw new Error(`"${text.trim()}" has not five to seven fields an expression`)
  if (others.length > 0)
    throw new Error(`"${text.trim()}" can be read in several ways; separate expressions by ;`)
  return reading
}

/** Each way to join the pieces again so that all are expressions. */
function readings(pieces: readonly string[]): string[][] {
  if (pieces.length === 0) return [[]]
  return pieces.flatMap((_, index) => {
    const first = pieces
      .slice(0, index + 1)
      .join(',')
      .trim()
    if (!isWhole(first)) return []
    return readings(pieces.slice(index + 1)).map((rest) => [first, ...rest])
  })
}

const isWhole = (text: string): boolean =>
  /^@\w+$/.test(text) ||
  (/^\S+( +\S+){4,6}$/.test(text.replaceAll('\t', ' ')) && !/,( |$)| ,/.test(text))

/**
 * Throws croner's error for what is no expression; '' is the time zone of this machine. Hours and minutes that are listed
 * are fixed times as single ones are: where the clock is set forward or back, each comes once.
 */
export const cronOf = (expression: string, timeZone: string): Cron =>
  new Cron(expression, {
    paused: true,
    fixedTimeRule: 'no-wildcard',
    ...(timeZone !== '' && { timezone: timeZone }),
  })

/** `8:05` or `08:05:30`, every day. */
export function expressionAt(time: string): string {
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number)
  return `${second} ${minute} ${hour} * * *`
}
