// One request at a time for an upload, among all server processes that share the folder.
import { readlink, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Milliseconds between two looks at a lock that another holds. */
const PATIENCE = 20

/** Locks of this process: one with our id that is not among them was left by a process that died. */
const held = new Set<string>()

/** Runs `work` when nobody else holds the folder's lock; that of a process that died holds nobody up. */
export async function locked<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const path = join(folder, 'lock')
  while (!(await take(path))) await pause(PATIENCE)
  try {
    return await work()
  } finally {
    held.delete(path)
    await rm(path, { force: true })
  }
}

/** A link is made in one step with what it says: the process that holds the lock. */
async function take(path: string): Promise<boolean> {
  try {
    await symlink(`${process.pid}`, path)
    held.add(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const holder = await readlink(path).catch(() => undefined)
    if (holder !== undefined && !isHolding(Number(holder), path)) await rm(path, { force: true })
    return false
  }
}

function isHolding(pid: number, path: string): boolean {
  if (pid === process.pid) return held.has(path)
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
