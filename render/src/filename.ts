// The name of a worksheet's file.
import { UNPRINTABLE } from './printable.ts'

/** File systems allow 255 bytes; programs that save a download add to the name. */
const MOST_BYTES = 200

/** The name cannot leave its folder, and a name that is too long loses its end, never the subtitle. */
export function filenameOf(resourceName: string, subtitle: string): string {
  const rest = ` (${subtitle}).pdf`
  const plain = resourceName.toWellFormed().normalize('NFC')
  const safe = plain.replaceAll(UNPRINTABLE, '-').replaceAll(/[/\\]/gu, '-')
  let name = Array.from(safe).slice(0, MOST_BYTES)
  while (Buffer.byteLength(name.join('') + rest) > MOST_BYTES) name = name.slice(0, -1)
  return (name.join('') + rest).trim()
}
