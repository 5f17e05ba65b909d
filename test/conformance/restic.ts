// restic keeps backups in a bucket, and knows when a byte of them is wrong.
import { equal, match } from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { debianVersionsOf } from './packages.ts'
import { program } from './program.ts'
import { configOf } from './rclone_backend.ts'
import { lineOf, type Line, type Suite } from './suite.ts'

export const restic: Suite = {
  name: 'restic',
  about: `Debian's restic with a repository in a bucket, which rclone opens for it: backups of 8 MiB, read back and checked byte by byte
by restic itself. The steps are ours. (Its own backend for Cloud Storage takes no other address than Google's.)`,
  found: () => debianVersionsOf('restic', 'rclone'),
  run: (url, folder) => steps(folder, url),
}

async function steps(folder: string, url: string): Promise<readonly Line[]> {
  const config = join(folder, 'rclone.conf')
  await writeFile(config, configOf('here', url))
  const env = {
    RCLONE_CONFIG: config,
    RESTIC_REPOSITORY: 'rclone:here:backups/repository',
    RESTIC_PASSWORD: 'secret',
    RESTIC_CACHE_DIR: join(folder, 'cache'),
  }
  const run = (...args: readonly string[]) => program(['restic', ...args], { cwd: folder, env })
  const bytes = randomBytes(8 * 1024 * 1024)
  await mkdir(join(folder, 'own'))
  await writeFile(join(folder, 'own/large.bin'), bytes)
  await writeFile(join(folder, 'own/small.txt'), 'small')
  const lines: Line[] = []
  const step = async (name: string, work: () => Promise<unknown>) =>
    void lines.push(await lineOf(name, work))

  await step('init', () => run('init'))
  await step('backup', () => run('backup', 'own'))
  await step('backup of what has changed', async () => {
    await writeFile(join(folder, 'own/small.txt'), 'changed')
    await run('backup', 'own')
  })
  await step('snapshots', async () => match(await run('snapshots'), /2 snapshots/))
  await step('check --read-data', async () =>
    match(await run('check', '--read-data'), /no errors were found/),
  )
  await step('restore', async () => {
    await run('restore', 'latest', '--target', 'back')
    equal(Buffer.compare(await readFile(join(folder, 'back/own/large.bin')), bytes), 0)
    equal(await readFile(join(folder, 'back/own/small.txt'), 'utf8'), 'changed')
  })
  await step('forget --prune', () => run('forget', '--keep-last', '1', '--prune'))
  await step('check after it', async () =>
    match(await run('check', '--read-data'), /no errors were found/),
  )
  await step('unlock, stats', async () => {
    await run('unlock')
    await run('stats', '--mode', 'raw-data')
  })
  return lines
}
