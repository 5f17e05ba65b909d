// The addresses of who issues tokens: its keys, and where tokens are asked for.
import { answerTokenRequest, type TokenEndpoint } from '../auth/tokens/token_endpoint.ts'
import type { Outcome } from './access_log.ts'
import { readBytes } from './body.ts'
import type { HttpRequest } from './request.ts'
import { jsonAnswer, type HttpResponse } from './response.ts'

export interface IdentityOptions {
  readonly identity?: TokenEndpoint | undefined
  readonly bodyLimit: number
  /** Seconds in which a request must arrive. */
  readonly timeout: number
}

const PATHS = new Set(['/token', '/certs', '/jwks', '/.well-known/openid-configuration'])

export const isIdentityPath = (path: string): boolean => PATHS.has(path)

/** Undefined for a request that is for something else. */
export function answerIdentity(
  request: HttpRequest,
  { identity, bodyLimit, timeout }: IdentityOptions,
): Outcome | Promise<Outcome> | undefined {
  if (identity === undefined) return undefined
  const { key } = identity.issuer
  switch (`${request.httpMethod} ${request.path}`) {
    case 'POST /token':
      return answerToken(request, identity, bodyLimit, timeout)
    case 'GET /certs':
      return { ...publicAnswer(key.certs()), name: 'certs' }
    case 'GET /jwks':
      return { ...publicAnswer(key.jwks()), name: 'jwks' }
    case 'GET /.well-known/openid-configuration':
      return { ...publicAnswer(configurationOf(identity.url())), name: 'openid-configuration' }
    default:
      return undefined
  }
}

async function answerToken(
  request: HttpRequest,
  identity: TokenEndpoint,
  bodyLimit: number,
  timeout: number,
): Promise<Outcome> {
  const form = (await readBytes(request, bodyLimit, timeout)).toString()
  const { status, body } = answerTokenRequest(new URLSearchParams(form), identity)
  const answer = jsonAnswer(status, body, true)
  const headers = { ...answer.headers, 'cache-control': 'no-store' }
  return { ...answer, headers, name: 'token' }
}

function publicAnswer(value: object): HttpResponse {
  const answer = jsonAnswer(200, value, true)
  return { ...answer, headers: { ...answer.headers, 'cache-control': 'public, max-age=3600' } }
}

const configurationOf = (url: string) => ({
  issuer: url,
  token_endpoint: `${url}/token`,
  jwks_uri: `${url}/jwks`,
  id_token_signing_alg_values_supported: ['RS256'],
  response_types_supported: ['id_token'],
  subject_types_supported: ['public'],
})
