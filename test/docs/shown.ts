// Whether a program printed what a page shows. Times, durations and the like may be others; ids may be, as long as one id of
// the page is one id of the program.

/** What differs from run to run. */
const VARYING: readonly (readonly [kind: string, form: RegExp])[] = [
  ['time', /\d{4}-\d\d-\d\dT[\d:.]+Z/],
  ['moment', /\b\d\d:\d\d:\d\d\.\d{3}\b/],
  ['ago', /\b\d+ (?:ms|s|min) (?=ago\b|more\b)/],
  ['duration', /(?<=durationMs=)\d+|(?<=\()[\d.]+(?=ms\))/],
  ['process', /(?<="pid":)\d+/],
  // What zlib makes of it.
  ['size', /(?<=\()\d+(?= bytes\))/],
  ['etag', /(?<="etag": ")[^"]+/],
]
const ID = /\b[0-9a-f]{16}\b/
const PARTS = new RegExp(
  [...VARYING.map(([, form]) => form), ID, /…/, /\s+/].map(({ source }) => `(${source})`).join('|'),
  'g',
)

/** What the ids of a page are in this run. */
export type Ids = Map<string, string>

/** Whether `shown` is what was printed. Learns ids. `…` is any text. */
export function fits(shown: string, printed: string, ids: Ids): boolean {
  const unknown: string[] = []
  let pattern = ''
  let end = 0
  for (const match of shown.matchAll(PARTS)) {
    pattern += RegExp.escape(shown.slice(end, match.index)) + patternOf(match, ids, unknown)
    end = match.index + match[0].length
  }
  pattern += RegExp.escape(shown.slice(end))
  const found = new RegExp(`^\\s*${pattern}\\s*$`).exec(printed)
  for (const id of unknown) if (found !== null) ids.set(id, found.groups![nameOf(id)]!)
  return found !== null
}

/** Whether all lines of `shown` were printed in their order, among others. */
export function hasLines(shown: string, printed: string, ids: Ids): boolean {
  const left = printed.split('\n').values()
  return shown.split('\n').every((line) => left.some((one) => fits(line, one, ids)))
}

function patternOf(match: RegExpExecArray, ids: Ids, unknown: string[]): string {
  const [text] = match
  const form = VARYING[match.slice(1).findIndex((part) => part !== undefined)]?.[1]
  if (form !== undefined) return `(?:${form.source})`
  if (text === '…') return '[^]*?'
  if (/^\s/.test(text)) return text.includes('\n') ? '\\s*\\n\\s*' : ' +'
  const known = ids.get(text)
  if (known !== undefined) return known
  if (unknown.includes(text)) return `\\k<${nameOf(text)}>`
  unknown.push(text)
  return `(?<${nameOf(text)}>${ID.source})`
}

const nameOf = (id: string): string => `id${id}`

/** A command of a page with the ids of this run. */
export const withIds = (text: string, ids: Ids): string =>
  text.replaceAll(new RegExp(ID, 'g'), (id) => ids.get(id) ?? id)
