// Where a call over HTTP comes from.
import type { CallContext } from '../call/call.ts'
import { parseQuery, textIn } from './query.ts'
import type { HttpRequest } from './request.ts'

/** A class, because its getters are shared. */
export class HttpContext implements CallContext {
  readonly #request: HttpRequest
  readonly #advertised: string | undefined

  constructor(request: HttpRequest, advertised: string | undefined) {
    this.#request = request
    this.#advertised = advertised
  }

  get baseUrl(): string {
    return `${this.#request.scheme}://${this.#advertised ?? (this.#request.header('host') || 'localhost')}`
  }

  get signal(): AbortSignal {
    return this.#request.signal
  }

  /** A token in the query is as good as one in the header. */
  header(name: string): string | undefined {
    const own = this.#request.header(name)
    if (own !== undefined || name !== 'authorization') return own
    const query = parseQuery(this.#request.query)
    const token = textIn(query, 'access_token') ?? textIn(query, 'oauth_token')
    return token === undefined || token === '' ? undefined : `Bearer ${token}`
  }
}
