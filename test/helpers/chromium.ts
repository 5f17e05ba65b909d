// The browser of this machine that tests look at pages with.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Undefined if none is on the PATH; an Error with REQUIRE_BROWSER=1. */
export function findChromium(): string | undefined {
  const names = ['chromium-headless-shell', 'chromium']
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const found = names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(isExecutable)
  if (found === undefined && process.env['REQUIRE_BROWSER'] === '1')
    throw new Error(`REQUIRE_BROWSER=1, but neither ${names.join(' nor ')} is on the PATH`)
  return found
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
