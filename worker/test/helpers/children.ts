// The processes that a process has started, as the kernel says.
import { readFile } from 'node:fs/promises'
import { until } from './until.ts'

export const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

export async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  return text.split(' ').filter(Boolean).map(Number)
}

/** When there are so many. */
export const children = (pid: number, count: number): Promise<number[]> =>
  until(`${count} children`, async () => {
    const pids = await childrenOf(pid)
    return pids.length === count && pids
  })
