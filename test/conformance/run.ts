// `npm run conformance -- [SUITE…] [--check]`: runs suites that others wrote, and writes the score to docs/conformance.md.
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { whyOf } from './differences.ts'
import { countOf, withSection } from './page.ts'
import { startServer } from './server.ts'
import type { Line, Suite } from './suite.ts'
import { suites } from './suites.ts'

const file = join(import.meta.dirname, '../../docs/conformance.md')

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean', default: false } },
})
const unknown = positionals.find((name) => suites.every((suite) => suite.name !== name))
if (unknown === undefined) await runAll(suites.filter(({ name }) => isAsked(name)))
else {
  console.error(
    `There is no suite ${unknown}; there are ${suites.map(({ name }) => name).join(', ')}.`,
  )
  process.exitCode = 2
}

function isAsked(name: string): boolean {
  return positionals.length === 0 || positionals.includes(name)
}

async function runAll(asked: readonly Suite[]): Promise<void> {
  for (const suite of asked) {
    const found = await suite.found()
    if ('missing' in found) {
      console.log(`${suite.name}: not run: ${found.missing}`)
      if (positionals.length > 0) process.exitCode = 1
      continue
    }
    const lines = await runOne(suite)
    print(suite, found.versions, lines)
    if (values.check) continue
    const page = await readFile(file, 'utf8').catch(() => '')
    await writeFile(file, withSection(page, suites, suite, { versions: found.versions, lines }))
  }
}

async function runOne(suite: Suite): Promise<readonly Line[]> {
  await using server = await startServer()
  await using folder = await mkdtempDisposable(join(tmpdir(), `${suite.name}-`))
  const lines = await suite.run(server.url, folder.path)
  return lines.map((line) => ({ ...line, words: (line.words ?? '').replaceAll(server.url, '…') }))
}

function print({ name }: Suite, versions: string, lines: readonly Line[]): void {
  const [passed, failed, skipped] = (['passed', 'failed', 'skipped'] as const).map((outcome) =>
    countOf(lines, outcome),
  )
  console.log(`${name} (${versions}): ${passed} passed, ${failed} failed, ${skipped} skipped`)
  for (const line of lines) {
    if (line.outcome !== 'failed') continue
    const why = whyOf(name, line.name)
    if (why === undefined) process.exitCode = 1
    console.log(
      `  ${why === undefined ? 'FAILED' : 'differs'}  ${line.name}\n    ${line.words ?? ''}`,
    )
  }
  if (lines.length === 0) process.exitCode = 1
}
