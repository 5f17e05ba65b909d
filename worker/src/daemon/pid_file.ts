// A daemon's pid file: `NAME_N.pid` with the pid on its first line, as the original had it, and its beginning below.
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DaemonError } from './daemon_error.ts'
import { makeFolder } from './make_folder.ts'
import { beginningOf } from './process_identity.ts'

export type Holder =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'running'; readonly pid: number }
  /** `reused`: the pid is another process's by now. */
  | { readonly kind: 'stale'; readonly pid: number | undefined; readonly reused: boolean }

export const pidFile = (folder: string, name: string, number: number): string =>
  join(folder, `${name}_${number}.pid`)

export async function holderOf(path: string): Promise<Holder> {
  const text = await readText(path)
  return text === undefined ? { kind: 'nobody' } : holderIn(text)
}

async function holderIn(text: string): Promise<Holder> {
  const [first = '', said = ''] = text.split('\n')
  const pid = /^\d{1,10}$/.test(first.trim()) ? Number(first) : 0
  if (pid === 0) return { kind: 'stale', pid: undefined, reused: false }
  const beginning = await beginningOf(pid)
  if (beginning !== undefined && beginning === said) return { kind: 'running', pid }
  return { kind: 'stale', pid, reused: beginning !== undefined }
}

/** Writes the file for this process; tells who has it if somebody does. Two who try at once do not both get it. */
export async function claim(path: string): Promise<'claimed' | { readonly pid: number }> {
  const own = `${path}.${process.pid}`
  await write(own, `${process.pid}\n${(await beginningOf(process.pid)) ?? ''}\n`)
  try {
    for (;;) {
      if (await linked(own, path)) return 'claimed'
      const text = await readText(path)
      if (text === undefined) continue
      const holder = await holderIn(text)
      if (holder.kind === 'running') return holder
      await discard(path, text)
    }
  } finally {
    await rm(own, { force: true })
  }
}

/** Removes the file if it is still as it was read. */
export async function discard(path: string, text: string): Promise<void> {
  const aside = `${path}.${process.pid}.stale`
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  )
  // Somebody else put his own there meanwhile: it goes back, unless a third was quicker.
  if (moved && (await readText(aside)) !== text) await linked(aside, path)
  await rm(aside, { force: true })
}

/** Removes the file of this process. */
export async function unclaim(path: string): Promise<void> {
  const text = await readText(path)
  if (text?.startsWith(`${process.pid}\n`)) await discard(path, text)
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unusable(path, error)
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function write(path: string, text: string): Promise<void> {
  try {
    makeFolder(dirname(path))
    await writeFile(path, text)
  } catch (error) {
    throw unusable(path, error)
  }
}

const unusable = (path: string, error: unknown): DaemonError =>
  new DaemonError(
    `PID_DIRECTORY is ${dirname(path)}, which cannot be used: ${(error as Error).message}`,
  )
