// rclone as people use it: folders there and back.
import { deepEqual, equal, match } from 'node:assert/strict'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { debianVersionsOf } from './packages.ts'
import { program } from './program.ts'
import { configOf } from './rclone_backend.ts'
import { lineOf, type Line, type Suite } from './suite.ts'

const FILES: Readonly<Record<string, string>> = {
  'a.txt': 'a',
  'folder/b c.txt': 'b',
  'folder/deep/ä+%&?.bin': 'c'.repeat(100_000),
  'empty.txt': '',
}

export const rclone: Suite = {
  name: 'rclone',
  about: `Debian's rclone with this server as a remote: its commands, one after the other, as its manual has them. The steps are ours,
what a step means and checks is rclone's.`,
  found: () => debianVersionsOf('rclone'),
  run: (url, folder) => steps(folder, url),
}

async function steps(folder: string, url: string): Promise<readonly Line[]> {
  const config = join(folder, 'rclone.conf')
  await writeFile(config, configOf('here', url))
  const run = (...args: readonly string[]) =>
    program(['rclone', '--config', config, '--retries', '1', ...args], { cwd: folder })
  const listed = async (path: string) =>
    (await run('lsf', '-R', '--files-only', path)).trim().split('\n').toSorted()
  for (const [name, content] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, 'own', name)), { recursive: true })
    await writeFile(join(folder, 'own', name), content)
  }
  const names = Object.keys(FILES).toSorted()
  const lines: Line[] = []
  const step = async (name: string, work: () => Promise<unknown>) =>
    void lines.push(await lineOf(name, work))

  await step('mkdir', () => run('mkdir', 'here:bucket'))
  await step('lsd', async () => match(await run('lsd', 'here:'), /bucket/))
  await step('copy there', () => run('copy', 'own', 'here:bucket/p'))
  await step('lsf', async () => deepEqual(await listed('here:bucket/p'), names))
  await step('check', () => run('check', 'own', 'here:bucket/p'))
  await step('check --download', () => run('check', '--download', 'own', 'here:bucket/p'))
  await step('copy back', async () => {
    await run('copy', 'here:bucket/p', 'back')
    for (const [name, content] of Object.entries(FILES))
      equal(await readFile(join(folder, 'back', name), 'utf8'), content)
  })
  await step('sync of nothing new sends nothing', async () =>
    equal((await run('sync', '-v', 'own', 'here:bucket/p')).trim(), ''),
  )
  await step('sync takes away', async () => {
    await rm(join(folder, 'own/a.txt'))
    await run('sync', 'own', 'here:bucket/p')
    deepEqual(
      await listed('here:bucket/p'),
      names.filter((name) => name !== 'a.txt'),
    )
  })
  await step('copy within', () => run('copy', 'here:bucket/p', 'here:bucket/q'))
  await step('check within', () => run('check', 'here:bucket/p', 'here:bucket/q'))
  await step('moveto', async () => {
    await run('moveto', 'here:bucket/q/empty.txt', 'here:bucket/q/moved.txt')
    match((await listed('here:bucket/q')).join(' '), /moved\.txt/)
  })
  await step('cat', async () => equal(await run('cat', 'here:bucket/p/folder/b c.txt'), 'b'))
  await step('cat --offset --count', async () =>
    equal(
      await run('cat', '--offset', '5', '--count', '3', 'here:bucket/p/folder/deep/ä+%&?.bin'),
      'ccc',
    ),
  )
  await step('md5sum', async () =>
    match(
      await run('md5sum', 'here:bucket/p/folder'),
      /92eb5ffee6ae2fec3ad71c777531578f +b c\.txt/,
    ),
  )
  await step('size --json', async () =>
    deepEqual(JSON.parse(await run('size', '--json', 'here:bucket/p')), {
      count: 3,
      bytes: 100_001,
      sizeless: 0,
    }),
  )
  await step('touch', () => run('touch', 'here:bucket/p/new.txt'))
  await step('deletefile', () => run('deletefile', 'here:bucket/p/new.txt'))
  await step('purge', () => run('purge', 'here:bucket/p'))
  await step('rmdir of what is not empty is refused', async () => {
    await run('rmdir', 'here:bucket').then(
      () => Promise.reject(new Error('it was removed')),
      () => {},
    )
  })
  await step('delete, then rmdir', async () => {
    await run('delete', 'here:bucket')
    await run('rmdir', 'here:bucket')
    equal((await run('lsd', 'here:')).trim(), '')
  })
  return lines
}
