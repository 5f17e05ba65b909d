// JSON as protobuf's reader takes it: strings in either quotes, keys without any, a comma after the last; and its words
// for what it does not take. Source: protobuf, src/google/protobuf/util/internal/json_stream_parser.cc.

/** A text is not even lenient JSON; the message names the problem and shows the place. */
export class NotJson extends Error {}

interface Source {
  readonly text: string
  at: number
}

/** Slow, and needed for few texts: to be asked once JSON.parse has refused. Throws NotJson. */
export function parseLeniently(text: string): unknown {
  const source = { text, at: 0 }
  const value = readValue(source, 0)
  if (peek(source) !== '') throw notJson(source, 'Parsing terminated before end of input.')
  return value
}

/** protobuf's own limit for objects; lists could be deeper there. */
const MAX_DEPTH = 100

function readValue(source: Source, depth: number): unknown {
  const next = peek(source)
  if (depth > MAX_DEPTH) throw notJson(source, 'Message too deep.')
  if (next === '{') return readObject(source, depth)
  if (next === '[') return readList(source, depth)
  if (next === '"' || next === "'") return readString(source)
  if (/[-\d]/.test(next)) return readNumber(source)
  for (const [keyword, value] of keywords) if (take(source, keyword)) return value
  if (/[\w$}\]:,]/.test(next)) throw notJson(source, 'Unexpected token.')
  throw expected(source, 'Expected a value.')
}

const keywords: readonly [RegExp, unknown][] = [
  [/true/y, true],
  [/false/y, false],
  [/null/y, null],
]

function readObject(source: Source, depth: number): unknown {
  const fields: [string, unknown][] = []
  source.at += 1
  while (peek(source) !== '}') {
    const key = readKey(source)
    if (peek(source) !== ':') throw expected(source, 'Expected : between key:value pair.')
    source.at += 1
    fields.push([key, readValue(source, depth + 1)])
    readComma(source, '}', 'Expected , or } after key:value pair.')
  }
  source.at += 1
  return Object.fromEntries(fields) // a key may be __proto__
}

function readKey(source: Source): string {
  const next = peek(source)
  if (next === '"' || next === "'") return readString(source)
  const key = take(source, /[A-Za-z_$][\w$]*/y)
  if (key === undefined || ['true', 'false', 'null'].includes(key))
    throw expected(source, 'Expected an object key or }.')
  return key
}

function readList(source: Source, depth: number): unknown[] {
  const items: unknown[] = []
  source.at += 1
  for (let next = peek(source); next !== ']'; next = peek(source)) {
    if (next === '') throw expected(source, 'Expected a value or ] within an array.')
    items.push(readValue(source, depth + 1))
    readComma(source, ']', 'Expected , or ] after array value.')
  }
  source.at += 1
  return items
}

/** Between two entries, or after the last. */
function readComma(source: Source, end: string, problem: string): void {
  const next = peek(source)
  if (next === ',') source.at += 1
  else if (next !== end) throw expected(source, problem)
}

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

function readString(source: Source): string {
  const { text } = source
  const quote = text[source.at]!
  const parts: string[] = []
  const plain = quote === '"' ? /[^"\\]*/y : /[^'\\]*/y
  source.at += 1
  for (;;) {
    parts.push(take(source, plain)!)
    if (text[source.at] === quote) break
    const escaped = text[source.at + 1]
    if (escaped === undefined) {
      source.at = text.length
      throw notJson(source, 'Closing quote expected in string.')
    }
    if (escaped === 'u') parts.push(readCodeUnit(source))
    else {
      parts.push(escapes[escaped] ?? escaped)
      source.at += 2
    }
  }
  source.at += 1
  return parts.join('')
}

function readCodeUnit(source: Source): string {
  const digits = source.text.slice(source.at + 2, source.at + 6)
  if (digits.length < 4) throw notJson(source, 'Illegal hex string.')
  if (!/^[\da-f]{4}$/i.test(digits)) throw notJson(source, 'Invalid escape sequence.')
  source.at += 6
  return String.fromCharCode(Number.parseInt(digits, 16))
}

function readNumber(source: Source): number {
  const start = source.at
  const refuse = (problem: string) => notJson({ ...source, at: start }, problem)
  const digits = take(source, /[-+.\dEex]+/y)!
  if (/^-?0[\dx+-]/.test(digits) && !/[.eE]/.test(digits))
    throw refuse('Octal/hex numbers are not valid JSON values.')
  if (!/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(digits)) throw refuse('Unable to parse number.')
  const value = Number(digits)
  if (!Number.isFinite(value)) throw refuse('Number exceeds the range of double.')
  return value
}

/** The next character that is no space, '' at the end; `source` stands at it. */
function peek(source: Source): string {
  take(source, /[\t-\r ]*/y)
  return source.text[source.at] ?? ''
}

/** What `pattern`, a sticky one, matches here. */
function take(source: Source, pattern: RegExp): string | undefined {
  pattern.lastIndex = source.at
  const found = pattern.exec(source.text)?.[0]
  if (found !== undefined) source.at += found.length
  return found
}

const expected = (source: Source, problem: string): NotJson =>
  notJson(source, peek(source) === '' ? `Unexpected end of string. ${problem}` : problem)

function notJson({ text, at }: Source, problem: string): NotJson {
  const start = Math.max(0, at - 20)
  return new NotJson(`${problem}\n${text.slice(start, at + 20)}\n${' '.repeat(at - start)}^`)
}
