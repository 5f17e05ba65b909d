// Output of several processes as whole lines, so that those of one do not break those of another.
import type { Readable } from 'node:stream'

/** Calls `onLines` with one line or more, each with its end; the last one gets its end if it has none. */
export function onWholeLines(stream: Readable, onLines: (lines: string) => void): void {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    const all = rest + text
    const end = all.lastIndexOf('\n') + 1
    rest = all.slice(end)
    if (end > 0) onLines(all.slice(0, end))
  })
  stream.on('end', () => {
    if (rest !== '') onLines(`${rest}\n`)
    rest = ''
  })
}
