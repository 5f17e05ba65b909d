// Names of files from names of people.
import { createHash } from 'node:crypto'
import { parse } from 'node:path'

const MOST_BYTES = 200

/** One segment of a path, visible, of at most 200 bytes in UTF-8; the same name where it is safe already. */
export function safeFilename(name: string): string {
  const plain = name
    .toWellFormed()
    .replaceAll(/[/\\]/g, '_')
    .replaceAll(/\p{Cc}/gu, '')
    .replace(/^[.\s]+/, '')
    .trimEnd()
  const { name: stem, ext } = parse(plain)
  return cutTo(MOST_BYTES - Buffer.byteLength(ext), stem) + ext || 'document.pdf'
}

/** A folder's name for a task: its id, or a digest where the id is no plain name. */
export const folderOfTask = (taskId: string): string =>
  /^[\w-]{1,100}$/.test(taskId) ? taskId : createHash('sha256').update(taskId).digest('hex')

function cutTo(bytes: number, text: string): string {
  const characters = Array.from(text)
  let used = 0
  const kept = characters.findIndex((each) => (used += Buffer.byteLength(each)) > bytes)
  return kept < 0 ? text : characters.slice(0, kept).join('').trimEnd()
}
