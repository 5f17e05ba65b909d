// A document's text with its addresses changed and every other byte as it was.
import type { RestDescription } from './document.ts'

/** `base`: where the API is reached, ending in a slash: `http://localhost:5052/cloudtasks.googleapis.com/`. */
export function withAddress(text: string, document: RestDescription, base: string): string {
  const rootPath = new URL(base).pathname
  const replaced: Readonly<Record<string, string>> = {
    rootUrl: base,
    mtlsRootUrl: base,
    baseUrl: base + document.servicePath,
    // Google leaves basePath empty in nearly all documents; where it says something, it has to be true.
    basePath: document.basePath === '' ? '' : rootPath + document.servicePath,
  }
  let result = ''
  let copied = 0
  for (const { path, start, end } of stringsOf(text)) {
    const value = /^endpoints\/\d+\/endpointUrl$/.test(path) ? base : replaced[path]
    if (value === undefined || (path.includes('/') && !path.startsWith('endpoints/'))) continue
    result += text.slice(copied, start) + JSON.stringify(value)
    copied = end
  }
  return result + text.slice(copied)
}

interface Found {
  /** Keys and indexes from the root, joined by slashes. */
  readonly path: string
  /** Of the value in the text, its quotes included. */
  readonly start: number
  readonly end: number
}

/** Nothing that is replaced lies deeper. */
const MAX_DEPTH = 3

/** The string values near the root of a JSON text, in order. */
function* stringsOf(text: string): Generator<Found> {
  const keys: (string | number)[] = []
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g
  let key: string | undefined
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match
    if (found === '{' || found === '[') {
      keys.push(found === '[' ? 0 : '')
      key = undefined
    } else if (found === '}' || found === ']') {
      keys.pop()
    } else if (found === ',') {
      const last = keys.at(-1)
      if (typeof last === 'number') keys[keys.length - 1] = last + 1
      key = undefined
    } else if (found === ':') {
      keys[keys.length - 1] = key ?? ''
    } else if (typeof keys.at(-1) === 'string' && key === undefined) {
      key = JSON.parse(found) as string
    } else if (keys.length <= MAX_DEPTH) {
      yield { path: keys.join('/'), start: match.index, end: token.lastIndex }
    }
  }
}
