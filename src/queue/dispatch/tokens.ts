// Tokens that dispatched requests carry, and the public key by which their receivers check them.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Clock } from '../../clock.ts'

const HOUR = 3600
/** A token is used again until so many seconds before its end. */
const RESERVE = 600

interface OidcRequest {
  readonly issuer: string
  readonly audience: string
  readonly email: string
}

export class Tokens {
  readonly #key: KeyObject
  readonly #publicKey: KeyObject
  readonly #clock: Clock
  readonly #kid: string
  readonly #made = new Map<string, { readonly token: string; readonly end: number }>()

  /** `path` of a private key in PEM, made if it is not there; '' for a key that lives as long as this object. */
  constructor(path: string, clock: Clock) {
    this.#key = keyAt(path)
    this.#clock = clock
    this.#publicKey = createPublicKey(this.#key)
    const spki = this.#publicKey.export({ type: 'spki', format: 'der' })
    this.#kid = createHash('sha256').update(spki).digest('hex').slice(0, 40)
  }

  /** A signed JWT as the real service sends it, for an hour. */
  oidc({ issuer, audience, email }: OidcRequest): string {
    const now = Math.floor(this.#clock.now() / 1_000_000)
    const key = JSON.stringify([issuer, audience, email])
    const made = this.#made.get(key)
    if (made !== undefined && made.end - RESERVE > now && made.end - HOUR <= now) return made.token
    const head = { alg: 'RS256', kid: this.#kid, typ: 'JWT' }
    const sub = BigInt(`0x${createHash('sha256').update(email).digest('hex').slice(0, 16)}`)
    const claims = {
      aud: audience,
      azp: `${sub}`,
      email,
      email_verified: true,
      exp: now + HOUR,
      iat: now,
      iss: issuer,
      sub: `${sub}`,
    }
    const content = `${part(head)}.${part(claims)}`
    const signature = sign('RSA-SHA256', Buffer.from(content), this.#key).toString('base64url')
    const token = `${content}.${signature}`
    if (this.#made.size > 1000) this.#made.clear()
    this.#made.set(key, { token, end: now + HOUR })
    return token
  }

  /** By key id, as PEM: google-auth-library takes a plain public key as well as a certificate. */
  certs(): Record<string, string> {
    return { [this.#kid]: this.#publicKey.export({ type: 'spki', format: 'pem' }) }
  }

  jwks(): object {
    const jwk = this.#publicKey.export({ format: 'jwk' })
    return { keys: [{ ...jwk, kid: this.#kid, use: 'sig', alg: 'RS256' }] }
  }
}

/** No service checks it; it says whose it is. */
export const oauthToken = (email: string, scope: string): string =>
  `ya29.emulator-${email}-${createHash('sha256').update(scope).digest('hex').slice(0, 12)}`

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function keyAt(path: string): KeyObject {
  if (path === '') return newKey()
  const found = readKey(path)
  if (found !== undefined) return found
  const made = newKey()
  mkdirSync(dirname(path), { recursive: true })
  try {
    const pem = made.export({ type: 'pkcs8', format: 'pem' })
    writeFileSync(path, pem, { flag: 'wx', mode: 0o600 })
    return made
  } catch (error) {
    // Another process of ours was first.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    return readKey(path)!
  }
}

const newKey = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

function readKey(path: string): KeyObject | undefined {
  let pem: string
  try {
    pem = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  try {
    return createPrivateKey(pem)
  } catch {
    throw new Error(`${path} holds no private key in PEM; remove the file, and a new one is made`)
  }
}
