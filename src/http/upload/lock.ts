// One request at a time for an upload, among all server processes that share the folder.
import { readlink, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { onDisk } from '../../disk_fault.ts'
import { beginningOf } from '../../process_identity.ts'
import { setTimeout as pause } from 'node:timers/promises'

/** Milliseconds between two looks at a lock that another holds. */
const PATIENCE = 20

/** Locks of this process: one with our id that is not among them was left by a process that died. */
const held = new Set<string>()

/** Waits until no other request holds the folder's lock; that of a process that died is void. Disposed of, it is free. */
export async function lockOf(folder: string): Promise<AsyncDisposable> {
  const path = join(folder, 'lock')
  while (!(await take(path))) await pause(PATIENCE)
  return {
    async [Symbol.asyncDispose]() {
      held.delete(path)
      await rm(path, { force: true })
    },
  }
}

/** A link is made in one step with what it says: the process that holds the lock, and when that began. */
async function take(path: string): Promise<boolean> {
  try {
    await symlink(await ourselves(), path)
    held.add(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const holder = await readlink(path).catch(() => undefined)
    if (holder !== undefined && !(await isHolding(holder, path))) await rm(path, { force: true })
    return false
  }
}

let own: string | undefined
const ourselves = async (): Promise<string> =>
  (own ??= `${process.pid} ${await onDisk('this process', () => beginningOf(process.pid))}`)

/** The pid alone would not do: another process may have it by now, and would hold the upload up for ever. */
async function isHolding(holder: string, path: string): Promise<boolean> {
  if (holder === (await ourselves())) return held.has(path)
  const [, pid, beginning] = /^(\d+) (.+)$/.exec(holder) ?? []
  return (
    pid !== undefined &&
    (await onDisk(`process ${pid}`, () => beginningOf(Number(pid)))) === beginning
  )
}
