// Writes a new service from the template, so that its test passes before anything is installed.
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative, sep } from 'node:path'
import { version } from '../version.ts'

/** Why no service is made, in a sentence for people. */
export class InitError extends Error {
  override readonly name = 'InitError'
}

const template = join(import.meta.dirname, 'template')
const ownFolder = dirname(
  createRequire(import.meta.url).resolve('@discovery-emulator/worker/package.json'),
)

/** Names of files that would mean something in the template's own folder. */
const realNames: Readonly<Record<string, string>> = {
  'package.template.json': 'package.json',
  'tsconfig.template.json': 'tsconfig.json',
  'env.example': '.env.example',
  'oxfmtrc.json': '.oxfmtrc.json',
  gitignore: '.gitignore',
  dockerignore: '.dockerignore',
}

/** The files made, by their names in `folder`. Throws an InitError. */
export async function createService(name: string, folder: string): Promise<readonly string[]> {
  checkName(name)
  await checkFolder(folder)
  await mkdir(folder, { recursive: true })
  const names = (await readdir(template)).toSorted()
  for (const file of names) {
    const text = await readFile(join(template, file), 'utf8')
    const filled = text.replaceAll('{{name}}', name).replaceAll('{{worker}}', ownPlace(folder))
    await writeFile(join(folder, realNames[file] ?? file), filled)
  }
  await linkInstalled(folder)
  return names.map((file) => realNames[file] ?? file)
}

/** What the service is to install: this package as it was installed itself, or this folder of sources. */
const ownPlace = (folder: string): string =>
  ownFolder.includes(`${sep}node_modules${sep}`)
    ? version
    : `file:${relative(folder, ownFolder).replaceAll('\\', '/')}`

/** What npm takes for a package, and every file system and queue for a name. */
function checkName(name: string): void {
  if (!/^[a-z][a-z0-9_-]{0,99}$/.test(name) || name === 'node_modules')
    throw new InitError(
      `"${name}" is no name for a service: it begins with a small letter, then come small letters, digits, - and _, up to 100`,
    )
}

async function checkFolder(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new InitError(`${folder} cannot be used: ${error.message}`)
  })
  if (entries.length > 0) throw new InitError(`${folder} is not empty; nothing was written`)
}

/**
 * Puts links to those dependencies that are installed beside this package where `npm install` would put them, so that
 * the service runs at once and without a network.
 */
async function linkInstalled(folder: string): Promise<void> {
  const { dependencies, devDependencies } = await packageAt(folder)
  const names = Object.keys({ ...dependencies, ...devDependencies })
  const bin = join(folder, 'node_modules', '.bin')
  await mkdir(bin, { recursive: true })
  for (const name of names) {
    const installed = installedFolder(name)
    if (installed === undefined) continue
    const link = join(folder, 'node_modules', name)
    await mkdir(dirname(link), { recursive: true })
    await symlink(relative(dirname(link), installed), link, 'junction')
    for (const [command, file] of Object.entries(await commandsOf(installed)))
      await symlink(join('..', name, file), join(bin, command)).catch(() => undefined)
  }
}

function installedFolder(name: string): string | undefined {
  if (name === '@discovery-emulator/worker') return ownFolder
  try {
    const { resolve } = createRequire(join(ownFolder, 'package.json'))
    return dirname(resolve(`${name}/package.json`))
  } catch {
    return undefined
  }
}

interface PackageFile {
  readonly name?: string
  readonly bin?: string | Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

const packageAt = async (folder: string): Promise<PackageFile> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as PackageFile

async function commandsOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const { name = '', bin = {} } = await packageAt(folder)
  return typeof bin === 'string' ? { [name.replace(/^@[^/]*\//, '')]: bin } : bin
}
