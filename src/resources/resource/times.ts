// A time as the field that holds it has it.
import type { Micros } from '../../clock.ts'
import type { Schema } from '../../discovery/document.ts'
import { timeText } from '../../times.ts'

/** Milliseconds in digits where the field is a number, else RFC 3339. */
export function timeAs({ format, type }: Schema, now: Micros): string {
  if (format === 'int64' || format === 'uint64' || type === 'integer')
    return String(Math.floor(now / 1000))
  return timeText(now)
}
