// JSON Web Tokens (RFC 7519) signed by RSA, as Google and its clients sign them.
import { sign, verify, type KeyObject } from 'node:crypto'

export type Claims = Readonly<Record<string, unknown>>

export interface Jwt {
  /** Id of the key, if it says one. */
  readonly kid: string | undefined
  readonly claims: Claims
  isSignedBy(key: KeyObject): boolean
}

export function signedJwt(claims: object, key: KeyObject, kid: string): string {
  const content = `${part({ alg: 'RS256', kid, typ: 'JWT' })}.${part(claims)}`
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`
}

/** Undefined for what is none, or is not signed by RSA with SHA-256. */
export function readJwt(text: string): Jwt | undefined {
  const [head, body, signature, ...rest] = text.split('.')
  if (signature === undefined || rest.length > 0) return undefined
  const [header, claims] = [read(head!), read(body!)]
  if (header?.['alg'] !== 'RS256' || claims === undefined) return undefined
  const { kid } = header
  return {
    kid: typeof kid === 'string' ? kid : undefined,
    claims,
    isSignedBy: (key) =>
      verify(
        'RSA-SHA256',
        Buffer.from(`${head}.${body}`),
        key,
        Buffer.from(signature, 'base64url'),
      ),
  }
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function read(base64url: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(base64url, 'base64url').toString())
    return typeof value === 'object' && value !== null ? (value as Claims) : undefined
  } catch {
    return undefined
  }
}
