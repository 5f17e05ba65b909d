// The name of a worksheet's file.

/** File systems allow 255 bytes; programs that save a download add to the name. */
const MOST_BYTES = 200

/** The name cannot leave its folder, and a name that is too long loses its end, never the subtitle. */
export function filenameOf(resourceName: string, subtitle: string): string {
  const rest = ` (${subtitle}).pdf`
  // oxlint-disable-next-line no-control-regex -- control characters are what must go
  const safe = resourceName.normalize('NFC').replaceAll(/[/\\\u0000-\u001f\u007f]/gu, '-')
  let name = Array.from(safe).slice(0, MOST_BYTES)
  while (Buffer.byteLength(name.join('') + rest) > MOST_BYTES) name = name.slice(0, -1)
  return (name.join('') + rest).trim()
}
