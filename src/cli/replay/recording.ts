// Recordings: sequences of calls and what was answered, as JSON lines or as HAR.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { sequenceOfHar } from './har.ts'
import type { Identify } from './identify.ts'
import type { Sequence } from './recorded.ts'

/** JSON lines, packed or not, or HAR. Throws an Error of one sentence: it names the line that is no sequence. */
export function readRecording(path: string, identify: Identify): Sequence[] {
  const text = textIn(path)
  if (/\.har(\.gz)?$/.test(path)) return [sequenceOfHar(text, path, identify)]
  return text
    .split('\n')
    .map((line, i) => [line, i] as const)
    .filter(([line]) => line.trim() !== '')
    .map(([line, i]) => sequenceOf(line, `${path}:${i + 1}`))
}

function textIn(path: string): string {
  try {
    const bytes = readFileSync(path)
    return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  } catch (error) {
    throw new Error(`cannot read the recording ${path}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

function sequenceOf(line: string, place: string): Sequence {
  try {
    const sequence = JSON.parse(line) as Sequence
    if (Array.isArray(sequence.calls))
      return {
        ...sequence,
        calls: sequence.calls.map((call) => ({ ...call, u: (call.u as string | null) ?? '' })),
      }
  } catch (error) {
    throw new Error(`${place}: not JSON: ${(error as Error).message}`, { cause: error })
  }
  throw new Error(`${place}: a line must be a sequence, {"src": "…", "calls": […]}`)
}
