// Whether a database's file is still the one that was opened: SQLite goes on writing into one that was removed or replaced,
// and all of it would be lost.
import { statSync } from 'node:fs'
import { unavailable } from '../../errors.ts'

/** Gives a check to be made before each transaction; it throws 503. `:memory:` has no file. */
export function sameFileCheck(path: string, store: string): () => void {
  if (path === ':memory:') return () => {}
  const opened = fileAt(path)
  return () => {
    const now = fileAt(path)
    if (now !== undefined && now.ino === opened?.ino && now.dev === opened.dev) return
    throw unavailable(
      `${store} ${path}: the file was ${now === undefined ? 'removed' : 'replaced by another'} while it was in use; ` +
        'put it back, or restart the server to begin with what is there now',
    )
  }
}

const fileAt = (path: string) => statSync(path, { throwIfNoEntry: false })
