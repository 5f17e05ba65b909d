// A short text that a regular expression matches, for examples: `UA-\d+` → `UA-1`.

const MOST_REPEATED = 100
const LONGEST_SOURCE = 500

/**
 * `segment` gives the text for `[^/]+` and `.*`, from the literal text before them. Covers what documents use; the result
 * has to be matched against the pattern, as it may miss for lookarounds, nested classes and the like.
 */
export function patternSample(
  source: string,
  segment: (before: string) => string,
): string | undefined {
  if (source.length > LONGEST_SOURCE) return undefined
  const sample = new Sampler(source, segment)
  try {
    return sample.alternatives('')
  } catch {
    return undefined // it is not for us to say what is wrong with a pattern
  }
}

/** A cursor over the pattern; each method reads one construct and answers a text that it matches. */
class Sampler {
  private at = 0
  private readonly source: string
  private readonly segment: (before: string) => string

  constructor(source: string, segment: (before: string) => string) {
    this.source = source
    this.segment = segment
  }

  /** The first of `a|b|c`; `before` is the text that stands in front. */
  alternatives(before: string): string {
    const first = this.sequence(before)
    while (this.take('|')) this.sequence(before)
    return first
  }

  private sequence(before: string): string {
    let text = ''
    while (this.at < this.source.length && !/[|)]/.test(this.source[this.at]!)) {
      const whole = this.takeMatch(/\[\^\/\]\+|\.[*+]/y)
      if (whole !== undefined) text += this.segment(before + text)
      else {
        const atom = this.atom(before + text)
        text += atom.repeat(this.least())
      }
    }
    return text
  }

  private atom(before: string): string {
    if (this.takeMatch(/\((?:\?(?:P?<\w+>|[a-z]*:))?/y) !== undefined) return this.group(before)
    if (this.takeMatch(/[\^$]/y) !== undefined) return ''
    if (this.take('.')) return 'a'
    const set = this.takeMatch(/\[\^?\]?(?:\\.|[^\]\\])*\]/y)
    if (set !== undefined) return memberOf(set)
    if (this.take('\\')) return escaped(this.source[this.at++]!)
    return this.source[this.at++]!
  }

  private group(before: string): string {
    this.takeMatch(/\?[a-z]+(?=\))/y) // a flag, such as (?i)
    const text = this.alternatives(before)
    if (!this.take(')')) throw new Error('a group without an end')
    return text
  }

  /** How often what stands before a quantifier has to be there. */
  private least(): number {
    const quantifier = this.takeMatch(/(?:[*+?]|\{\d+(?:,\d*)?\})\??/y)
    if (quantifier === undefined || quantifier.startsWith('+')) return 1
    return Math.min(Number(/\d+/.exec(quantifier)?.[0] ?? 0), MOST_REPEATED)
  }

  private take(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false
    this.at += text.length
    return true
  }

  private takeMatch(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.at
    const found = sticky.exec(this.source)?.[0]
    if (found !== undefined) this.at += found.length
    return found
  }
}

/** One character that a class such as `[a-z0-9]` has. */
function memberOf(set: string): string {
  const member = new RegExp(set)
  return (
    ['a', '1', 'A', '-', '_', '.', '/', ':', ' '].find((character) => member.test(character)) ??
    set[1]!
  )
}

const escaped = (letter: string): string =>
  ({ d: '1', w: 'a', s: ' ', S: 'a', D: 'a', W: '-', b: '' })[letter] ?? letter
