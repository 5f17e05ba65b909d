// Names that people give to forks and snapshots.
import { invalid } from '../errors.ts'

/** Throws INVALID_ARGUMENT, which names the parameter `forkId` or `snapshotId`. */
export function checkName(what: 'fork' | 'snapshot', name: string): void {
  if (/^[a-z0-9][\w.-]{0,62}$/i.test(name)) return
  throw invalid(
    `The name of a ${what} has 1 to 63 letters, digits, "-", "_" or "."; ${JSON.stringify(name)} is none.`,
    `${what}Id`,
  )
}
