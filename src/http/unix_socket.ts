// The file of a Unix socket: one that a server left which was killed is in the way of the next.
import { lstat, unlink } from 'node:fs/promises'
import { connect } from 'node:net'

/** Removes it where nothing listens at it. Throws an Error where the path is something else. */
export async function removeStaleSocket(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined)
  if (found === undefined) return
  if (!found.isSocket())
    throw new Error(`unix:${path} is a file that is no socket; remove it, or name another.`)
  if (!(await isListenedAt(path))) await unlink(path)
}

function isListenedAt(path: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect(path)
  socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  return promise.finally(() => socket.destroy())
}
