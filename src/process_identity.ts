// Which process a pid means: the kernel gives a pid again to another when the first has ended.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** When the process of this pid began, in this machine's own words; undefined if none runs. With the pid it names one process. Throws if it cannot be found out. */
export async function beginningOf(pid: number): Promise<string | undefined> {
  return existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid)
}

async function fromProc(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(ifGone)
  // The second field is the program's name in parentheses, in which anything may stand (man 5 proc).
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ')
  const [state, ticks] = [fields?.[0], fields?.[19]]
  return state === 'Z' || state === 'X' ? undefined : ticks
}

/** It ended before the file was opened, or before it was read. Another error says nothing of it. */
function ifGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error
}

async function fromPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)])
    return stdout.trim().replaceAll(/\s+/g, ' ') || undefined
  } catch {
    return undefined
  }
}
