// The version of this package.
import { createRequire } from 'node:module'

// By its name, as its file is not as far from the sources as from what is made of them.
const read = createRequire(import.meta.url)('@discovery-emulator/worker/package.json') as {
  readonly version: string
}

export const { version } = read
