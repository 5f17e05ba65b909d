// Service accounts: each has keys, of which the emulator keeps the public half, in a folder or in memory.
import { createPublicKey, type KeyObject } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { signedJwt } from './jwt.ts'
import { keyIdOf, newKey } from './signing_key.ts'

/** A service account: `NAME@PROJECT.iam.gserviceaccount.com`. */
export interface Account {
  readonly project: string
  readonly name: string
}

/** What GOOGLE_APPLICATION_CREDENTIALS names: https://google.aip.dev/auth/4112. */
export interface ServiceAccountFile {
  readonly type: 'service_account'
  readonly project_id: string
  readonly private_key_id: string
  readonly private_key: string
  readonly client_email: string
  readonly client_id: string
  readonly auth_uri: string
  readonly token_uri: string
  readonly auth_provider_x509_cert_url: string
  readonly client_x509_cert_url: string
  readonly universe_domain: 'googleapis.com'
}

/** Credentials that are exchanged for a token where the file says: https://google.aip.dev/auth/4117. */
export interface FederatedFile {
  readonly type: 'external_account'
  readonly audience: string
  readonly subject_token_type: string
  readonly token_url: string
  readonly credential_source: object
  /** Signed by the account, without an end. */
  readonly subject_token: string
}

export class ServiceAccounts {
  readonly #folder: string
  /** Of this process alone: by email, then by id. */
  readonly #own = new Map<string, Map<string, KeyObject>>()

  /** '' for accounts that live as long as this object. */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** A new key of an account. Throws an Error of one sentence for a name that none can have. */
  newKey(account: Account, server: string): ServiceAccountFile {
    const email = emailOf(account)
    const { id, privateKey } = this.#makeKey(email)
    return {
      type: 'service_account',
      project_id: account.project,
      private_key_id: id,
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      client_email: email,
      client_id: String(BigInt(`0x${id.slice(0, 16)}`)),
      auth_uri: `${server}/auth`,
      token_uri: `${server}/token`,
      auth_provider_x509_cert_url: `${server}/certs`,
      client_x509_cert_url: `${server}/certs`,
      universe_domain: 'googleapis.com',
    }
  }

  /** The same in the form of a federated account. `path`: where the file is going to be. */
  newFederatedKey(account: Account, server: string, path: string): FederatedFile {
    const email = emailOf(account)
    const { id, privateKey } = this.#makeKey(email)
    return {
      type: 'external_account',
      audience: `//iam.googleapis.com/projects/${account.project}/locations/global/workloadIdentityPools/emulator/providers/emulator`,
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_url: `${server}/token`,
      credential_source: {
        file: path,
        format: { type: 'json', subject_token_field_name: 'subject_token' },
      },
      subject_token: signedJwt({ iss: email, sub: email }, privateKey, id),
    }
  }

  /** Whether it has a key. */
  has(email: string): boolean {
    return this.keysOf(email).size > 0
  }

  /** Public keys of an account by id; none for one that is not known. */
  keysOf(email: string): ReadonlyMap<string, KeyObject> {
    const keys = new Map(this.#own.get(email))
    // It comes from a client, and becomes part of a path.
    if (this.#folder === '' || !EMAIL.test(email)) return keys
    const folder = join(this.#folder, email)
    for (const file of filesIn(folder))
      if (file.endsWith('.pem'))
        keys.set(file.slice(0, -4), createPublicKey(readFileSync(join(folder, file))))
    return keys
  }

  #makeKey(email: string): { readonly id: string; readonly privateKey: KeyObject } {
    const privateKey = newKey()
    const publicKey = createPublicKey(privateKey)
    const id = keyIdOf(publicKey)
    if (this.#folder === '')
      this.#own.getOrInsertComputed(email, () => new Map()).set(id, publicKey)
    else {
      const folder = join(this.#folder, email)
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, `${id}.pem`), publicKey.export({ type: 'spki', format: 'pem' }))
    }
    return { id, privateKey }
  }
}

const EMAIL = /^[a-z0-9][a-z0-9-]*@[a-z0-9][a-z0-9.-]*$/

function emailOf({ project, name }: Account): string {
  const email = `${name}@${project}.iam.gserviceaccount.com`
  if (/^[a-z0-9][a-z0-9-]{0,29}$/.test(name) && EMAIL.test(email)) return email
  throw new Error(
    `"${name}" in project "${project}" is no service account: both have lower-case letters, digits and "-"`,
  )
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
