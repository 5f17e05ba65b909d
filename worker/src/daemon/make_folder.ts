// Makes a folder, and those above it.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/** Not by `recursive`, with which Node goes round for ever where the kernel makes no folders, as in /proc. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || dirname(path) === path) throw error
    makeFolder(dirname(path))
    mkdirSync(path)
  }
}
