// A filter as a tree: the language of https://google.aip.dev/160, and the operators in lower case of older `q` parameters.
// Terms that stand side by side must all hold, as AND says; OR binds more tightly than AND.
import { FilterError, tokensOf, type Token } from './tokens.ts'

export type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>=' | ':'

export type Filter =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter }
  /** A text that any field may hold. */
  | { readonly kind: 'global'; readonly value: string }
  | {
      readonly kind: 'compare'
      readonly path: readonly string[]
      readonly comparator: Comparator
      readonly value: string
    }

/** Undefined for a filter that says nothing. Throws a FilterError. */
export function parseFilter(filter: string): Filter | undefined {
  const tokens = tokensOf(filter)
  if (tokens.length === 0) return undefined
  const parser = new Parser(tokens)
  const parsed = parser.expression()
  parser.end()
  return parsed
}

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  /** Sequences joined by AND. */
  expression(): Filter {
    const all = [this.#factor()]
    while (this.#at < this.#tokens.length && !this.#isSign(')')) {
      this.#takeWord(/^and$/i)
      all.push(this.#factor())
    }
    return all.length === 1 ? all[0]! : { kind: 'all', of: all }
  }

  end(): void {
    if (this.#at < this.#tokens.length)
      throw new FilterError(`"${this.#tokens[this.#at]!.text}" is not expected there`)
  }

  #factor(): Filter {
    const any = [this.#term()]
    while (this.#takeWord(/^or$/i)) any.push(this.#term())
    return any.length === 1 ? any[0]! : { kind: 'any', of: any }
  }

  #term(): Filter {
    if (this.#takeWord(/^not$/i)) return { kind: 'not', of: this.#simple() }
    const token = this.#tokens[this.#at]
    if (token?.kind === 'word' && /^-[^\d]/.test(token.text)) {
      const rest = { kind: 'word', text: token.text.slice(1) } as const
      return { kind: 'not', of: this.#restriction(rest) }
    }
    return this.#simple()
  }

  #simple(): Filter {
    if (!this.#isSign('(')) return this.#restriction(this.#tokens[this.#at])
    this.#at += 1
    const inner = this.expression()
    if (!this.#isSign(')')) throw new FilterError('a parenthesis is not closed')
    this.#at += 1
    return inner
  }

  #restriction(left: Token | undefined): Filter {
    if (left === undefined || left.kind === 'sign')
      throw new FilterError(
        `a term is missing${left === undefined ? ' at the end' : ` before "${left.text}"`}`,
      )
    this.#at += 1
    const comparator = this.#comparator()
    if (comparator === undefined) return { kind: 'global', value: left.text }
    const right = this.#tokens[this.#at]
    if (right === undefined || right.kind === 'sign')
      throw new FilterError(`a value is missing after "${left.text} ${comparator}"`)
    this.#at += 1
    return { kind: 'compare', path: left.text.split('.'), comparator, value: right.text }
  }

  #comparator(): Comparator | undefined {
    const token = this.#tokens[this.#at]
    if (this.#takeWord(/^contains$/i)) return ':'
    if (token?.kind !== 'sign' || !/^(!=|<=|>=|[=<>:])$/.test(token.text)) return undefined
    this.#at += 1
    return token.text as Comparator
  }

  #takeWord(word: RegExp): boolean {
    const token = this.#tokens[this.#at]
    const isIt = token?.kind === 'word' && word.test(token.text)
    if (isIt) this.#at += 1
    return isIt
  }

  #isSign(sign: string): boolean {
    const token = this.#tokens[this.#at]
    return token?.kind === 'sign' && token.text === sign
  }
}
