// What the disk says when it takes or gives no more, as the 503 a client sees: it may try again when there is room.
import { closeSync, openSync } from 'node:fs'
import { unavailable } from './errors.ts'

const adviceOf: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space',
  EDQUOT: 'the quota of this user is used up; free some space',
  EROFS: 'the disk may only be read; name another folder with --upload-dir',
  EACCES: 'this user may not write there; name another folder with --upload-dir',
  EMFILE: 'this process has too many files open; raise its limit (ulimit -n)',
  ENFILE: 'this machine has too many files open; raise its limit',
  EIO: 'the disk does not write; see whether it is there and healthy',
  EFBIG: 'the file is larger than this process may write; raise its limit (ulimit -f)',
}

/** Does `work`; `what` is what people call that which fails with it. Throws 503 where the disk is at fault. */
export async function onDisk<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const advice = adviceOf[code]
    if (advice === undefined) throw error
    throw unavailable(`${what}: ${advice} (${code}).`, error)
  }
}

/**
 * Asked before code is loaded or a file is read for good, whose errors do not tell that no file can be opened now: `path` is one
 * that is there. Throws 503 where that is so; `what` is what people call that which cannot be had.
 */
export function checkOpens(what: string, path: string): void {
  try {
    closeSync(openSync(path, 'r'))
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'EMFILE' || code === 'ENFILE')
      throw unavailable(`${what}: ${adviceOf[code]} (${code}).`, error)
  }
}
