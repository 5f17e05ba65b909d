// Which calls are refused for their credentials (--auth=scopes).
import type { Service } from '../api/service.ts'
import type { AccessControl } from '../call/access.ts'
import type { CallContext, CallRequest } from '../call/call.ts'
import { callerOf, tokenIn, type Caller, type Credentials } from './credentials.ts'
import {
  insufficientScopes,
  invalidCredentials,
  missingCredentials,
  type Asked,
} from './refusals.ts'

export interface AccessOptions {
  readonly credentials: Credentials
  /** APIs that are for everybody: the control API. */
  readonly open: readonly Service[]
}

type Origin = Pick<CallContext, 'header' | 'baseUrl'>

/** What a call shows of its caller. */
interface Shown {
  readonly asked: Asked
  readonly context: Origin
  readonly token: string | undefined
  /** It has an API key, which says which project calls, not who. */
  readonly hasKey: boolean
  /** Of which the method needs one. */
  readonly scopes: readonly string[] | undefined
}

export class Access implements AccessControl {
  readonly #options: AccessOptions

  constructor(options: AccessOptions) {
    this.#options = options
  }

  admit({ bound, context, query }: CallRequest): void {
    const { service, method } = bound
    const asked = { service, method: method.id }
    const parameter = (query.get('access_token') ?? query.get('oauth_token'))?.at(-1)
    const token = tokenIn(context.header('authorization'), parameter)
    this.#admit({ asked, context, token, hasKey: query.has('key'), scopes: method.scopes })
  }

  admitRpc(service: Service, path: string, context: Origin): void {
    const scopes = scopesOf(service)
    const token = tokenIn(context.header('authorization'), undefined)
    this.#admit({ asked: { service, method: path }, context, token, hasKey: false, scopes })
  }

  /**
   * A method without scopes among others that have some is for everybody; where the document has none at all, any token
   * will do, or an API key. A token that is none is refused everywhere.
   */
  #admit({ asked, context, token, hasKey, scopes = [] }: Shown): void {
    if (this.#options.open.includes(asked.service)) return
    if (token === undefined) {
      if (scopes.length > 0) throw missingCredentials(asked, hasKey)
      if (!hasKey && scopesOf(asked.service).length === 0) throw missingCredentials(asked, false)
      return
    }
    const caller = this.#callerOf(token, asked, context)
    if (!hasScope(caller, scopes)) throw insufficientScopes(asked, scopes)
  }

  #callerOf(token: string, asked: Asked, context: Origin): Caller {
    const caller = callerOf(token, this.#options.credentials, (audience) => {
      if (!URL.canParse(audience)) return false
      const { host } = new URL(audience)
      return host === asked.service.rootHost || host === new URL(context.baseUrl).host
    })
    if ('flaw' in caller) throw invalidCredentials(asked, caller)
    return caller
  }
}

/** Of all methods of the API. */
const scopesOf = ({ document }: Service): readonly string[] =>
  Object.keys(document.auth?.oauth2?.scopes ?? {})

/** One of them is enough. */
const hasScope = ({ scopes }: Caller, wanted: readonly string[]): boolean =>
  scopes === undefined || wanted.length === 0 || wanted.some((scope) => scopes.includes(scope))
