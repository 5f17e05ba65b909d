// The render service: its processor on the worker host, with web pages.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runService } from '@discovery-emulator/worker/service'
import { defaults, problemsIn } from './service/settings.ts'
import { site } from './site/site.ts'

const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { readonly version: string }

/** Resolves to the exit code. */
export const main = (): Promise<number> =>
  runService({
    name: 'render',
    version,
    processor: fileURLToPath(new URL('processor.ts', import.meta.url)),
    defaults,
    check: problemsIn,
    site,
  })
