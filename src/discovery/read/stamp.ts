// What tells that a file has not changed without reading it.
import { statSync } from 'node:fs'

/** A change within the tick of a file system's clock leaves its times as they were; ticks are milliseconds long. */
const SETTLED_MS = 2000

/**
 * Which file this is, and when it was last written to or replaced. Its times of change (ctime) are the kernel's, so that a
 * checkout or a copy with the old times is another stamp. Undefined for a file that is not there, or that has just changed.
 */
export function stampOf(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  if (stats === undefined || Date.now() - Number(stats.ctimeMs) < SETTLED_MS) return undefined
  const { dev, ino, size, mtimeNs, ctimeNs } = stats
  return [dev, ino, size, mtimeNs, ctimeNs].join('.')
}
