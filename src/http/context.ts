// Where a call over HTTP comes from.
import type { CallContext } from '../call/call.ts'
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
    return `http://${this.#advertised ?? (this.#request.header('host') || 'localhost')}`
  }

  get signal(): AbortSignal {
    return this.#request.signal
  }

  header(name: string): string | undefined {
    return this.#request.header(name)
  }
}
