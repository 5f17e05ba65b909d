// The credentials of a call: whose they are and what they are for, or why they are none.
import type { ServiceAccounts } from './tokens/accounts.ts'
import type { TokenIssuer } from './tokens/issuer.ts'
import { readJwt } from './tokens/jwt.ts'
import { isOfNow, isSignedByAccount, textOf } from './tokens/token_endpoint.ts'

export interface Caller {
  readonly email: string
  /** Undefined: all of the API that it was signed for. */
  readonly scopes: readonly string[] | undefined
}

/** Reasons of google/api/error_reason.proto; `unknown` is what Google gives no reason for. */
export type Flaw =
  | { readonly flaw: 'expired' | 'unsupported' | 'unknown' }
  | { readonly flaw: 'account'; readonly email: string }

export interface Credentials {
  readonly issuer: TokenIssuer
  readonly accounts: ServiceAccounts
}

/** The token of a header `Authorization: Bearer …`. Undefined where there is none. */
export const tokenIn = (header: string | undefined): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1]

/** `isOurs`: whether a JWT that names no scopes is for the API that was called. */
export function callerOf(
  token: string,
  { issuer, accounts }: Credentials,
  isOurs: (audience: string) => boolean,
): Caller | Flaw {
  const grant = issuer.readAccessToken(token)
  if (grant === undefined) return signedCaller(token, accounts, isOurs)
  const { email, scopes, isExpired } = grant
  return isExpired ? { flaw: 'expired' } : { email, scopes }
}

/** What an account has signed is sent in place of a token: https://google.aip.dev/auth/4111. */
function signedCaller(
  token: string,
  accounts: ServiceAccounts,
  isOurs: (audience: string) => boolean,
): Caller | Flaw {
  const jwt = readJwt(token)
  if (jwt === undefined) return { flaw: 'unknown' }
  const { iss, sub, scope, aud } = jwt.claims
  const email = textOf(iss)
  // An identity token, too, is a JWT, and no API takes one.
  if (email === '' || iss !== sub) return { flaw: 'unsupported' }
  if (!accounts.has(email)) return { flaw: 'account', email }
  if (!isSignedByAccount(jwt, accounts)) return { flaw: 'unknown' }
  if (!isOfNow(jwt.claims)) return { flaw: 'expired' }
  if (typeof scope === 'string') return { email, scopes: scope.split(/\s+/).filter(Boolean) }
  return isOurs(textOf(aud)) ? { email, scopes: undefined } : { flaw: 'unknown' }
}
