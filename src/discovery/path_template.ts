// A method's path as something to match raw, undecoded request paths with.
import { compilePattern, type Pattern } from './schema/pattern.ts'

export interface PathVariable {
  readonly name: string
  /** `{+name}`: its value may span segments, so `%2F` in it stays encoded. */
  readonly reserved: boolean
}

export interface PathTemplate {
  /** The segments of the path, with the slashes between them, as `segmentOf` reads them. */
  readonly shape: string
  /** The custom verb after the last colon, '' if there is none. */
  readonly verb: string
  readonly variables: readonly PathVariable[]
  /** The raw value of each variable, or undefined if the path is not this method's. */
  match(path: string): string[] | undefined
}

type Piece = { readonly text: string } | { readonly variable: PathVariable }

/** The variables of a template, in order. Throws if its braces do not pair. */
export function variablesOf(template: string): PathVariable[] {
  return piecesOf(template).flatMap((piece) => ('variable' in piece ? [piece.variable] : []))
}

/** `patternOf` gives the `pattern` of a path parameter, which takes part in matching `{+name}`. */
export function parsePathTemplate(
  template: string,
  patternOf: (name: string) => string | undefined,
): PathTemplate {
  const { pieces, verb } = splitVerb(piecesOf(template))
  const shapes: string[] = []
  const checks: (Pattern | undefined)[] = []
  for (const piece of pieces) {
    if ('text' in piece) {
      shapes.push(piece.text)
      continue
    }
    const { name, reserved } = piece.variable
    const pattern = reserved ? patternOf(name) : undefined
    const shape = reserved ? shapeOf(pattern) : ONE
    shapes.push(shape ?? REST)
    checks.push(shape === undefined && pattern !== undefined ? compilePattern(pattern) : undefined)
  }
  // Made on first use: most methods of a large document are never called.
  let regexp: RegExp | undefined
  const regexpOf = (): RegExp => {
    const sources = pieces.map((piece, i) =>
      'text' in piece ? RegExp.escape(piece.text) : `(${sourceOf(shapes[i]!)})`,
    )
    const suffix = verb === '' ? '' : RegExp.escape(`:${verb}`)
    return new RegExp(`^${sources.join('')}${suffix}$`)
  }
  return {
    shape: shapes.join(''),
    verb,
    variables: pieces.flatMap((piece) => ('variable' in piece ? [piece.variable] : [])),
    match(path) {
      regexp ??= regexpOf()
      const values = regexp.exec(path)?.slice(1)
      return values?.every((value, i) => checks[i]?.matches(value) ?? true) ? values : undefined
    },
  }
}

// Stand-ins for "any segment" and "any segments" in a shape; neither can stand in a URL path.
const ONE = '\u0001'
const REST = '\u0002'

function piecesOf(template: string): Piece[] {
  const parts = template.split(/(\{[^{}]*\})/).filter((part) => part !== '')
  return parts.map((part) => {
    const variable = /^\{(\+?)([^{}+]+)\}$/.exec(part)
    if (variable) return { variable: { name: variable[2]!, reserved: variable[1] === '+' } }
    if (/[{}]/.test(part)) throw new Error(`"${part}" is not a variable of the form {x} or {+x}`)
    return { text: part }
  })
}

/** Cuts `:verb` off the last literal piece: it is matched apart from the segments. */
function splitVerb(pieces: readonly Piece[]): { pieces: readonly Piece[]; verb: string } {
  const last = pieces.at(-1)
  if (last === undefined || !('text' in last)) return { pieces, verb: '' }
  const verb = /:([^/:]+)$/.exec(last.text)?.[1]
  if (verb === undefined) return { pieces, verb: '' }
  const text = last.text.slice(0, -verb.length - 1)
  return { pieces: [...pieces.slice(0, -1), ...(text === '' ? [] : [{ text }])], verb }
}

/** The segments a `{+name}` pattern allows; undefined for a pattern that only a regular expression engine can judge. */
function shapeOf(pattern: string | undefined): string | undefined {
  if (pattern === undefined) return REST
  const segments = pattern
    .replace(/^\^/, '')
    .replace(/\$$/, '')
    .replaceAll('[^/]+', ONE)
    .split('/')
    .map((segment) => {
      if (segment === ONE) return ONE
      if (segment === '.*') return REST
      return /^[\w.~-]+$/.test(segment) ? segment : undefined
    })
  return segments.includes(undefined) ? undefined : segments.join('/')
}

const sourceOf = (shape: string): string =>
  RegExp.escape(shape).replaceAll(RegExp.escape(ONE), '[^/]+').replaceAll(RegExp.escape(REST), '.*')

/** One segment of a shape: fixed text, any one segment, or any number of segments. */
export function segmentOf(text: string): { readonly literal: string } | 'one' | 'rest' {
  if (text.includes(REST)) return 'rest'
  return text.includes(ONE) ? 'one' : { literal: text }
}
