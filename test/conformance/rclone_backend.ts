// The tests by which rclone judges a store of objects, of its backend for Cloud Storage.
import { mkdir, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { debianVersionsOf } from './packages.ts'
import { program } from './program.ts'
import type { Line, Suite } from './suite.ts'

const PACKAGE = 'github.com/rclone/rclone/backend/googlecloudstorage'

export const rcloneBackend: Suite = {
  name: 'rclone-backend',
  about: `The tests that rclone has for all stores of objects (\`fstest/fstests\`), run by its backend for Cloud Storage, with Google's
client for Go, from Debian's sources: names of all kinds, uploads, downloads in ranges, lists, copies, metadata, hashes.`,
  found: () =>
    debianVersionsOf(
      'golang-go',
      'golang-github-rclone-rclone-dev',
      'golang-github-coreos-go-semver-dev', // which rclone's sources use and do not ask for
    ),
  async run(url, folder) {
    const test = join(folder, 'backend.test')
    await program(['go', 'test', '-c', '-o', test, PACKAGE], { env: inDebian })
    await mkdir(join(folder, 'fstest/testserver/init.d'), { recursive: true }) // looked for, and empty
    const config = join(folder, 'rclone.conf')
    await writeFile(config, configOf('TestGoogleCloudStorage', url))
    const command = [test, '-test.v', '-remote', 'TestGoogleCloudStorage:']
    const env = { RCLONE_CONFIG: config }
    return linesIn(await program(command, { cwd: folder, env, allow: 1 }))
  },
}

/** Where Debian has the sources of Go's packages. */
const inDebian = {
  GOPATH: '/usr/share/gocode',
  GO111MODULE: 'off',
  GOCACHE: join(homedir(), '.cache/go-build'),
}

/** A remote of rclone that is this server. */
export const configOf = (remote: string, url: string): string =>
  `[${remote}]
type = google cloud storage
anonymous = true
endpoint = ${url}/storage/v1/
project_number = p
`

const OUTCOMES = { PASS: 'passed', FAIL: 'failed', SKIP: 'skipped' } as const

/** Go's verbose report; of tests that have others within them only those count. */
function linesIn(report: string): readonly Line[] {
  const said = [...report.matchAll(/^ *--- (PASS|FAIL|SKIP): (\S+)/gm)]
  const names = said.map(([, , name = '']) => name)
  return said.flatMap(([, outcome, name = '']) => {
    if (names.some((other) => other.startsWith(`${name}/`))) return []
    const line = {
      name: name.replace(/^TestIntegration\//, ''),
      outcome: OUTCOMES[outcome as keyof typeof OUTCOMES],
    }
    return line.outcome === 'failed' ? { ...line, words: wordsOf(report, name) } : line
  })
}

/** What stands under the name where the test ran. */
function wordsOf(report: string, name: string): string {
  const [, after = ''] = report.split(`=== RUN   ${name}\n`)
  const [own = ''] = after.split(/^(?:=== RUN| *---) /m)
  const [, error = own] = /Error:\s+([\s\S]*?)\n\s+Test:/.exec(own) ?? []
  return error.replaceAll(/\s+/g, ' ').trim().slice(0, 300)
}
