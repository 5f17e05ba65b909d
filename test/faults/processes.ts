// Processes as Linux shows them.
import { readFile } from 'node:fs/promises'

/** Ids of the processes that a process has started and that run. */
export async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return text.split(' ').filter(Boolean).map(Number)
}
