// Units of time in microseconds, and a time as Cloud Tasks' headers and names have it.

export const SECOND = 1_000_000
export const HOUR = 3600 * SECOND
export const DAY = 24 * HOUR

/** `2099-12-31T16:00:00-08:00`: the real service tells times in those of California. */
export function pacificText(micros: number): string {
  const date = new Date(micros / 1000)
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-US', {
      timeZone: 'America/Los_Angeles',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'longOffset',
    })
      .formatToParts(date)
      .map(({ type, value }) => [type, value]),
  )
  const { year, month, day, hour, minute, second, timeZoneName = '' } = parts
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${timeZoneName.replace('GMT', '')}`
}
