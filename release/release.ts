// `npm run release -- VERSION`: all of a release but its publication. One version for all packages; the changelog says what it
// is; the checks pass; the tarballs are made. `--dry-run` writes nothing and runs no checks: it says what would be done.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pack } from './pack.ts'
import { packageJsonOf, packages, root } from './packages.ts'
import { changelogFor, faultsOf, type State } from './release_checks.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'dry-run': { type: 'boolean', default: false } },
})
const [version = ''] = positionals
const isDry = values['dry-run']
const changelogFile = join(root, 'CHANGELOG.md')

const run = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, [...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })

const state: State = {
  version,
  versions: packages.map((each) => packageJsonOf(each).version),
  changelog: readFileSync(changelogFile, 'utf8'),
  changes: run('git', 'status', '--porcelain').trim(),
  tags: run('git', 'tag').split('\n'),
}
const faults = faultsOf(state)
if (faults.length > 0) {
  for (const fault of faults) console.error(`release: ${fault}`)
  process.exitCode = 1
} else if (isDry) {
  console.log(`${version} can be released: nothing is in the way.`)
} else {
  writeFileSync(changelogFile, changelogFor(state, new Date()))
  // The lock file with it.
  const both = ['--workspaces', '--include-workspace-root', '--no-git-tag-version']
  run('npm', 'version', version, '--allow-same-version', ...both)
  run('npm', 'run', 'check')
  const packed = await pack(join(root, 'dist'))
  for (const { name, path, unpackedSize } of packed)
    console.log(`${name} ${version}: ${path} (${Math.round(unpackedSize / 1000)} kB unpacked)`)
  run('git', 'commit', '--all', '--message', `release ${version}`)
  run('git', 'tag', `v${version}`)
  console.log(`What is left: git push --follow-tags, and npm publish of each of these files.`)
}
