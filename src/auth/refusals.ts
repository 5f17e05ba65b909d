// Refusals of credentials and permissions in Google's words, those of older APIs apart.
// Sources: docs/auth.md#words.
import type { Service } from '../api/service.ts'
import { ApiError } from '../errors.ts'
import type { Flaw } from './credentials.ts'

/** What was called. */
export interface Asked {
  readonly service: Service
  /** Id of the method, or path of the rpc. */
  readonly method: string
}

const REALM = 'Bearer realm="https://accounts.google.com/"'
const EXPECTED =
  'Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.'

export function missingCredentials(asked: Asked, hasKey: boolean): ApiError {
  const isOld = asked.service.envelope === 'errors'
  const message = hasKey
    ? 'API keys are not supported by this API. Expected OAuth2 access token or other authentication credentials that assert a principal. See https://cloud.google.com/docs/authentication'
    : `Request is missing required authentication credential. ${EXPECTED}`
  return new ApiError('UNAUTHENTICATED', 'required', isOld ? 'Login Required' : message, {
    violations: [violation(isOld ? 'Login Required' : 'Login Required.', 'required')],
    headers: { 'www-authenticate': REALM },
    details: [errorInfo('CREDENTIALS_MISSING', asked)],
  })
}

const REASONS = {
  expired: 'ACCESS_TOKEN_EXPIRED',
  unsupported: 'ACCESS_TOKEN_TYPE_UNSUPPORTED',
  account: 'ACCOUNT_STATE_INVALID',
} as const

export function invalidCredentials(asked: Asked, given: Flaw): ApiError {
  const isOld = asked.service.envelope === 'errors'
  const email = given.flaw === 'account' ? { email: given.email } : {}
  return new ApiError(
    'UNAUTHENTICATED',
    'authError',
    isOld ? 'Invalid Credentials' : `Request had invalid authentication credentials. ${EXPECTED}`,
    {
      violations: [violation('Invalid Credentials', 'authError')],
      // Older APIs were recorded without the quotes.
      headers: {
        'www-authenticate': `${REALM}, error=${isOld ? 'invalid_token' : '"invalid_token"'}`,
      },
      details: given.flaw === 'unknown' ? [] : [errorInfo(REASONS[given.flaw], asked, email)],
    },
  )
}

/** `scopes`: those of which any would do. */
export function insufficientScopes(asked: Asked, scopes: readonly string[]): ApiError {
  const insufficient = 'Request had insufficient authentication scopes.'
  const isOld = asked.service.envelope === 'errors'
  const old = 'Insufficient Permission'
  return new ApiError(
    'PERMISSION_DENIED',
    'insufficientPermissions',
    isOld ? `${old}: ${insufficient}` : insufficient,
    {
      violations: [
        {
          field: '',
          description: isOld ? `${old}: ${insufficient}` : old,
          reason: 'insufficientPermissions',
        },
      ],
      headers: {
        'www-authenticate': `${REALM}, error="insufficient_scope", scope="${scopes.join(' ')}"`,
      },
      details: [errorInfo('ACCESS_TOKEN_SCOPE_INSUFFICIENT', asked)],
    },
  )
}

/** `resource`: its name; it may not be there. */
export const permissionDenied = (permission: string, resource: string): ApiError =>
  new ApiError(
    'PERMISSION_DENIED',
    'forbidden',
    `Permission '${permission}' denied on resource '${resource}' (or it may not exist).`,
    {
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'IAM_PERMISSION_DENIED',
          domain: 'iam.googleapis.com',
          metadata: { resource, permission },
        },
      ],
    },
  )

const violation = (description: string, reason: string) => ({
  field: '',
  description,
  reason,
  location: { type: 'header', name: 'Authorization' } as const,
})

const errorInfo = (reason: string, { service, method }: Asked, more = {}) => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason,
  domain: 'googleapis.com',
  metadata: { service: serviceNameOf(service), method: methodNameOf(method, service), ...more },
})

/** Calendar and its like are at www.googleapis.com, and have a service of their own. */
const serviceNameOf = ({ rootHost, outline }: Service): string =>
  rootHost === 'www.googleapis.com' ? `${outline.name}.googleapis.com` : rootHost

/** `calendar.v3.CalendarList.List`: where there is an rpc, Google says its name, which no document has. */
function methodNameOf(id: string, { outline }: Service): string {
  if (id.includes('/')) return id.replace('/', '.')
  const [name, ...rest] = id.split('.')
  const words = rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  return [name, outline.version, ...words].join('.')
}
