// docs/conformance.md: a section for each suite, which a run of it makes anew.
import { whyOf } from './differences.ts'
import type { Line, Suite } from './suite.ts'

export interface Score {
  readonly versions: string
  readonly lines: readonly Line[]
}

export const INTRODUCTION = `# Suites of others

Tests that others wrote, of clients or of servers like this one, run against the emulator. \`npm run conformance\` runs all of them and
makes this page; \`npm run conformance -- NAME\` runs one; \`--check\` writes nothing. Either ends with 1 if a line fails that this page
does not explain. Nothing of theirs is in this repository: what comes from the npm registry is among the project's own
devDependencies, and what comes from Debian is installed with the command that a suite names when it is missing.

A line that is skipped is skipped by the suite: it asks for something that the thing under test does not have.

Not to be had from npm or Debian, so not here: the samples of Google's clients (they are in their repositories, not in their
packages; the suite \`samples\` makes their calls), their system tests, the storage testbench, \`h2spec\`, \`gsutil\`'s and \`gcloud\`'s tests.
`

/** The page with the section of the suite as it is now; all others stay. */
export function withSection(
  page: string,
  suites: readonly Suite[],
  suite: Suite,
  score: Score,
): string {
  const old = sectionsOf(page)
  const sections = suites.flatMap((each) =>
    each === suite ? [sectionOf(suite, score)] : (old.get(each.name) ?? []),
  )
  return [INTRODUCTION, ...sections].join('\n')
}

/** By name of the suite. */
export function sectionsOf(page: string): ReadonlyMap<string, string> {
  const sections = page.split(/^(?=## )/m).slice(1)
  return new Map(sections.map((text) => [/^## (\S+)/.exec(text)![1]!, `${text.trimEnd()}\n`]))
}

export function sectionOf({ name, about }: Suite, { versions, lines }: Score): string {
  const passed = countOf(lines, 'passed')
  const failed = countOf(lines, 'failed')
  const skipped = countOf(lines, 'skipped')
  const counts = `**${passed} passed, ${failed} failed, ${skipped} skipped** (${versions})`
  return `## ${name}\n${about}\n\n${counts}\n${tableOf(name, lines)}`
}

function tableOf(suite: string, lines: readonly Line[]): string {
  const failed = lines.filter(({ outcome }) => outcome === 'failed')
  if (failed.length === 0) return ''
  const rows = failed.map(
    (line) =>
      `| ${cell(line.name)} | ${cell(line.words ?? '')} | ${whyOf(suite, line.name) ?? '**a fault**'} |`,
  )
  return ['', '| line that fails | its words | why |', '|---|---|---|', ...rows, ''].join('\n')
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')

export const countOf = (lines: readonly Line[], outcome: Line['outcome']): number =>
  lines.filter((line) => line.outcome === outcome).length
