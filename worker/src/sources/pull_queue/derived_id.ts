// Ids that follow from a task's id, so that what is made for a task is made once.
import { createHash } from 'node:crypto'

const LONGEST = 500

/** `result-a` for task a; a digest where that would be too long for a task's id. */
export function derivedId(what: string, id: string): string {
  const derived = `${what}-${id}`
  if (derived.length <= LONGEST) return derived
  return `${what}-${createHash('sha256').update(id).digest('hex')}`
}
