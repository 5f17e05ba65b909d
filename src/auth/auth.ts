// All of an emulator that has to do with who calls: its keys, its accounts, its tokens, and what is refused.
import { join } from 'node:path'
import type { Service } from '../api/service.ts'
import type { AccessControl } from '../call/access.ts'
import type { Clock } from '../clock.ts'
import { Access } from './access.ts'
import { ServiceAccounts } from './tokens/accounts.ts'
import { registerIssuer, type TokenIssuer } from './tokens/issuer.ts'
import { SigningKey } from './tokens/signing_key.ts'

/** off: everybody may do everything; scopes: who has a token with a scope of the method. */
export type AuthMode = 'off' | 'scopes'

export interface AuthOptions {
  readonly mode: AuthMode
  /** Folder of keys; '' for keys that live as long as this process. */
  readonly keysFolder: string
  /** Whether the server's own key is to outlive this process. */
  readonly isKept: boolean
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
  access(issuer: TokenIssuer, open: readonly Service[]): AccessControl | undefined {
    if (this.#options.mode === 'off') return undefined
    return new Access({ credentials: { issuer, accounts: this.accounts }, open })
  }
}

/** The accounts whose keys are in a folder of keys. */
export const accountsIn = (keysFolder: string): ServiceAccounts =>
  new ServiceAccounts(keysFolder === '' ? '' : join(keysFolder, 'accounts'))
