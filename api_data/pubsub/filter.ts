// Filters of subscriptions. https://cloud.google.com/pubsub/docs/subscription-message-filter
import { invalid } from './errors.ts'

export type Attributes = Readonly<Record<string, string>>
type Matcher = (attributes: Attributes) => boolean

const MOST_BYTES = 256

/** Of a filter that was checked when its subscription was made; '' lets everything through. */
export function matcherOf(filter: string): Matcher {
  let matcher = known.get(filter)
  if (matcher === undefined) {
    matcher = filter.trim() === '' ? () => true : new Parser(filter).filter()
    if (known.size > 1000) known.clear()
    known.set(filter, matcher)
  }
  return matcher
}

const known = new Map<string, Matcher>()

/** Throws 400 if the text is no filter. */
export function checkFilter(filter: string): void {
  if (Buffer.byteLength(filter) > MOST_BYTES)
    throw invalid(`The filter is longer than ${MOST_BYTES} bytes.`)
  matcherOf(filter)
}

const token = /\s*(?:("(?:[^"\\]|\\.)*")|([A-Za-z_][\w-]*)|(!=|[=:.(),-]))/y

/** filter = terms of AND, or terms of OR; both need parentheses to be mixed, and NOT or - stands before a term. */
class Parser {
  readonly #text: string
  readonly #tokens: { readonly text: string; readonly at: number }[] = []
  #next = 0

  constructor(text: string) {
    this.#text = text
    token.lastIndex = 0
    const end = text.trimEnd().length
    while (token.lastIndex < end) {
      const at = token.lastIndex
      const found = token.exec(text)
      if (found === null) throw this.#wrong(at)
      this.#tokens.push({ text: found[1] ?? found[2] ?? found[3] ?? '', at })
    }
  }

  filter(): Matcher {
    const matcher = this.#terms()
    if (this.#peek() !== undefined) throw this.#wrong()
    return matcher
  }

  #terms(): Matcher {
    const terms = [this.#term()]
    const operator = this.#peek()
    if (operator !== 'AND' && operator !== 'OR') return terms[0]!
    while (this.#take(operator)) terms.push(this.#term())
    return operator === 'AND'
      ? (attributes) => terms.every((term) => term(attributes))
      : (attributes) => terms.some((term) => term(attributes))
  }

  #term(): Matcher {
    if (this.#take('NOT') || this.#take('-')) {
      const term = this.#term()
      return (attributes) => !term(attributes)
    }
    if (this.#take('(')) {
      const terms = this.#terms()
      this.#want(')')
      return terms
    }
    if (this.#take('hasPrefix')) return this.#prefix()
    this.#want('attributes')
    if (this.#take(':')) {
      const key = this.#word()
      return (attributes) => Object.hasOwn(attributes, key)
    }
    this.#want('.')
    const key = this.#word()
    const differs = this.#take('!=')
    if (!differs) this.#want('=')
    const value = this.#quoted()
    return (attributes) => (attributes[key] === value) !== differs
  }

  #prefix(): Matcher {
    this.#want('(')
    this.#want('attributes')
    this.#want('.')
    const key = this.#word()
    this.#want(',')
    const prefix = this.#quoted()
    this.#want(')')
    return (attributes) => attributes[key]?.startsWith(prefix) ?? false
  }

  #peek(): string | undefined {
    return this.#tokens[this.#next]?.text
  }

  #take(text: string): boolean {
    if (this.#peek() !== text) return false
    this.#next += 1
    return true
  }

  #want(text: string): void {
    if (!this.#take(text)) throw this.#wrong()
  }

  /** A key of attributes: quoted where it has other characters. */
  #word(): string {
    const text = this.#peek() ?? ''
    if (text.startsWith('"')) return this.#quoted()
    if (!/^[A-Za-z_]/.test(text)) throw this.#wrong()
    this.#next += 1
    return text
  }

  #quoted(): string {
    const text = this.#peek() ?? ''
    if (!text.startsWith('"')) throw this.#wrong()
    this.#next += 1
    return text.slice(1, -1).replaceAll(/\\(.)/gs, '$1')
  }

  #wrong(at = this.#tokens[this.#next]?.at ?? this.#text.length): Error {
    return invalid(
      `Invalid filter: ${JSON.stringify(this.#text)} cannot be read from character ${at + 1} on.`,
    )
  }
}
