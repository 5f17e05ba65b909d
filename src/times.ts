// Times and durations as JSON has them in Google's messages, in microseconds: 0, 3 or 6 digits of a second, whatever suffices.
// Source: https://protobuf.dev/programming-guides/json/
import type { Micros } from './clock.ts'

const SECOND: Micros = 1_000_000

/** Microseconds since the epoch as RFC 3339 in UTC: `2026-09-16T10:00:00.250Z`. */
export function timeText(micros: Micros): string {
  const seconds = Math.floor(micros / SECOND)
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction(micros - seconds * SECOND)}Z`
}

/** Microseconds since the epoch of a time in RFC 3339; what is finer is left out. NaN for a text that is none. */
export function timeMicros(text: string): Micros {
  const [, digits = ''] = /\.(\d+)/.exec(text) ?? []
  const whole = Date.parse(text.replace(/\.\d+/, '')) * 1000
  return whole + Number(digits.slice(0, 6).padEnd(6, '0'))
}

/** Microseconds as a duration: `0.100s`, `-90s`. */
export function durationText(micros: Micros): string {
  const whole = Math.round(Math.abs(micros))
  const sign = micros < 0 && whole > 0 ? '-' : ''
  return `${sign}${Math.floor(whole / SECOND)}${fraction(whole % SECOND)}s`
}

/** Microseconds of a duration. NaN for a text that is none. */
export const durationMicros = (text: string): Micros =>
  /^-?\d+(\.\d{1,9})?s$/.test(text) ? Math.round(Number.parseFloat(text) * SECOND) : Number.NaN

function fraction(micros: Micros): string {
  const digits = String(micros).padStart(6, '0')
  if (digits === '000000') return ''
  return `.${digits.endsWith('000') ? digits.slice(0, 3) : digits}`
}
