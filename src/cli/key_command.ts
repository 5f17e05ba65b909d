// `key`: writes a key of a service account, which servers with the same folder of keys know at once.
import { existsSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { accountsIn } from '../auth/auth.ts'
import type { Account } from '../auth/tokens/accounts.ts'
import { ConfigError } from '../config/config.ts'
import type { Settings } from '../config/settings.ts'
import { expectedUrl } from '../open_parts.ts'

export interface KeyOptions extends Account {
  /** A file; undefined: standard output. */
  readonly out: string | undefined
  /** In the form of an external account. */
  readonly isFederated: boolean
}

/** Returns the exit code. Throws an Error of one sentence if there is no such account, or the file is there. */
export function keyCommand(config: Settings, { out, isFederated, ...account }: KeyOptions): number {
  if (config.keys_dir === '')
    throw new ConfigError('a key must be kept where the server finds it: --keys-dir DIR')
  if (out !== undefined && existsSync(out))
    throw new Error(`${out} is there already; remove it, or name another file with --out`)
  if (isFederated && out === undefined)
    throw new ConfigError('a federated key names its own file: --out FILE')
  const accounts = accountsIn(config.keys_dir)
  const server = expectedUrl(config)
  const key =
    out !== undefined && isFederated
      ? accounts.newFederatedKey(account, server, resolve(out))
      : accounts.newKey(account, server)
  const text = `${JSON.stringify(key, null, 2)}\n`
  if (out === undefined) process.stdout.write(text)
  else {
    writeKey(out, text)
    console.log(`${out} is a key of ${account.name} in ${account.project}; clients find it by

  export GOOGLE_APPLICATION_CREDENTIALS=${resolve(out)}
`)
  }
  return 0
}

function writeKey(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    throw new Error(`cannot write the key: ${(error as Error).message}`, { cause: error })
  }
}
