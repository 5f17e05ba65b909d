// Which version of the package this is.
import { createRequire } from 'node:module'

export const ownVersion = (): string =>
  (createRequire(import.meta.url)('discovery-emulator/package.json') as { version: string }).version
