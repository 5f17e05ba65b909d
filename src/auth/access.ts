// Which calls are refused: for their credentials (--auth=scopes), and for who makes them (--auth=iam).
import type { BoundMethod, Service } from '../api/service.ts'
import { forkOf } from '../api/fork.ts'
import type { AccessControl } from '../call/access.ts'
import type { CallContext, CallRequest, CheckedCall } from '../call/call.ts'
import type { PermissionQuery } from '../resources/engine.ts'
import { callerOf, tokenIn, type Caller, type Credentials } from './credentials.ts'
import type { Iam } from './iam/iam.ts'
import { policedIn } from './iam/policed.ts'
import { permissionOf } from './iam/permission.ts'
import {
  insufficientScopes,
  invalidCredentials,
  missingCredentials,
  permissionDenied,
  type Asked,
} from './refusals.ts'

export interface AccessOptions {
  readonly credentials: Credentials
  /** Undefined: whoever has the scope may do everything. */
  readonly iam: Iam | undefined
  /** APIs that are for everybody: the control API. */
  readonly open: readonly Service[]
}

type Origin = Pick<CallContext, 'header' | 'baseUrl'>

/** What a call shows of its caller. */
interface Shown {
  readonly asked: Asked
  readonly context: Origin
  /** Of which the method needs one. */
  readonly scopes: readonly string[] | undefined
  /** It has an API key, which says which project calls, not who. */
  readonly hasKey: boolean
  /** Whether it may be a call of nobody: what is granted to all is asked later. */
  readonly mayBeAnonymous: boolean
}

export class Access implements AccessControl {
  readonly #options: AccessOptions

  constructor(options: AccessOptions) {
    this.#options = options
  }

  admit({ bound, context, query }: CallRequest): void {
    const { service, method } = bound
    this.#admit({
      asked: { service, method: method.id },
      context,
      scopes: method.scopes,
      hasKey: query.has('key'),
      mayBeAnonymous: this.#isEnforced(bound),
    })
  }

  admitRpc(service: Service, path: string, context: Origin): void {
    const asked = { service, method: path }
    const scopes = scopesOf(service)
    this.#admit({ asked, context, scopes, hasKey: false, mayBeAnonymous: false })
  }

  authorize({ bound, params, context }: CheckedCall): Promise<void> | undefined {
    return this.#isEnforced(bound) ? this.#requirePermission(bound, params, context) : undefined
  }

  /** Of these permissions, those that the caller has. Asked within a call that was admitted. */
  async granted({ header, permissions, ...place }: PermissionQuery): Promise<readonly string[]> {
    const { iam } = this.#options
    if (iam === undefined) return permissions
    return iam.granted({ ...place, fork: forkOf({ header }) }, this.#emailIn(header), permissions)
  }

  /**
   * A method without scopes among others that have some is for everybody; where the document has none at all, any token
   * will do, or an API key. A token that is none is refused everywhere.
   */
  #admit({ asked, context, scopes = [], hasKey, mayBeAnonymous }: Shown): void {
    if (this.#options.open.includes(asked.service)) return
    const token = tokenIn(context.header('authorization'))
    if (token === undefined) {
      if (mayBeAnonymous) return
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

  /** Undefined where nobody knows who calls. */
  #emailIn(header: Origin['header']): string | undefined {
    const token = tokenIn(header('authorization'))
    if (token === undefined) return undefined
    const caller = callerOf(token, this.#options.credentials, () => true)
    return 'flaw' in caller ? undefined : caller.email
  }

  /** Whoever asks what it may do is answered. */
  #isEnforced({ service, handler, outline }: BoundMethod): boolean {
    const { iam, open } = this.#options
    if (iam === undefined || open.includes(service)) return false
    const policed = policedIn(service)
    const isPoliced = policed === 'all' || (policed === 'engine' && handler === undefined)
    return isPoliced && !/\.test\w*Permissions$/.test(outline.id)
  }

  async #requirePermission(
    { service, method }: BoundMethod,
    params: CheckedCall['params'],
    context: CallContext,
  ): Promise<void> {
    const iam = this.#options.iam!
    const { name, project } = iam.subjectOf(service.source, method, params)
    // `projects.list` is about no resource.
    if (name === '' && project === undefined) return
    const permission = permissionOf(method.id)
    const email = this.#emailIn((header) => context.header(header))
    const place = { api: service.outline.name, fork: forkOf(context), name, project }
    const granted = await iam.granted(place, email, [permission])
    if (granted.length > 0) return
    if (email === undefined) throw missingCredentials({ service, method: method.id }, false)
    throw permissionDenied(permission, name === '' ? `projects/${project}` : name)
  }
}

/** Of all methods of the API. */
const scopesOf = ({ document }: Service): readonly string[] =>
  Object.keys(document.auth?.oauth2?.scopes ?? {})

/** One of them is enough. */
const hasScope = ({ scopes }: Caller, wanted: readonly string[]): boolean =>
  scopes === undefined || wanted.length === 0 || wanted.some((scope) => scopes.includes(scope))
