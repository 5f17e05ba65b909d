// A duration that a client sent.
import { durationMicros, invalid } from 'discovery-emulator'

/** In microseconds. Throws INVALID_ARGUMENT for a text that is none. */
export function microsOf(duration: string): number {
  const micros = durationMicros(duration)
  if (Number.isNaN(micros)) throw invalid(`"${duration}" is no duration: "90s" is one.`)
  return micros
}
