// `dev`: serve, and start again whenever a document, a handler or the server's own code changes.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Settings } from './settings.ts'

/** Runs until it is stopped. A broken edit is reported; the next change starts the server again. */
export function devCommand(config: Settings, args: readonly string[]): Promise<number> {
  const source = fileURLToPath(new URL('.', import.meta.url))
  const entry = fileURLToPath(new URL('../bin/discovery-emulator.js', import.meta.url))
  const watched = [source, config.api_data].map((path) => `--watch-path=${path}`)
  const child = spawn(
    process.execPath,
    [...watched, '--watch-preserve-output', entry, 'serve', ...args],
    { stdio: 'inherit' },
  )
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => {
    child.on('exit', (code) => resolve(code ?? 0))
  })
}
