// What SQLite says went wrong, as the 503 a client sees and a sentence about what to do.
import { unavailable } from '../../errors.ts'

/** Primary result codes of SQLite; the extended ones carry them in their low byte. */
export const resultCode = {
  busy: 5,
  locked: 6,
  readonly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const

/** SQLite's primary result code, or undefined if the error is not SQLite's. */
export function resultCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}

const adviceOf: Readonly<Record<number, string>> = {
  [resultCode.busy]: 'another process holds it locked for too long; close that process',
  [resultCode.locked]: 'another connection holds it locked; close it',
  [resultCode.readonly]:
    'it may not be written; give this user write permission to it and its folder',
  [resultCode.ioError]:
    'the disk does not read or write it; see whether the disk is there and healthy',
  [resultCode.corrupt]: 'its content is damaged; restore a copy or move it away',
  [resultCode.full]: 'the disk is full; free some space',
  [resultCode.cannotOpen]: 'it cannot be opened; see that its folder exists and is writable',
  [resultCode.notADatabase]: 'it is no SQLite database; name another file or move it away',
}

/** One sentence: which file (`task store data/tasks.sqlite`), what is wrong with it, what to do. */
export function sentenceOf(error: unknown, file: string): string {
  const advice = adviceOf[resultCodeOf(error) ?? 0]
  const words = error instanceof Error ? error.message : String(error)
  return `${file}: ${advice ?? 'SQLite failed'} (${words})`
}

/** SQLite's faults become 503; anything else is a bug of ours and stays what it is. */
export function faultOf(error: unknown, file: string): unknown {
  if (resultCodeOf(error) === undefined) return error
  return unavailable(sentenceOf(error, file), error)
}
