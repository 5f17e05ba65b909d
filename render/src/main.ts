// The render service: its processor on the worker host, with web pages.
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'
import { runService } from '@discovery-emulator/worker/service'
import { defaults, problemsIn } from './service/settings.ts'
import { site } from './site/site.ts'

const { version } = createRequire(import.meta.url)('@discovery-emulator/render/package.json') as {
  readonly version: string
}

/** Resolves to the exit code. */
export const main = (): Promise<number> =>
  runService({
    name: 'render',
    version,
    processor: join(import.meta.dirname, `processor${extname(import.meta.filename)}`),
    defaults,
    check: problemsIn,
    site,
  })
