// A filter as its words.

export type Token =
  | { readonly kind: 'word'; readonly text: string }
  /** In quotes: never an operator. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'sign'; readonly text: string }

export class FilterError extends Error {}

// A quoted text, a comparator or parenthesis, or a word: `labels.env`, `2026-01-01T00:00:00Z`, `*`.
const TOKEN =
  /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(!=|<=|>=|[=<>:(),])|((?:[^\s"'=<>!:(),\\]|:(?=\d\d))+))/y

/** Throws a FilterError with the place of what is no word. */
export function tokensOf(filter: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  const end = filter.trimEnd().length
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex
    const match = TOKEN.exec(filter)
    if (match === null)
      throw new FilterError(`what stands at character ${at + 1} is not understood`)
    const [, double, single, sign, word] = match
    const quoted = double ?? single
    if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.replaceAll(/\\(.)/g, '$1') })
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign })
    else tokens.push({ kind: 'word', text: word! })
  }
  return tokens
}
