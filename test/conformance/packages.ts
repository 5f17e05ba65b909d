// Which versions of others' programs are here: packages of npm among the project's own, and Debian's.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const modules = join(import.meta.dirname, '../../node_modules')
const run = promisify(execFile)

/** Of packages of the npm registry: `@google-cloud/storage 8.4.0`. */
export async function versionsOf(names: readonly string[]): Promise<string> {
  const versions = names.map(async (name) => {
    const { version } = JSON.parse(await readFile(join(modules, name, 'package.json'), 'utf8')) as {
      readonly version: string
    }
    return `${name} ${version}`
  })
  return (await Promise.all(versions)).join(', ')
}

/** Of Debian's packages, or what to type where one of them is not installed. */
export async function debianVersionsOf(
  ...names: readonly string[]
): Promise<{ readonly versions: string } | { readonly missing: string }> {
  const command = ['-W', '-f=${Package} ${Version} ${db:Status-Status}\\n', ...names]
  const { stdout } = await run('dpkg-query', command).catch((error: { stdout?: string }) => ({
    stdout: error.stdout ?? '',
  }))
  const installed = stdout.split('\n').filter((line) => line.endsWith(' installed'))
  if (installed.length < names.length)
    return { missing: `apt-get install --no-install-recommends ${names.join(' ')}` }
  return { versions: installed.map((line) => line.replace(/ installed$/, '')).join(', ') }
}
