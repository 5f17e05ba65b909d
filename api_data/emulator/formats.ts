// Times and durations as JSON has them.
import { invalid } from 'discovery-emulator'

/** Microseconds since the epoch as a timestamp. */
export function timestampOf(micros: number): string {
  const seconds = new Date(Math.floor(micros / 1000)).toISOString().slice(0, -5)
  const fraction = String(((micros % 1_000_000) + 1_000_000) % 1_000_000).padStart(6, '0')
  return `${seconds}.${fraction}Z`
}

/** Microseconds as a duration: `1.500s`. */
export function durationOf(micros: number): string {
  const whole = Math.round(Math.abs(micros))
  const fraction = whole % 1_000_000
  const digits = fraction === 0 ? '' : `.${String(fraction).padStart(6, '0')}`
  return `${micros < 0 && whole > 0 ? '-' : ''}${Math.floor(whole / 1_000_000)}${digits}s`
}

export function microsOf(duration: string): number {
  const seconds = /^(-?\d+(?:\.\d{1,9})?)s$/.exec(duration)?.[1]
  if (seconds === undefined) throw invalid(`"${duration}" is no duration: "90s" is one.`)
  return Math.round(Number(seconds) * 1_000_000)
}
