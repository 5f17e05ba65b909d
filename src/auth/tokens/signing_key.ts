// The server's own key, which signs all tokens that it issues: in a file, so that they outlive a restart.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

interface Keys {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly id: string
  readonly secret: Buffer
}

export class SigningKey {
  readonly #path: string
  #keys: Keys | undefined

  /**
   * `path` of a private key in PEM, made on first use if it is not there; '' for a key that lives as long as this object.
   * Throws an Error of one sentence if the file holds none.
   */
  constructor(path: string) {
    this.#path = path
    const found = path === '' ? undefined : readKey(path)
    if (found !== undefined) this.#keys = keysOf(found)
  }

  get privateKey(): KeyObject {
    return this.#all.privateKey
  }

  get publicKey(): KeyObject {
    return this.#all.publicKey
  }

  get id(): string {
    return this.#all.id
  }

  /** Known to who has the key alone. */
  get secret(): Buffer {
    return this.#all.secret
  }

  /** To make a key takes a tenth of a second, which a server that signs nothing does not pay. */
  get #all(): Keys {
    return (this.#keys ??= keysOf(this.#path === '' ? newKey() : keyAt(this.#path)))
  }

  /** By key id, as PEM: google-auth-library takes a plain public key as well as a certificate. */
  certs(): Record<string, string> {
    return { [this.id]: this.publicKey.export({ type: 'spki', format: 'pem' }) }
  }

  jwks(): object {
    const jwk = this.publicKey.export({ format: 'jwk' })
    return { keys: [{ ...jwk, kid: this.id, use: 'sig', alg: 'RS256' }] }
  }
}

/** 40 hexadecimal digits, as ids of Google's keys are. */
export function keyIdOf(publicKey: KeyObject): string {
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(spki).digest('hex').slice(0, 40)
}

export const newKey = (): KeyObject =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

function keysOf(privateKey: KeyObject): Keys {
  const publicKey = createPublicKey(privateKey)
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' })
  const secret = createHash('sha256').update('access tokens\0').update(pkcs8).digest()
  return { privateKey, publicKey, id: keyIdOf(publicKey), secret }
}

function keyAt(path: string): KeyObject {
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
