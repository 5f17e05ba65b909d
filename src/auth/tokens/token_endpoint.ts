// The token endpoint: what an account has signed is exchanged for a token. Answers and errors are those of oauth2.googleapis.com.
import type { ServiceAccounts } from './accounts.ts'
import { readJwt, type Claims, type Jwt } from './jwt.ts'
import type { TokenIssuer } from './issuer.ts'

export interface TokenEndpoint {
  readonly issuer: TokenIssuer
  readonly accounts: ServiceAccounts
  /** Who issues identity tokens: our own URL. */
  readonly url: () => string
}

export interface TokenAnswer {
  readonly status: number
  readonly body: object
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'

export function answerTokenRequest(form: URLSearchParams, endpoint: TokenEndpoint): TokenAnswer {
  const grantType = form.get('grant_type') ?? ''
  if (grantType === JWT_BEARER) return answerAssertion(form, endpoint)
  if (grantType === TOKEN_EXCHANGE) return answerExchange(form, endpoint)
  return refused('unsupported_grant_type', `Invalid grant_type: ${grantType}`)
}

/** RFC 7523, as https://developers.google.com/identity/protocols/oauth2/service-account has it. */
function answerAssertion(form: URLSearchParams, endpoint: TokenEndpoint): TokenAnswer {
  const { issuer, accounts } = endpoint
  const text = form.get('assertion')
  if (!text) return refused('invalid_request', 'Missing required parameter: assertion')
  const jwt = readJwt(text)
  const flaw = jwt === undefined ? 'Bad Request' : flawOf(jwt, accounts)
  if (flaw !== undefined) return refused('invalid_grant', flaw)
  const { claims } = jwt!
  if (!isForTokens(claims)) return refused('invalid_grant', 'Invalid JWT: Failed audience check.')
  const email = textOf(claims['sub']) || textOf(claims['iss'])
  const audience = textOf(claims['target_audience'])
  if (audience !== '')
    return granted({ id_token: issuer.identityToken({ issuer: endpoint.url(), audience, email }) })
  const scope = textOf(claims['scope'])
  if (scope === '')
    return refused('invalid_scope', 'Invalid OAuth scope or ID token audience provided.')
  return granted(bearer(issuer.accessToken(email, scope)))
}

/** RFC 8693: the file of a federated account has a token that the account signed. */
function answerExchange(form: URLSearchParams, { issuer, accounts }: TokenEndpoint): TokenAnswer {
  const jwt = readJwt(form.get('subject_token') ?? '')
  const isSigned = jwt !== undefined && isSignedByAccount(jwt, accounts)
  if (!isSigned)
    return refused('invalid_grant', 'The subject token is not signed by a known account.')
  const scope = form.get('scope') ?? ''
  if (scope === '') return refused('invalid_scope', 'Invalid OAuth scope provided.')
  return granted({
    ...bearer(issuer.accessToken(textOf(jwt.claims['sub']), scope)),
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  })
}

function flawOf(jwt: Jwt, accounts: ServiceAccounts): string | undefined {
  if (!accounts.has(textOf(jwt.claims['iss']))) return 'Invalid grant: account not found'
  if (!isSignedByAccount(jwt, accounts)) return 'Invalid JWT Signature.'
  if (!isOfNow(jwt.claims))
    return 'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.'
  return undefined
}

/** Signed by a key of the account that issued it. */
export function isSignedByAccount(jwt: Jwt, accounts: ServiceAccounts): boolean {
  const keys = accounts.keysOf(textOf(jwt.claims['iss']))
  const own = jwt.kid === undefined ? undefined : keys.get(jwt.kid)
  // Not every client says which key it is.
  const among = own === undefined && jwt.kid === undefined ? [...keys.values()] : own ? [own] : []
  return among.some((key) => jwt.isSignedBy(key))
}

const SKEW = 300

/** By the clock of the machine: a client that signs knows no other, whatever time the emulator has. */
export function isOfNow({ iat, exp }: Claims): boolean {
  const now = Date.now() / 1000
  if (typeof iat !== 'number' || typeof exp !== 'number') return false
  return iat <= now + SKEW && exp > now - SKEW && exp - iat <= 3600 + SKEW
}

/** Some clients name Google's endpoint whatever the file says. */
function isForTokens({ aud }: Claims): boolean {
  const text = textOf(aud)
  return URL.canParse(text) && new URL(text).pathname.endsWith('/token')
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Recorded from Google: a second less than the hour it lasts. */
const bearer = (token: string) => ({
  access_token: token,
  expires_in: 3599,
  token_type: 'Bearer',
})

const granted = (body: object): TokenAnswer => ({ status: 200, body })

const refused = (error: string, description: string): TokenAnswer => ({
  status: 400,
  body: { error, error_description: description },
})
