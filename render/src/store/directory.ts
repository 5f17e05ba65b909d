// Documents in a folder, one folder for each task: ours, or that of a bucket mounted there.
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ResultStore } from './store.ts'

/** What a document is called until all of it is written. */
const PART = '.part'

/** `url` is where the folder is served. */
export const openDirectory = (root: string, url: string): ResultStore => ({
  async keep({ taskId, filename, bytes }) {
    const folder = folderOfTask(taskId)
    await writeWhole(join(root, folder), filename, bytes).catch((error: NodeJS.ErrnoException) => {
      throw diskFault(error, root)
    })
    return `${url}/${folder}/${encodeURIComponent(filename.toWellFormed())}`
  },
})

/** A folder's name for a task: its id, or a digest where the id is no plain name. */
export const folderOfTask = (taskId: string): string =>
  /^[\w-]{1,100}$/.test(taskId) ? taskId : createHash('sha256').update(taskId).digest('hex')

/** The path of a document by the segments of its address; undefined for what cannot be one. */
export function pathIn(root: string, segments: readonly string[]): string | undefined {
  const [folder, filename, ...more] = segments
  if (folder === undefined || filename === undefined || more.length > 0) return undefined
  if (folder !== folderOfTask(folder) || !isPlain(filename) || filename.endsWith(PART))
    return undefined
  return join(root, folder, filename)
}

/** Whether a name is one of a file in its folder. */
const isPlain = (name: string): boolean => !/^\.{0,2}$|[/\\]|\p{Cc}/u.test(name)

/** Under its name only when it is on the disk, so that nobody reads a half. */
async function writeWhole(folder: string, filename: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true })
  const part = join(folder, `${randomUUID()}${PART}`)
  try {
    await using file = await open(part, 'wx')
    await file.writeFile(bytes)
    await file.sync()
    await rename(part, join(folder, filename))
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    throw error
  }
}

/** What else the disk may say has words of its own. */
const full: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of its disk is used up',
}

function diskFault(error: NodeJS.ErrnoException, root: string): Error {
  const why = full[error.code ?? '']
  if (why === undefined) return error
  return new Error(
    `The document cannot be kept in RESULT_STORE (${root}): ${why}; free some space (${error.code}).`,
    { cause: error },
  )
}
