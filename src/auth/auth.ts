// All of an emulator that has to do with who calls: its keys, its accounts, its tokens, and what is refused.
import { join } from 'node:path'
import type { Service } from '../api/service.ts'
import type { Clock } from '../clock.ts'
import type { Engine } from '../resources/engine.ts'
import { Access } from './access.ts'
import type { PolicyTable } from './iam/files.ts'
import { Iam } from './iam/iam.ts'
import { Roles, type RoleTable } from './iam/roles.ts'
import { ServiceAccounts } from './tokens/accounts.ts'
import { registerIssuer, type TokenIssuer } from './tokens/issuer.ts'
import { SigningKey } from './tokens/signing_key.ts'

/** off: everybody may do everything; scopes: who has a token with a scope of the method; iam: whom policies allow it. */
export type AuthMode = 'off' | 'scopes' | 'iam'

export interface AuthOptions {
  readonly mode: AuthMode
  /** Folder of keys; '' for keys that live as long as this process. */
  readonly keysFolder: string
  /** Whether the server's own key is to outlive this process. */
  readonly isKept: boolean
  readonly roles: RoleTable
  readonly policies: PolicyTable
  readonly warn: (sentence: string) => void
}

export class Auth {
  readonly accounts: ServiceAccounts
  readonly #key: SigningKey
  readonly #options: AuthOptions

  /** Throws an Error of one sentence where a file holds no key. */
  constructor(options: AuthOptions) {
    const { keysFolder, isKept } = options
    this.#options = options
    this.#key = new SigningKey(isKept && keysFolder !== '' ? join(keysFolder, 'server.pem') : '')
    this.accounts = accountsIn(keysFolder)
  }

  /** Issues tokens by this clock: of the emulator, or of a fork of it. */
  issuerOn(clock: Clock): TokenIssuer {
    return registerIssuer(clock, this.#key)
  }

  /** What refuses calls; `open`: APIs that are for everybody. Undefined where nothing is refused. */
  access(issuer: TokenIssuer, engine: Engine, open: readonly Service[]): Access | undefined {
    const { mode, roles, policies, warn } = this.#options
    if (mode === 'off') return undefined
    const iam =
      mode === 'iam' ? new Iam({ engine, roles: new Roles(roles), policies, warn }) : undefined
    return new Access({ credentials: { issuer, accounts: this.accounts }, iam, open })
  }
}

/** The accounts whose keys are in a folder of keys. */
export const accountsIn = (keysFolder: string): ServiceAccounts =>
  new ServiceAccounts(keysFolder === '' ? '' : join(keysFolder, 'accounts'))
