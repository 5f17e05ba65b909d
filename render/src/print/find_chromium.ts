// A browser of this machine to print with.
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { PermanentError } from '@discovery-emulator/worker'

const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
]

/** Where macOS and Windows have theirs. */
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** @throws PermanentError that says what to install. */
export async function findChromium(given: string, path: string): Promise<string> {
  if (given !== '') {
    if (await isExecutable(given)) return given
    throw new PermanentError(`CHROMIUM_PATH is "${given}", but there is no such program.`)
  }
  const folders = path.split(delimiter).filter(Boolean)
  const files = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  for (const file of [...files, ...places]) if (await isExecutable(file)) return file
  throw new PermanentError(
    'Web pages are printed by a Chromium, and there is none: install chromium-headless-shell, chromium or ' +
      'Google Chrome, or name one with CHROMIUM_PATH.',
  )
}

const isExecutable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  )
