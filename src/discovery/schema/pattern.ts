// The `pattern` of a parameter or property. Google's patterns are RE2 and hold for the whole value; RE2 also matches in
// linear time, so a document cannot hang the server (JavaScript's engine takes seconds on some real ones).
import { RE2JS } from 're2js'

export interface Pattern {
  matches(value: string): boolean
}

/** Ten microseconds a character are no trouble in a URL, but a form may have millions of characters. */
const LONGEST_VALUE = 2 ** 14

/** Throws if `source` is not a regular expression. */
export function compilePattern(source: string): Pattern {
  let compiled: RE2JS | undefined // compiling costs half a millisecond, and most patterns are never used
  return {
    matches: (value) =>
      value.length <= LONGEST_VALUE && (compiled ??= RE2JS.compile(source)).matches(value),
  }
}

/** What JavaScript takes and RE2 may not: groups with a flag, escapes other than these, counts of a thousand. */
const RE2_MAY_DIFFER = /\(\?(?!:)|\\[^dDwWsS.\\/-]|\{\d*,?\d{4}/

/** Why `source` cannot be used as a pattern, or undefined if it can. */
export function patternProblem(source: string): string | undefined {
  try {
    void new RegExp(source) // nearly all are valid here, ten times as fast as asking RE2
    if (!RE2_MAY_DIFFER.test(source)) return undefined
  } catch {
    // RE2 has syntax of its own, such as (?i)
  }
  try {
    RE2JS.compile(source)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
