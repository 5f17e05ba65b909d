// The certificate and key that settings name, read and tried before anything is served.
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { ConfigError } from './config.ts'
import type { Settings } from './settings.ts'

export interface Credentials {
  readonly cert: Buffer
  readonly key: Buffer
}

/** Undefined without a certificate. Throws a ConfigError that names the setting whose file cannot be used. */
export async function tlsOf({ tls_cert, tls_key }: Settings): Promise<Credentials | undefined> {
  if (tls_cert === '') return undefined
  const [cert, key] = await Promise.all([fileOf('tls_cert', tls_cert), fileOf('tls_key', tls_key)])
  tried('tls_cert', tls_cert, { cert })
  tried('tls_key', tls_key, { key })
  tried('tls_key', tls_key, { cert, key })
  return { cert, key }
}

async function fileOf(setting: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    throw new ConfigError(`${setting}: cannot read ${path}: ${(error as Error).message}`)
  }
}

function tried(setting: string, path: string, parts: Partial<Credentials>): void {
  try {
    createSecureContext(parts)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why =
      code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH'
        ? 'it is not the key of the certificate in tls_cert'
        : `it is no PEM that TLS can use (${message})`
    throw new ConfigError(`${setting}: ${path}: ${why}`)
  }
}
