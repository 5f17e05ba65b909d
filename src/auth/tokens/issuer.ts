// Issues the tokens of the emulator: identity tokens, which anybody can check by its public key, and access tokens, which it alone reads.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { signedJwt } from './jwt.ts'
import type { SigningKey } from './signing_key.ts'

const HOUR = 3600
/** An identity token is used again until so many seconds before its end. */
const RESERVE = 600

interface IdentityRequest {
  readonly issuer: string
  readonly audience: string
  readonly email: string
}

/** What an access token says. */
export interface Grant {
  /** Whose it is. */
  readonly email: string
  readonly scopes: readonly string[]
  readonly isExpired: boolean
}

export class TokenIssuer {
  readonly key: SigningKey
  readonly #clock: Clock
  readonly #made = new Map<string, { readonly token: string; readonly end: number }>()

  constructor(key: SigningKey, clock: Clock) {
    this.key = key
    this.#clock = clock
  }

  /** A signed JWT as the real service sends it, for an hour. */
  identityToken({ issuer, audience, email }: IdentityRequest): string {
    const now = this.#seconds()
    const name = JSON.stringify([issuer, audience, email])
    const made = this.#made.get(name)
    if (made !== undefined && made.end - RESERVE > now && made.end - HOUR <= now) return made.token
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
    const token = signedJwt(claims, this.key.privateKey, this.key.id)
    if (this.#made.size > 1000) this.#made.clear()
    this.#made.set(name, { token, end: now + HOUR })
    return token
  }

  /** For an hour. Whose it is can be read in it. `scopes`: separated by spaces. */
  accessToken(email: string, scopes: string): string {
    const content = JSON.stringify({ email, scopes, end: this.#seconds() + HOUR })
    const payload = Buffer.from(content).toString('base64url')
    const readable = email.replaceAll(/[^\w.@+-]/g, '_')
    return `${PREFIX}${readable}~${payload}~${this.#mac(payload)}`
  }

  /** Undefined for what is no access token of this emulator. */
  readAccessToken(token: string): Grant | undefined {
    const [head, payload, mac] = token.split('~')
    if (!head!.startsWith(PREFIX) || payload === undefined || mac === undefined) return undefined
    const [given, right] = [Buffer.from(mac), Buffer.from(this.#mac(payload))]
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
    const content = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
      email: string
      scopes: string
      end: number
    }
    const isExpired = content.end <= this.#seconds()
    return { email: content.email, scopes: content.scopes.split(/\s+/).filter(Boolean), isExpired }
  }

  #mac(payload: string): string {
    return createHmac('sha256', this.key.secret).update(payload).digest('base64url')
  }

  #seconds(): number {
    return Math.floor(this.#clock.now() / 1_000_000)
  }
}

/** Access tokens of the real service begin with `ya29.`. */
const PREFIX = 'ya29.emulator-'

const issuers = new WeakMap<Clock, TokenIssuer>()

export const registerIssuer = (clock: Clock, key: SigningKey): TokenIssuer => {
  const issuer = new TokenIssuer(key, clock)
  issuers.set(clock, issuer)
  return issuer
}

/** `clock`: of the emulator, or of a fork of it. Modules that dispatch are given no more than that. */
export function issuerOf(clock: Clock): TokenIssuer {
  const issuer = issuers.get(clock)
  if (issuer === undefined) throw new Error('this clock belongs to no emulator')
  return issuer
}
