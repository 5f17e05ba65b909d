// Recordings: sequences of calls and what was answered, as JSON lines or as HAR.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

export interface RecordedCall {
  /** `redis:v1` */
  readonly api: string
  readonly id: string
  readonly class?: string
  readonly m: string
  /** '' where it was not recorded. */
  readonly u: string
  readonly b: unknown
  /** There was a body, which is not here. */
  readonly bodyNotRecorded?: boolean
  /** A body that is no JSON; bytes as `base64:…`. */
  readonly bt?: string
  readonly s: number
  readonly r: unknown
  readonly rt?: string
  /** Headers of the answer. */
  readonly rh?: Readonly<Record<string, string>>
  /** Headers of the request. */
  readonly h?: Readonly<Record<string, string>>
}

export interface Sequence {
  readonly src: string
  /** Every call that was made is here. */
  readonly complete?: boolean
  readonly calls: readonly RecordedCall[]
}

/** Throws an Error naming the line that is no sequence. */
export function readRecording(path: string): Sequence[] {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .split('\n')
    .map((line, i) => [line, i] as const)
    .filter(([line]) => line.trim() !== '')
    .map(([line, i]) => sequenceOf(line, `${path}:${i + 1}`))
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
