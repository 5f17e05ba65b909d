// Times and durations as Google's JSON writes them, in microseconds.

export const SECOND = 1_000_000
export const HOUR = 3600 * SECOND
export const DAY = 24 * HOUR

/** `2026-09-16T10:00:00.250Z`, with 0, 3 or 6 digits of a second. */
export function timeText(micros: number): string {
  const date = new Date(Math.floor(micros / SECOND) * 1000).toISOString().slice(0, 19)
  return `${date}${fraction(micros)}Z`
}

/** `0.100s` */
export const durationText = (micros: number): string =>
  `${Math.floor(micros / SECOND)}${fraction(micros)}s`

function fraction(micros: number): string {
  const digits = String(micros % SECOND).padStart(6, '0')
  if (digits === '000000') return ''
  return `.${digits.endsWith('000') ? digits.slice(0, 3) : digits}`
}

/** The server has checked the form. */
export const durationMicros = (text: string): number => Math.round(Number.parseFloat(text) * SECOND)

/** The server has checked the form; what is finer than a microsecond is left out. */
export function timeMicros(text: string): number {
  const [, digits = ''] = /\.(\d+)/.exec(text) ?? []
  const whole = Date.parse(text.replace(/\.\d+/, '')) * 1000
  return whole + Number(digits.slice(0, 6).padEnd(6, '0'))
}

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
