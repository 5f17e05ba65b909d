// The service's own name and version, as its package.json says.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { version as ownVersion } from '../version.ts'

export interface ServicePackage {
  readonly name: string
  readonly version: string
}

/** A folder without a package is `worker` in our version. */
export async function packageOf(folder: string): Promise<ServicePackage> {
  try {
    const read = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
      readonly [key: string]: unknown
    } | null
    return {
      name: typeof read?.['name'] === 'string' ? read['name'] : 'worker',
      version: typeof read?.['version'] === 'string' ? read['version'] : ownVersion,
    }
  } catch {
    return { name: 'worker', version: ownVersion }
  }
}
