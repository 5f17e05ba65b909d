// `dev`: serve, and start again whenever a document, a handler or the server's own code changes.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Settings } from '../config/settings.ts'

/** Runs until it is stopped. A broken edit is reported; the next change starts the server again. `flags`: for `serve`. */
export function devCommand(config: Settings, flags: readonly string[]): Promise<number> {
  const entry = join(import.meta.dirname, '../../bin/discovery-emulator.js')
  const watched = [join(import.meta.dirname, '..'), config.api_data].map(
    (path) => `--watch-path=${path}`,
  )
  const child = spawn(
    process.execPath,
    [...watched, '--watch-preserve-output', entry, 'serve', ...flags],
    { stdio: 'inherit' },
  )
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => {
    child.on('exit', (code) => resolve(code ?? 0))
  })
}
