// Processes as Linux shows them.
import { isAlive } from '../helpers/server_process.ts'
import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'

/** Ids of the processes that a process has started and that run. */
export async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return text.split(' ').filter(Boolean).map(Number)
}

/** A server's own and those of its workers. */
export const serverPids = async (pid: number): Promise<number[]> => [
  pid,
  ...(await childrenOf(pid)),
]

/** Of a process that runs. The hard limit stays, so that it can be lifted again. */
export function limitProcess(
  pid: number,
  resource: 'fsize' | 'nofile',
  limit: number | 'unlimited',
): void {
  try {
    execFileSync('prlimit', [`--pid=${pid}`, `--${resource}=${limit}:`], { stdio: 'pipe' })
  } catch (error) {
    // One that has ended meanwhile, and is replaced.
    if (isAlive(pid)) throw error
  }
}
