// What tests of credentials share: an emulator with some of Google's APIs, and clients of Google's own with keys of ours.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { google, type Auth } from 'googleapis'
import { afterAll } from 'vitest'
import type { ServiceAccountFile } from '../../src/index.ts'
import { corpusDirectory } from '../helpers/corpus.ts'

export const CLOUD = 'https://www.googleapis.com/auth/cloud-platform'
export const account = { project: 'p', name: 'robot' }
export const robot = 'robot@p.iam.gserviceaccount.com'

/** A folder with documents of the corpus: `secretmanager_v1`. */
export function corpusApis(...names: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'auth-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  for (const name of names)
    cpSync(join(corpusDirectory!, `${name}.api`), join(folder, `${name}.api`))
  return folder
}

/**
 * google-auth-library as programs use it, with the scopes they ask for. That of Node names Google's token endpoint
 * whatever the file says; the address is all that is changed here.
 */
export function authOf(
  credentials: ServiceAccountFile,
  scopes: readonly string[],
  more: Partial<Auth.JWTOptions> = {},
): Auth.JWT {
  return new google.auth.JWT({
    email: credentials.client_email,
    key: credentials.private_key,
    keyId: credentials.private_key_id,
    scopes: [...scopes],
    ...more,
    transporterOptions: {
      fetchImplementation: (input, init) => {
        const url = String(input instanceof Request ? input.url : input)
        const own = url === 'https://oauth2.googleapis.com/token' ? credentials.token_uri : url
        return fetch(own, init)
      },
    },
  })
}

/** What a call of Google's client was refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<{
  readonly status: number
  readonly error: object
  readonly challenge: string | null
}> {
  try {
    await call
  } catch (thrown) {
    const { response } = thrown as {
      response?: { status: number; data: { error: object }; headers: Headers }
    }
    if (response === undefined) throw thrown
    const { status, data, headers } = response
    return { status, error: data.error, challenge: headers.get('www-authenticate') }
  }
  throw new Error('the call was not refused')
}
