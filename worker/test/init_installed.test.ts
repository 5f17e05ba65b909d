// `worker init`: a service whose packages are installed from the registry passes its test as well.
import { execFile } from 'node:child_process'
import { readdir, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { emptyFolder } from './helpers/empty_folder.ts'
import { runWorker } from './helpers/worker_process.ts'

const run = promisify(execFile)

const offline = process.env['CI'] === undefined
if (offline) console.warn('CI is not set: no service is installed from the registry.')

test.skipIf(offline)('a new service passes its test after npm install', async () => {
  await using made = await emptyFolder()
  await runWorker(['init', 'demo'], { folder: made.folder })
  const folder = join(made.folder, 'demo')
  await rm(join(folder, 'node_modules'), { recursive: true })
  const npm = (...args: string[]) => run('npm', args, { cwd: folder, env: outside(process.env) })
  await npm('install', '--no-audit', '--no-fund', '--prefer-offline', ...impatient)
  expect((await npm('test')).stdout).toMatch(/pass 3\n/)
  // What they say is known from init.test.ts.
  const bin = await readdir(join(folder, 'node_modules', '.bin'))
  expect(bin).toEqual(expect.arrayContaining(['oxlint', 'oxfmt', 'tsc', 'worker']))
})

/** npm waits five minutes for a connection that hangs. */
const impatient = ['--fetch-timeout=20000', '--fetch-retries=5', '--fetch-retry-mintimeout=1000']

/** Without this repository's own commands. */
const outside = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  const folders = (env['PATH'] ?? '').split(delimiter)
  return { ...env, PATH: folders.filter((each) => !each.includes('node_modules')).join(delimiter) }
}
